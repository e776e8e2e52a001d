"""Everything a reviewer sees of a case: fields with what was found beside them, scans, history."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from creditbank.bank import regions
from creditbank.bank.accounts import facts, holders
from creditbank.bank.accounts.masks import mask_mobile
from creditbank.bank.accounts.models import Account, Document
from creditbank.bank.desk import findings, subjects
from creditbank.bank.desk.findings import Finding
from creditbank.bank.desk.subjects import Subject
from creditbank.bank.files.models import StoredFile
from creditbank.bank.identity import country, mask
from creditbank.bank.identity.kinds import Kind as DocumentKind
from creditbank.bank.identity.kinds import Sex
from creditbank.bank.outcomes import descriptions
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.reviews import reasons
from creditbank.bank.reviews.models import Case
from creditbank.bank.reviews.reasons import Reason

Pairs = list[tuple[str, str]]
Told = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A field under review: what stands there, what was found about it, why it may be returned."""

    field: str
    label: str
    value: str
    findings: list[Finding]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A case as its reviewer reads it; document numbers and addresses are masked."""

    title: str
    about: Pairs
    rows: list[Row]
    files: list[StoredFile]


def load(case: Case) -> Sheet:
    """Open what is under review. Only for whoever holds the case."""
    subject = subjects.of(case)
    found = findings.of(subject)
    told = _fields(subject)
    rows = [_row(case, *one, found) for one in told]
    return Sheet(_title(subject), list(_about(case, subject)), rows, subjects.files(subject))


def _row(case: Case, field: str, label: str, value: str, found: list[Finding]) -> Row:
    part = reasons.part_of(case.kind, field)
    known = part.reasons if part else ()
    return Row(field, label, value, findings.beside(found, field), known)


def _fields(subject: Subject) -> list[Told]:
    if isinstance(subject, Account):
        told = list(_of_account(subject))
        whole = reasons.label("account", "")
    else:
        told = [(row.field, row.label, row.value) for row in descriptions.rows(subject)]
        shown = len(subjects.files(subject))
        told.append(("evidence", reasons.label("outcome", "evidence"), _scans(shown)))
        whole = reasons.label("outcome", "")
    return [*told, ("", whole, "")]


def _of_account(account: Account) -> Iterator[Told]:
    document = holders.document_of(account)
    kind, number = _document_kind(document), mask(document.number or "")
    born = dt.date.fromisoformat(account.born_on) if account.born_on else None
    scans = _scans(len(subjects.files(account)))
    told = {
        "name": account.name or "",
        "number": f"{number}　{kind}",
        "sex": str(Sex(account.sex).label) if account.sex else "",
        "birth_date": formats.date_format(born, "DATE_FORMAT") if born else "",
        "scan_front": scans,
        "scan_back": scans,
        "email": _addresses(account),
        "mobile": mask_mobile(account.mobile or ""),
        "address": account.address or "",
        "region": _region(account.region),
        "education": account.get_education_display(),
        "occupation": account.occupation,
        "affiliation": account.affiliation or "",
    }
    asked = {"mobile", "address", "region", "education", "occupation", "affiliation"}
    for field, value in told.items():
        if value or field not in asked:
            yield field, reasons.label("account", field), value


def _document_kind(document: Document) -> str:
    label = str(DocumentKind(document.kind).label)
    found = country(document.country) if document.kind == DocumentKind.PASSPORT else None
    return f"{label}（{found.name}）" if found else label


def _addresses(account: Account) -> str:
    typed, imported = [value for _label, value in facts.shown(account)[2:4]]
    if not imported or imported == typed:
        return typed
    return _("%(typed)s（学籍登记：%(imported)s）") % {"typed": typed, "imported": imported}


def _title(subject: Subject) -> str:
    return descriptions.title(subject) if isinstance(subject, Outcome) else subject.name or ""


def _about(case: Case, subject: Subject) -> Iterator[tuple[str, str]]:
    account = subjects.account_of(subject)
    if isinstance(subject, Outcome):
        document = holders.document_of(account)
        yield _("学习者"), account.name or ""
        yield _("证件号码"), mask(document.number or "")
        yield _("受理编号"), subject.number
    else:
        yield _("开户方式"), account.get_opening_display()
        yield from [pair for pair in facts.shown(account)[:2] if pair[1]]
    yield _("账户号"), account.number
    row = holders.enrolment_of(account)
    # Of a registration the region's province reviews, which another one's students do not concern.
    if row and (account.enrolment_id or row.study_centre.is_within(case.organisation)):
        yield _("教学点"), row.study_centre.name
        yield _("专业"), " · ".join(filter(None, [row.level, row.major, row.intake]))
        yield _("学籍状态"), row.get_status_display()


def _scans(count: int) -> str:
    return _("%(count)s 个文件") % {"count": count} if count else _("没有上传")


def _region(code: str) -> str:
    region = regions.find(code) if code else None
    return region.full_name if region else ""
