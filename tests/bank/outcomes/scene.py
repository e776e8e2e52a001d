"""A small scene for outcomes: a province with a study centre, learners, filled-in outcomes."""

import datetime as dt
import io
import itertools
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from creditbank.bank import clock, ids
from creditbank.bank.accounts.models import Account, Document
from creditbank.bank.accounts.stages import Stage as AccountStage
from creditbank.bank.catalogue import entries
from creditbank.bank.catalogue.models import Kind
from creditbank.bank.history import SYSTEM
from creditbank.bank.history.actors import Someone
from creditbank.bank.keys import fingerprint
from creditbank.bank.organisations import trees
from creditbank.bank.organisations.models import Capacity, Organisation
from creditbank.bank.outcomes import decisions, deposits, evidence
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Case, Decision
from creditbank.bank.reviews.models import Kind as CaseKind
from creditbank.bank.users import people
from creditbank.cli import reference

REVIEWER = Someone("0190a0a0-0000-7000-8000-000000000001", "一位审核员")
_turn = itertools.count(1)


def with_catalogue():
    reference.load()


def province():
    found = Organisation.objects.filter(code="62").first()
    if found:
        return found
    root = trees.found(
        code="00", name_zh="中心", parent=None, by=SYSTEM, capacities=[Capacity.NATIONAL]
    )
    return trees.found(
        code="62",
        name_zh="甘肃开放大学",
        parent=root,
        by=SYSTEM,
        capacities=[Capacity.PROVINCE],
        region="620000",
    )


def a_learner(born="1990-05-01"):
    turn = next(_turn)
    user = people.create_learner(f"learner{turn}@example.com", f"学习者{turn}", by=SYSTEM)
    people.confirm_email(user, by=SYSTEM)
    account = Account(
        person_key=user.person_key,
        user=user,
        number=ids.public_number("A"),
        stage=AccountStage.ACTIVE,
        opening="registration",
        organisation=province(),
        region="620000",
    )
    account.name, account.born_on = user.name, born
    account.save()
    Document.objects.create(
        person_key=user.person_key,
        account=account,
        kind="resident",
        fingerprint=fingerprint("document", account.number),
    )
    return account


def a_picture(colour="white", name="证书.jpg"):
    made = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(made, "JPEG")
    return SimpleUploadedFile(name, made.getvalue(), "image/jpeg")


def values(code="NCRE-24", **changed):
    entry = entries.find(code)
    told = {
        "kind": entry.kind,
        "level": entry.levels[0]["code"] if entry.levels else "",
        "issuer": "某机构",
        "obtained_on": dt.date(2019, 9, 1),
        "obtained_precision": "month",
        "certificate_number": "6512 0000 1234",
        "score": Decimal(85) if entry.score else None,
    }
    return deposits.Values(**{**told, **changed})


def other_values(**changed):
    kind = Kind.objects.get(code="competition_award")
    told = {
        "kind": kind,
        "title": "校园歌手赛一等奖",
        "issuer": "某文化馆",
        "obtained_on": dt.date(2020, 1, 1),
        "obtained_precision": "year",
    }
    return deposits.Values(**{**told, **changed})


def a_draft(account, code="NCRE-24", *, picture="white", **changed):
    entry = entries.find(code) if code else None
    told = values(code, **changed) if code else other_values(**changed)
    outcome = deposits.draft(account, told, by=account, certificate_type=entry)
    if picture:
        evidence.attach(outcome, a_picture(picture), by=account)
    return outcome


def submitted(account, code="NCRE-24", **changed):
    return deposits.submit(a_draft(account, code, **changed), by=account)


def returned(outcome, remarks, verdict="return"):
    """What the desk does when a decision takes effect, without the desk."""
    case = cases.of(CaseKind.OUTCOME, outcome.pk)
    now = clock.now()
    Decision.objects.create(
        case=case,
        verdict=verdict,
        remarks=remarks,
        stage="effective",
        by_id=REVIEWER.actor_id,
        by_label="",
        effective_at=now,
    )
    Case.objects.filter(pk=case.pk).update(stage="decided")
    case.refresh_from_db()
    cases.answer(case, verdict, at=now, by=REVIEWER)
    act = decisions.send_back if verdict == "return" else decisions.reject
    act(outcome, remarks, by=REVIEWER)
    return outcome
