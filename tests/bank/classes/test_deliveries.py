"""What comes of a class's outcomes: stored where its organisation issued them, else reviewed."""

import pytest

from creditbank.bank.catalogue.models import CertificateType, Kind
from creditbank.bank.desk import effects, findings
from creditbank.bank.organisations.models import Capacity
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind as CaseKind
from tests.bank.classes import invited
from tests.bank.classes.invited import a_class, a_row, capable, merged

pytestmark = pytest.mark.django_db


@pytest.fixture
def deliver(gansu, agreement, catalogue):
    """Function: one row of a class, all the way; the outcome that comes of it."""

    def deliver(organisation=None, **told):
        merged(a_class(organisation or gansu.centre), a_row(**told))
        invited.approved(invited.handed_in(invited.invitation()))
        return Outcome.objects.order_by("-id")[0]

    return deliver


def an_entry(**told):
    kind = Kind.objects.get(code="training_programme")
    return CertificateType.objects.create(code="CLASS-1", kind=kind, **told)


def test_an_issuers_own_outcome_is_stored_at_once(deliver, gansu):
    issuer = capable(gansu.centre, Capacity.ISSUER)
    outcome = deliver(issuer)
    assert (outcome.stage, outcome.issuer) == ("stored", issuer.name_zh)
    assert cases.of(CaseKind.OUTCOME, outcome.pk) is None
    assert invited.letters()[-1] == "outcome_stored"


def test_a_title_of_the_catalogue_is_an_instance_of_it(deliver):
    entry = an_entry(name_zh="安全员", aliases=["电工安全培训"], issuer_zh="示例厅")
    outcome = deliver()
    assert (outcome.certificate_type, outcome.title) == (entry, "安全员")
    assert (outcome.issuer, outcome.stage) == ("示例厅", "submitted")


def test_an_issuer_does_not_store_what_somebody_else_issues(deliver, gansu):
    an_entry(name_zh=invited.TITLE, issuer_zh="示例厅")
    assert deliver(capable(gansu.centre, Capacity.ISSUER)).stage == "submitted"


def test_an_issuer_stores_its_entry_of_the_catalogue(deliver, gansu):
    an_entry(name_zh=invited.TITLE, issuer_code=gansu.centre.code, issuer_zh="又名")
    assert deliver(capable(gansu.centre, Capacity.ISSUER)).stage == "stored"


def test_what_an_entry_asks_for_and_a_roster_lacks_is_reviewed(deliver, gansu):
    levels = [{"code": "1", "name_zh": "一级", "name_en": "1", "rank": 1}]
    an_entry(name_zh=invited.TITLE, issuer_zh=gansu.centre.name_zh, levels=levels)
    assert deliver(capable(gansu.centre, Capacity.ISSUER)).stage == "submitted"


def test_an_outcome_without_a_date_is_reviewed(deliver, gansu):
    outcome = deliver(capable(gansu.centre, Capacity.ISSUER), 取得日期="")
    assert (outcome.stage, outcome.obtained_on) == ("submitted", None)


def test_a_certificate_that_is_stored_already_is_reviewed(deliver, gansu):
    issuer = capable(gansu.centre, Capacity.ISSUER)
    first, second = deliver(issuer, 证书编号="Z-1"), deliver(issuer, 证书编号="z1")
    assert (first.stage, second.stage) == ("stored", "submitted")
    codes = [fact["code"] for fact in cases.of(CaseKind.OUTCOME, second.pk).facts]
    assert codes[0] == "delivered"


def test_a_roster_of_accounts_alone_delivers_nothing(gansu, agreement, catalogue):
    merged(a_class(gansu.centre), a_row(成果名称="", 成绩="", 学分="", 取得日期=""))
    invited.approved(invited.handed_in(invited.invitation()))
    assert not Outcome.objects.exists()


def test_the_reviewer_is_told_that_there_is_no_scan_and_why(deliver, gansu):
    [told] = [one for one in findings.of(deliver()) if one.field == "evidence"]
    assert gansu.centre.name_zh in told.text
    assert told.source == "培训班名册"


def test_the_reviewers_decision_brings_the_outcomes(gansu, agreement, catalogue, a_reviewer):
    """Where it takes effect a job is enqueued with it, and only for who waits for something."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    from creditbank.bank.desk import decisions
    from creditbank.bank.reviews import queue
    from creditbank.bank.reviews.oneself import Oneself

    merged(a_class(gansu.centre), a_row())
    account = invited.handed_in(invited.invitation())
    case, reviewer = cases.of(CaseKind.ACCOUNT, account.pk), a_reviewer(gansu.province)
    queue.take(case, oneself=Oneself(frozenset({reviewer.pk})), by=reviewer)
    decision = decisions.decide(case, "approve", by=reviewer)
    assert effects.take_effect(decision.pk)
    jobs = ProcrastinateJob.objects.filter(task_name="classes.deliver")
    assert [job.args for job in jobs] == [{"account_id": str(account.pk)}]
