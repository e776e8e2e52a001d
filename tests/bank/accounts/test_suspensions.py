"""A suspension needs two people: one proposes, another decides."""

import pytest

from creditbank.bank.accounts import suspensions, vouching
from creditbank.bank.accounts.models import Suspension
from creditbank.bank.history import VISITOR
from creditbank.bank.history.models import Event
from creditbank.bank.messages.models import Message
from creditbank.bank.organisations.roles import Role
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.oneself import Oneself

pytestmark = pytest.mark.django_db
WORDS = "同一账户在多地同时使用。"


@pytest.fixture
def reviewer(gansu, a_reviewer):
    return a_reviewer(gansu.province)


@pytest.fixture
def supervisor(gansu, staff):
    return staff(Role.SUPERVISOR, gansu.province)


@pytest.fixture
def account(a_learner):
    return a_learner()


def own(user):
    return Oneself(frozenset({user.pk}))


def propose(account, by, words=WORDS):
    return suspensions.propose(
        account, ground="used_by_others", words=words, oneself=own(by), by=by
    )


def refused(action, *args, **options):
    with pytest.raises(Refused) as refusal:
        action(*args, **options)
    return refusal.value.code


def stage(account):
    account.refresh_from_db()
    return account.stage


def letters(account):
    return list(
        Message.objects.filter(reader_id=account.user_id)
        .order_by("id")
        .values_list("letter", flat=True)
    )


def test_a_proposal_changes_nothing_and_tells_the_learner_nothing(account, reviewer):
    before = letters(account)
    row = propose(account, reviewer)
    assert (stage(account), row.stage) == ("active", "proposed")
    assert letters(account) == before


def test_the_supervisor_s_yes_suspends_ends_sessions_and_tells_why(account, reviewer, supervisor):
    row, salt = propose(account, reviewer), account.user.session_salt
    suspensions.confirm(row, answer="属实", oneself=own(supervisor), by=supervisor)
    assert (stage(account), account.stage_reason) == ("suspended", WORDS)
    account.user.refresh_from_db()
    assert account.user.session_salt != salt
    assert letters(account)[-1] == "account_suspended"
    assert Message.objects.get(letter="account_suspended").context["words"] == WORDS
    verbs = [event.verb for event in Event.objects.of(row)]
    assert verbs == ["accounts.suspensions.propose", "accounts.suspensions.confirm"]
    assert [event.actor_id for event in Event.objects.of(row)] == [
        str(reviewer.pk),
        str(supervisor.pk),
    ]


def test_nobody_decides_their_own_proposal_not_even_as_another_user(account, reviewer, supervisor):
    row = propose(account, reviewer)
    twin = Oneself(frozenset({supervisor.pk, reviewer.pk}))
    for oneself, by in ((own(reviewer), reviewer), (twin, supervisor)):
        assert refused(suspensions.confirm, row, oneself=oneself, by=by) == "own_proposal"
        code = refused(suspensions.decline, row, answer="不", oneself=oneself, by=by)
        assert code == "own_proposal"
    assert stage(account) == "active"


def test_nobody_acts_on_their_own_account(account, reviewer):
    assert refused(propose, account, account.user) == "own_account"
    row = propose(account, reviewer)
    code = refused(suspensions.confirm, row, oneself=own(account.user), by=account.user)
    assert code == "own_account"


def test_a_no_needs_a_reason_and_frees_the_account_for_another_proposal(
    account, reviewer, supervisor
):
    row, told = propose(account, reviewer), {"oneself": own(supervisor), "by": supervisor}
    assert refused(propose, account, supervisor) == "proposed_already"
    assert refused(suspensions.decline, row, answer=" ", **told) == "words_missing"
    row.refresh_from_db()
    suspensions.decline(row, answer="证据不足", **told)
    assert stage(account) == "active"
    assert propose(account, reviewer).stage == "proposed"


def test_only_the_proposer_withdraws_and_only_while_nobody_decided(account, reviewer, supervisor):
    row = propose(account, reviewer)
    assert refused(suspensions.withdraw, row, by=supervisor) == "not_yours"
    suspensions.withdraw(row, by=reviewer)
    code = refused(suspensions.confirm, row, oneself=own(supervisor), by=supervisor)
    assert code == "moved_on"
    assert stage(account) == "active"


def test_only_an_active_account_and_with_words(a_learner, account, reviewer):
    waiting = a_learner(stage="pending_review")
    assert refused(propose, waiting, reviewer) == "not_active"
    assert refused(propose, account, reviewer, words="  ") == "words_missing"
    assert not Suspension.objects.exists()


@pytest.fixture
def in_force(account, reviewer, supervisor):
    row = propose(account, reviewer)
    suspensions.confirm(row, oneself=own(supervisor), by=supervisor)
    account.refresh_from_db()
    return row


def test_an_officer_does_not_undo_what_a_supervisor_decided(gansu, account, in_force, an_officer):
    officer = an_officer(gansu.centre)
    assert not vouching.waiting(gansu.centre).exists()
    email = account.user.email
    code = refused(vouching.vouch_in_person, account, email=email, by=officer)
    assert code == "suspended"
    assert stage(account) == "suspended"


def test_lifted_it_works_as_before(account, in_force, supervisor):
    told = {"oneself": own(supervisor), "by": supervisor}
    assert refused(suspensions.lift, in_force, because="", **told) == "words_missing"
    in_force.refresh_from_db()
    suspensions.lift(in_force, because="已查清", **told)
    assert stage(account) == "active"
    assert account.user.has_usable_password()
    assert letters(account)[-1] == "account_suspension_lifted"


def test_who_said_not_me_meanwhile_is_still_asked_for_the_person(
    gansu, account, in_force, supervisor
):
    vouching.object_to(account, by=VISITOR)
    suspensions.lift(in_force, because="已查清", oneself=own(supervisor), by=supervisor)
    assert stage(account) == "suspended"
    assert list(vouching.waiting(gansu.centre)) == [account]
