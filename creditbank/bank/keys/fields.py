"""A model field whose column holds only ciphertext and whose attribute reads as text."""

from typing import TYPE_CHECKING, Any

from django.db import models

from creditbank.bank.keys.sealing import seal, seal_with, unseal, unseal_with

if TYPE_CHECKING:
    _Base = models.BinaryField[str | None, str | None]
else:
    _Base = models.BinaryField


class SealedField(_Base):
    """Text that is sealed the moment it is assigned.

    `key` names the foreign key to the person's key; without it the field keys serve. The row's id
    and that foreign key must stand before the sealed fields in the model, because both are used
    when a value is assigned. Text goes in and out; bytes are taken for ciphertext (rows read from
    the database, bulk merges). Not filterable: look rows up by a fingerprint column.
    """

    def __init__(self, *args: Any, key: str | None = None, **kwargs: Any) -> None:
        """Store which key seals the column."""
        self.key = key
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Migrations see a binary column; which key seals it is no matter of the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False
    ) -> None:
        """Put the opening and sealing attribute in place."""
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Attribute(self))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ARG002 - Django's signature
        """Hand the ciphertext to the database."""
        return model_instance.__dict__.get(self.attname)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Refuse plain text on every way to the database that goes past the attribute."""
        if isinstance(value, str):
            message = (
                f"{self.model.__name__}.{self.name}: assign the value on a row, it is sealed there"
            )
            raise TypeError(message)
        return super().get_db_prep_value(value, connection, prepared)

    def context(self, row: models.Model) -> str:
        """What a ciphertext of this column in this row is bound to."""
        return f"{row._meta.db_table}|{self.name}|{row.pk}"  # noqa: SLF001 - Django's public spelling

    def seal_for(self, row: models.Model, plain: str) -> bytes:
        """Seal a value for this column of this row."""
        if self.key is None:
            return seal(plain.encode(), self.context(row))
        return seal_with(getattr(row, self.key).key, plain.encode(), self.context(row))

    def open_for(self, row: models.Model, sealed: bytes) -> str | None:
        """Open what this column of this row holds; nothing of a person who was erased.

        Raises `Unreadable`.
        """
        if self.key is None:
            return unseal(sealed, self.context(row)).decode()
        person = getattr(row, self.key)
        if person.is_destroyed:
            return None
        return unseal_with(person.key, sealed, self.context(row)).decode()


class _Attribute:
    """The descriptor: ciphertext in the row's `__dict__`, text for everybody else."""

    def __init__(self, field: SealedField) -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Any:
        if row is None:
            return self
        name = self.field.attname
        if name not in row.__dict__:
            row.refresh_from_db(fields=[name])
        sealed = row.__dict__[name]
        return None if sealed is None else self.field.open_for(row, bytes(sealed))

    def __set__(self, row: models.Model, value: Any) -> None:
        if isinstance(value, str):
            value = self.field.seal_for(row, value) if value else None
        row.__dict__[self.field.attname] = value
