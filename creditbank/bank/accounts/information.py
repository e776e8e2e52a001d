"""What a registration asks a person for: checked, written onto the rows, read back for a form."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.accounts import holders
from creditbank.bank.accounts.models import Account, Document, Education
from creditbank.bank.enrolments import register
from creditbank.bank.identity import Document as ReadDocument
from creditbank.bank.identity import Kind, Sex, canonical_for_fingerprint, read
from creditbank.bank.keys import fingerprint_next
from creditbank.bank.refusals import Refused

LONGEST_NAME, LONGEST_ADDRESS, LONGEST_WORDS = 60, 200, 60
_MOBILE = re.compile(r"1\d{10}|\+?\d{7,15}", re.ASCII)
_WRITTEN = ("name", "mobile", "address", "education", "occupation", "affiliation", "sex", "born_on")


@dataclass(frozen=True, slots=True)
class Information:
    """What a person says of themselves. `country` is who issued a passport.

    `sex` and `born_on` count only where the number does not tell them; `affiliation` may be empty.
    """

    name: str
    kind: str
    number: str
    email: str
    mobile: str
    address: str
    education: str
    occupation: str
    country: str = ""
    sex: str = ""
    born_on: dt.date | None = None
    affiliation: str = ""

    def __repr__(self) -> str:
        """Without a value: tracebacks print this."""
        return "<Information>"


def document_of(told: Information, *, invited: bool = False) -> ReadDocument:
    """The document that is named; raises `Refused` beside the field that is wrong.

    Who was `invited` with a class told only what its roster tells: more may be missing.
    """
    if invited:
        return read(told.number, told.kind, country=told.country)
    if told.kind == Kind.PASSPORT and not told.country:
        raise Refused("country", _("请选择签发护照的国家（地区）。"), field="country")
    found = read(told.number, told.kind, country=told.country)
    if found.sex is None and told.sex not in Sex.values:
        raise Refused("sex_missing", _("这种证件的号码不含性别，请按证件选择。"), field="sex")
    if found.birth_date is None:
        _check_birth(told.born_on)
    return found


def cleaned(told: Information, *, invited: bool = False) -> Information:
    """The same in one spelling; raises `Refused` beside the first field that is wrong.

    Of who was `invited` with a class mobile number and education may be missing.
    """
    neat = replace(
        told,
        name=_one_line(told.name),
        address=_one_line(told.address),
        occupation=_one_line(told.occupation),
        affiliation=_one_line(told.affiliation),
    )
    if not any(map(str.isalpha, neat.name)) or any(map(str.isdigit, neat.name)):
        raise Refused("name", _("请按证件填写姓名，不要填写数字或符号。"), field="name")
    mobile = re.sub(r"[\s()（）-]", "", unicodedata.normalize("NFKC", told.mobile))
    if not _MOBILE.fullmatch(mobile) and (mobile or not invited):
        raise Refused("mobile", _("请填写 11 位手机号码；境外号码请加国家代码。"), field="mobile")
    if told.education not in Education.values and (told.education or not invited):
        raise Refused("education", _("请选择最高学历。"), field="education")
    return replace(neat, mobile=mobile, email=told.email.strip())


def write(account: Account, told: Information, document: ReadDocument) -> None:
    """Put what was said onto account, user and document, everything but the address."""
    account.name = account.user.name = told.name
    account.mobile, account.address, account.affiliation = (
        told.mobile,
        told.address,
        told.affiliation,
    )
    account.education, account.occupation = told.education, told.occupation
    account.sex = document.sex.value if document.sex else told.sex
    born = document.birth_date or told.born_on
    account.born_on = born.isoformat() if born else None
    account.save(update_fields=_WRITTEN)
    account.user.save(update_fields=["name"])
    _write_document(account, document)


def standing(account: Account) -> Information:
    """What the rows of a registration say now."""
    document = holders.document_of(account)
    return Information(
        name=account.name or "",
        kind=document.kind,
        number=document.number or "",
        country=document.country if document.kind == Kind.PASSPORT else "",
        sex=account.sex or "",
        born_on=dt.date.fromisoformat(account.born_on) if account.born_on else None,
        email=account.user.email or "",
        mobile=account.mobile or "",
        address=account.address or "",
        education=account.education,
        occupation=account.occupation,
        affiliation=account.affiliation or "",
    )


def _write_document(account: Account, document: ReadDocument) -> None:
    row = account.documents.filter(current=True).select_related("person_key").first()
    row = row or Document(account=account, person_key=account.person_key)
    row.kind, row.country, row.number = document.kind, document.country, document.number
    row.fingerprint = register.fingerprint_of(document)
    row.fingerprint_next = fingerprint_next("document", canonical_for_fingerprint(document))
    row.save()


def _check_birth(born: dt.date | None) -> None:
    if born is None:
        raise Refused(
            "birth_missing", _("这种证件的号码不含出生日期，请按证件填写。"), field="born_on"
        )
    if born > clock.today():
        raise Refused("birth_future", _("出生日期不能晚于今天。"), field="born_on")


def _one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
