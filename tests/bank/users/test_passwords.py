import pytest

pytestmark = pytest.mark.django_db
GOOD = "seven quiet lanterns 41"


@pytest.fixture
def passwords():
    from creditbank.bank.users import passwords

    return passwords


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("short 1", "password_short"),
        ("x" * 129, "password_long"),
        ("zhangxiaoyang-98!k", "password_own"),
        ("XiaoyangZhang vuvuzela", "password_own"),
        ("axxxx prism quartz", "password_own"),
        ("password123456", "password_weak"),
        ("1234567890", "password_weak"),
        ("qwertyuiop", "password_weak"),
        ("aaaaaaaaaaaaaa", "password_weak"),
        ("woaini5201314", "password_weak"),
        ("xuefenyinhang", "password_weak"),
    ],
)
def test_what_is_guessed_easily_is_refused(passwords, user, refused, typed, code):
    with refused(code):
        passwords.set_new(user, typed, by=user)

    user.refresh_from_db()
    assert not user.has_usable_password()


def test_words_of_the_account_are_refused_too(passwords, user, refused):
    with refused("password_own"):
        passwords.set_new(user, "quartz 19900101 prism", by=user, own={"19900101"})


def test_a_new_password_ends_sessions_the_initial_one_and_recovery_links(passwords, user, secret):
    from creditbank.bank.messages.models import Message
    from creditbank.bank.users import links, tasks

    tasks.recover(key=bytes(user.email_fingerprint).hex())
    token, before = secret("user_recovery", "token"), user.get_session_auth_hash()

    passwords.set_new(user, GOOD, by=user)

    user.refresh_from_db()
    assert user.check_password(GOOD)
    assert user.initial_until is None
    assert user.get_session_auth_hash() != before
    assert links.peek(token, links.Purpose.RECOVERY) is None
    assert Message.objects.filter(letter="user_password_changed", reader_id=user.pk).count() == 1


def test_recovery_defers_the_same_job_for_known_and_unknown_addresses(passwords, user):
    from django.db import connection

    passwords.start_recovery("zhang@example.org")
    passwords.start_recovery("nobody@example.org")

    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'users.recover'")
        known, unknown = [args for (args,) in cursor.fetchall()]
    assert len(str(known)) == len(str(unknown))


def test_recovery_confirms_the_address_and_sets_the_password(passwords, user, secret, refused):
    from creditbank.bank.users import tasks

    tasks.recover(key=bytes(user.email_fingerprint).hex())
    token = secret("user_recovery", "token")
    with refused("password_weak"):
        passwords.recover(token, "1234567890")

    passwords.recover(token, GOOD)

    user.refresh_from_db()
    assert user.email_confirmed_at
    assert user.check_password(GOOD)
    with refused("link_used"):
        passwords.recover(token, GOOD)


def test_an_unknown_address_gets_no_letter(user):
    from creditbank.bank.messages.models import Message
    from creditbank.bank.users import people, tasks

    tasks.recover(key=people.email_key("nobody@example.org").hex())

    assert not Message.objects.exists()


def test_no_more_than_five_recovery_letters_a_day(user):
    from creditbank.bank.messages.models import Message
    from creditbank.bank.users import tasks

    for _number in range(8):
        tasks.recover(key=bytes(user.email_fingerprint).hex())

    assert Message.objects.filter(letter="user_recovery").count() == 5
