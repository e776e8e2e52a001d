import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    ["Zhang@Example.org", " zhang@example.org ", "zhang＠ｅxample.org", "ZHANG@EXAMPLE.ORG"],
)
def test_one_address_however_it_is_typed(typed):
    from creditbank.bank.users import people

    assert people.email_key(typed) == people.email_key("zhang@example.org")


def test_an_address_is_reserved_only_when_confirmed(user, refused):
    from creditbank.bank.history import SYSTEM
    from creditbank.bank.users import people

    other = people.create_learner("ZHANG@example.org", "李小样", by=SYSTEM)
    people.confirm_email(other, by=other)

    with refused("email_taken"):
        people.confirm_email(user, by=user)

    user.refresh_from_db()
    assert user.email_confirmed_at is None
    assert user.initial_until is not None, "a refused confirmation leaves everything as it was"


def test_who_confirmed_an_address_is_found_by_it_before_who_only_named_it(user):
    from creditbank.bank.history import SYSTEM
    from creditbank.bank.users import people

    assert people.find_by_email("zhang@example.org") == user
    other = people.create_learner("zhang@example.org", "李小样", by=SYSTEM)
    people.confirm_email(other, by=other)

    assert people.find_by_email("zhang@example.org") == other


def test_an_address_that_two_have_named_finds_neither(user):
    from creditbank.bank.history import SYSTEM
    from creditbank.bank.users import people

    other = people.create_learner("zhang@example.org", "李小样", by=SYSTEM)
    other.initial_until = user.initial_until
    other.save()

    assert people.find_by_email("zhang@example.org") is None


def test_who_never_was_approved_is_not_found(db):
    from creditbank.bank.history import SYSTEM
    from creditbank.bank.users import people

    people.create_learner("wang@example.org", "王小样", by=SYSTEM)

    assert people.find_by_email("wang@example.org") is None


def test_two_staff_members_cannot_share_an_address(refused):
    from creditbank.bank.history import SYSTEM
    from creditbank.bank.users import people

    people.create_staff("staff@example.org", "赵样", by=SYSTEM)
    with refused("email_taken"):
        people.create_staff("Staff@example.org", "钱样", by=SYSTEM)


def test_signing_out_everywhere_changes_what_sessions_are_checked_against(user):
    from creditbank.bank.users import people

    before = user.get_session_auth_hash()
    people.end_sessions(user, by=user)

    assert people.find(user.pk).get_session_auth_hash() != before


def test_neither_address_nor_name_stands_in_any_table(user, secret):
    from creditbank.bank.users import codes, passwords, tasks
    from tests.bank.users.dumps import everything

    codes.send(user, codes.Purpose.FIRST_SIGN_IN)
    passwords.start_recovery("zhang@example.org")
    tasks.recover(key=bytes(user.email_fingerprint).hex())
    digits, token = secret("user_code", "code"), secret("user_recovery", "token")

    dump = everything()
    assert str(user.pk) in dump, "the dump sees what is there"
    for value in ("zhang@example.org", "张小样", f'"{digits}"', token):
        assert value not in dump
        assert value.encode().hex() not in dump
