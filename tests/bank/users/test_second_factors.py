import pyotp
import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def factors():
    from creditbank.bank.users import second_factors

    return second_factors


@pytest.fixture
def member():
    from creditbank.bank.history import SYSTEM
    from creditbank.bank.users import people

    return people.create_staff("staff@example.org", "赵样", by=SYSTEM)


@pytest.fixture
def totp(factors, member):
    return pyotp.TOTP(factors.provide(member, by=member))


def now(totp, steps=0):
    from creditbank.bank import clock

    return totp.at(int(clock.now().timestamp()) + 30 * steps)


def test_the_first_code_sets_it_up_and_answers_ten_spare_codes(factors, member, refused):
    secret = factors.begin(member, by=member)
    assert factors.begin(member, by=member) == secret, "the same until it is confirmed"
    assert not factors.is_set_up(member)
    with refused("code_wrong"):
        factors.confirm(member, "000000" if now(pyotp.TOTP(secret)) != "000000" else "1", by=member)

    codes = factors.confirm(member, now(pyotp.TOTP(secret)), by=member)

    assert factors.is_set_up(member)
    assert len(set(codes)) == 10
    with refused("already_set_up"):
        factors.begin(member, by=member)


def test_a_code_opens_once(factors, member, totp, refused):
    typed = now(totp)
    factors.check(member, f"{typed[:3]} {typed[3:]}", by=member)
    member.refresh_from_db()

    with refused("code_wrong"):
        factors.check(member, typed, by=member)
    with refused("code_wrong"):
        factors.check(member, now(totp, -1), by=member)
    factors.check(member, now(totp, 1), by=member)


def test_a_replay_from_another_session_is_refused_too(factors, member, totp, refused):
    from creditbank.bank.users import people

    stale = people.find(member.pk)
    typed = now(totp)
    factors.check(member, typed, by=member)

    assert stale.totp_last_step == 0
    with refused("code_wrong"):
        factors.check(stale, typed, by=stale)


def test_codes_two_steps_off_are_refused(factors, member, totp, refused):
    for steps in (-2, 2):
        with refused("code_wrong"):
            factors.check(member, now(totp, steps), by=member)


def test_a_spare_code_opens_once_and_the_owner_is_told(factors, member, totp, refused):
    from creditbank.bank.messages.models import Message

    code, *_others = factors.renew_spare_codes(member, by=member)
    factors.check(member, code.lower(), by=member)

    assert factors.spare_codes_left(member) == 9
    assert Message.objects.filter(letter="user_recovery_code").count() == 1
    with refused("code_wrong"):
        factors.check(member, code, by=member)


def test_guessing_is_limited(factors, member, totp, refused, later):
    for _number in range(8):
        with refused("code_wrong"):
            factors.check(member, "ABCDE-FGHJK", by=member)
    with refused("too_many"):
        factors.check(member, now(totp), by=member)
    with later(minutes=16):
        factors.check(member, now(totp), by=member)


def test_right_codes_are_no_guesses(factors, member, totp, refused, later):
    for number in range(1, 12):
        with later(seconds=30 * number):
            with refused("code_wrong"):
                factors.check(member, "ABCDE-FGHJK", by=member)
            factors.check(member, now(totp), by=member)


def test_neither_secret_nor_spare_codes_stand_in_any_table(factors, member, totp):
    from tests.bank.users.dumps import everything

    codes = factors.renew_spare_codes(member, by=member)

    dump = everything()
    for value in (totp.secret, *codes, *(code.replace("-", "") for code in codes)):
        assert value not in dump
