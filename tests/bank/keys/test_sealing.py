"""What is sealed opens only in its own row, with its own key."""

import pytest

from creditbank.bank.keys import Unreadable, fingerprint, persons, seal, unseal
from creditbank.bank.keys.models import PersonKey
from creditbank.bank.users.models import User


@pytest.fixture
def somebody(db):
    user = User(person_key=persons.create())
    user.name, user.email = "欧阳测试", "somebody@example.org"
    user.save()
    return user


def test_a_sealed_field_reads_as_it_was_written(somebody):
    found = User.objects.select_related("person_key").get(pk=somebody.pk)
    assert (found.name, found.email) == ("欧阳测试", "somebody@example.org")


def test_the_column_holds_only_ciphertext(somebody):
    (name,) = User.objects.values_list("name", flat=True)
    assert "欧阳".encode() not in bytes(name)


def test_a_ciphertext_moved_to_another_column_does_not_open(somebody):
    (name,) = User.objects.values_list("name", flat=True)
    User.objects.update(email=bytes(name))
    with pytest.raises(Unreadable):
        _ = User.objects.get().email


def test_plain_text_cannot_reach_the_column_past_the_row(somebody):
    with pytest.raises(TypeError, match="sealed"):
        User.objects.update(name="plain")


def test_destroying_a_persons_key_makes_the_values_unreadable(somebody):
    (sealed,) = User.objects.values_list("name", flat=True)
    persons.destroy(somebody.person_key)
    found = User.objects.get()
    assert (found.name, found.email) == (None, None)
    assert bytes(PersonKey.objects.get().wrapped) == b""
    with pytest.raises(Unreadable):
        _ = found.person_key.key
    with pytest.raises(Unreadable):
        found.name = "written again"
    assert bytes(sealed) == bytes(User.objects.values_list("name", flat=True)[0])


def test_sealing_twice_gives_two_ciphertexts_that_both_open():
    one, two = seal(b"x", "a"), seal(b"x", "a")
    assert one != two
    assert unseal(one, "a") == unseal(two, "a") == b"x"


def test_a_value_does_not_open_in_another_context():
    with pytest.raises(Unreadable):
        unseal(seal(b"x", "a"), "b")


def test_one_changed_byte_does_not_open():
    sealed = bytearray(seal(b"x", "a"))
    sealed[-1] ^= 1
    with pytest.raises(Unreadable):
        unseal(bytes(sealed), "a")


def test_fingerprints_differ_by_purpose_and_not_by_time():
    assert fingerprint("document", "1") == fingerprint("document", "1")
    assert fingerprint("document", "1") != fingerprint("email", "1")


def test_old_values_open_after_a_new_key_was_put_first(settings):
    old = seal(b"x", "a")
    settings.FIELD_KEYS = ((9, bytes(range(32))), *settings.FIELD_KEYS)
    assert unseal(old, "a") == b"x"
    assert seal(b"x", "a")[0] == 9
