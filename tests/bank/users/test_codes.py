import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def codes():
    from creditbank.bank.users import codes

    return codes


@pytest.fixture
def sent(codes, user, secret):
    codes.send(user, codes.Purpose.FIRST_SIGN_IN)
    return secret("user_code", "code")


def wrong(digits):
    return f"{(int(digits) + 1) % 10**6:06d}"


def test_a_right_code_is_good_once(codes, user, sent, refused):
    codes.check(user, codes.Purpose.FIRST_SIGN_IN, f" {sent[:3]} {sent[3:]}")

    with refused("code_expired"):
        codes.check(user, codes.Purpose.FIRST_SIGN_IN, sent)


def test_after_five_wrong_tries_the_right_one_is_too_late(codes, user, sent, refused):
    for left in range(4, 0, -1):
        with refused("code_wrong"):
            codes.check(user, codes.Purpose.FIRST_SIGN_IN, wrong(sent))
        assert left
    with refused("code_spent"):
        codes.check(user, codes.Purpose.FIRST_SIGN_IN, wrong(sent))
    with refused("code_spent"):
        codes.check(user, codes.Purpose.FIRST_SIGN_IN, sent)


def test_a_code_ends_after_ten_minutes(codes, user, sent, refused, later):
    with later(minutes=11), refused("code_expired"):
        codes.check(user, codes.Purpose.FIRST_SIGN_IN, sent)


def test_a_new_code_ends_the_one_before(codes, user, sent, refused, secret):
    codes.send(user, codes.Purpose.FIRST_SIGN_IN)
    newer = secret("user_code", "code")

    if newer != sent:
        with refused("code_wrong"):
            codes.check(user, codes.Purpose.FIRST_SIGN_IN, sent)
    codes.check(user, codes.Purpose.FIRST_SIGN_IN, newer)


def test_a_code_sent_to_one_address_confirms_no_other(codes, user, sent, refused):
    from creditbank.bank.users import people

    user.email, user.email_fingerprint = "new@example.org", people.email_key("new@example.org")
    user.save()

    with refused("code_wrong"):
        codes.check(user, codes.Purpose.FIRST_SIGN_IN, sent)


def test_no_more_than_five_codes_an_hour(codes, user, refused, later):
    for _number in range(5):
        codes.send(user, codes.Purpose.FIRST_SIGN_IN)
    with refused("too_many"):
        codes.send(user, codes.Purpose.FIRST_SIGN_IN)
    with later(minutes=61):
        codes.send(user, codes.Purpose.FIRST_SIGN_IN)


def test_what_ended_a_day_ago_is_forgotten(codes, user, sent, later, client):
    from creditbank.bank.users import tasks
    from creditbank.bank.users.models import OneTimeCode, Session

    client.get("/login")
    client.session.save()
    tasks.sweep()
    assert (Session.objects.count(), OneTimeCode.objects.count()) == (1, 1)
    with later(days=2):
        tasks.sweep()
    assert (Session.objects.count(), OneTimeCode.objects.count()) == (0, 0)
