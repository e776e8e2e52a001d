"""Tables of kinds, certificate types and their versions."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids
from creditbank.bank.revisions import Revised


class OutcomeClass(models.TextChoices):
    """The three classes of learning outcomes."""

    FORMAL = "formal", _("学历教育")
    NON_FORMAL = "non_formal", _("非学历教育")
    EXPERIENTIAL = "experiential", _("无一定形式")


def words(item: Mapping[str, Any], what: str = "name") -> str:
    """A bilingual text of a catalogue item (`name`, `label`, `help`) in the reader's language."""
    english = (get_language() or "").startswith("en")
    return str((item.get(f"{what}_en") if english else "") or item.get(f"{what}_zh") or "")


class _Named(models.Model):
    """A thing of the catalogue with a Chinese and perhaps an English name."""

    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Give the name in the reader's language."""
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language; Chinese where there is no English one."""
        return words({"name_zh": self.name_zh, "name_en": self.name_en})


class Kind(_Named):
    """A kind within a class, such as 毕业证书; each class ends in 其他."""

    code = models.CharField(max_length=60, primary_key=True)
    outcome_class = models.CharField(max_length=14, choices=OutcomeClass)
    position = models.SmallIntegerField(default=0)
    is_other = models.BooleanField(default=False)
    definition_zh = models.TextField(blank=True)
    definition_en = models.TextField(blank=True)
    policy = models.JSONField(default=dict)

    objects: ClassVar[models.Manager["Kind"]] = models.Manager()

    @property
    def definition(self) -> str:
        """What belongs here, in the reader's language."""
        return words({"name_zh": self.definition_zh, "name_en": self.definition_en})

    @property
    def is_certified_how(self) -> bool:
        """Whether a policy says how this kind is certified; else 认证办法另行制定."""
        return bool(self.policy)


class Grams(models.Func):
    """Every character of a text and every two beside each other: what a short word is found by."""

    function = "bank_grams"
    output_field = ArrayField(models.TextField())
    LONGEST = 2


class CertificateType(_Named, Revised):
    """An entry of the certificate catalogue.

    `levels`: list of `{code, name_zh, name_en, rank}`; `score`: `{min, max, decimals, bands}` or empty;
    `extra_fields`: list of `{code, label_zh, label_en, type, required, choices, help}` from which
    the form follows; `former` keeps the `extra_fields`, `levels` and `bands` that were taken away, so
    that what was deposited with them stays readable; `search` holds name, aliases, issuer and pinyin
    initials in lower case.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    code = models.CharField(max_length=60, unique=True)
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="certificate_types")
    aliases = models.JSONField(default=list)
    issuer_code = models.CharField(max_length=40, blank=True)
    issuer_zh = models.CharField(max_length=120, blank=True)
    issuer_en = models.CharField(max_length=200, blank=True)
    levels = models.JSONField(default=list)
    score = models.JSONField(default=dict)
    framework_level = models.SmallIntegerField(null=True)
    family = models.CharField(max_length=60, blank=True)
    extra_fields = models.JSONField(default=list)
    former = models.JSONField(default=dict)
    number_pattern = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=300, blank=True)
    search = models.TextField(blank=True)
    source = models.TextField(blank=True)
    is_sample = models.BooleanField(default=False)
    retired_on = models.DateField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["CertificateType"]] = models.Manager()

    class Meta:
        indexes = (
            GinIndex(fields=["search"], name="certificate_type_search", opclasses=["gin_trgm_ops"]),
            GinIndex(Grams("search"), name="certificate_type_grams"),
            models.Index(fields=["kind", "name_zh"], name="certificate_type_kind"),
        )

    @property
    def issuer(self) -> str:
        """The issuer's name in the reader's language."""
        return words({"name_zh": self.issuer_zh, "name_en": self.issuer_en})

    @property
    def bands(self) -> list[dict[str, Any]]:
        """Marks of the score scale, such as 良好: `{code, min, max, name_zh, name_en}`."""
        return list(self.score.get("bands", []))

    def level_name(self, code: str) -> str:
        """A level in the reader's language."""
        return _named(code, [*self.levels, *self.former.get("levels", [])])

    def mark_name(self, code: str) -> str:
        """A mark of the scale in the reader's language."""
        return _named(code, [*self.bands, *self.former.get("bands", [])])

    def fields_of(self, values: Mapping[str, str]) -> list[dict[str, Any]]:
        """The extra fields, then the former ones under which something was typed.

        A field offers also the choices that it once had.
        """
        former = {field["code"]: field for field in self.former.get("extra_fields", [])}
        present = {field["code"] for field in self.extra_fields}
        gone = [field for code, field in former.items() if code not in present and values.get(code)]
        return [
            _with_former(field, former.get(field["code"])) for field in self.extra_fields
        ] + gone


def _named(code: str, items: list[dict[str, Any]]) -> str:
    return next((words(item) for item in items if item["code"] == code), code)


def _with_former(field: dict[str, Any], former: dict[str, Any] | None) -> dict[str, Any]:
    if not former or "choices" not in field:
        return field
    known = {item["code"] for item in field["choices"]}
    gone = [item for item in former.get("choices", []) if item["code"] not in known]
    return {**field, "choices": [*field["choices"], *gone]}


class Version(models.Model):
    """A window in which a certificate of this type was issued under this name.

    Bounds are inclusive days; `precision` tells how exactly they are known (year, sitting, month,
    day). Open ends are None.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    certificate_type = models.ForeignKey(
        CertificateType, on_delete=models.CASCADE, related_name="versions"
    )
    name_zh = models.CharField(max_length=200, blank=True)
    issued_from = models.DateField(null=True)
    issued_until = models.DateField(null=True)
    shown_from = models.CharField(max_length=12, blank=True)
    shown_until = models.CharField(max_length=12, blank=True)
    precision = models.CharField(max_length=10, default="year")

    objects: ClassVar[models.Manager["Version"]] = models.Manager()

    def __str__(self) -> str:
        """Show the window as the catalogue tells it."""
        return f"{self.shown_from or '…'}–{self.shown_until or '…'}"
