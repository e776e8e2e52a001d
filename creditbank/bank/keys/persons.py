"""Verbs on the keys of persons."""

from creditbank.bank.keys.models import PersonKey


def create() -> PersonKey:
    """Make and store a key for one person."""
    row = PersonKey.new()
    row.save(force_insert=True)
    return row


def destroy(person_key: PersonKey) -> None:
    """Make everything sealed with this key unreadable, for good."""
    PersonKey.objects.filter(pk=person_key.pk).update(wrapped=b"")
    person_key.wrapped = b""
