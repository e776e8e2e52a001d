"""A document number that was read, and what it tells."""

import datetime as dt
from dataclasses import dataclass

from creditbank.bank.identity.kinds import Kind, Sex
from creditbank.bank.identity.masks import mask, mask_sign_in

ISSUER_CHINA = "CHN"


@dataclass(frozen=True, slots=True)
class Document:
    """A checked number in its one spelling.

    `country` is who issued the document (`CHN` for all but passports, empty where a passport's
    is not known), `nationality` what a foreigner's card says about its holder. Birth date, sex
    and region are None where the number does not tell them. `warnings` are codes of
    `kinds.WARNINGS`; `normalised` means that it had been spelt otherwise.
    """

    kind: Kind
    country: str
    number: str
    birth_date: dt.date | None = None
    sex: Sex | None = None
    region: str | None = None
    nationality: str | None = None
    warnings: tuple[str, ...] = ()
    normalised: bool = False

    @property
    def masked(self) -> str:
        return mask(self.number)

    @property
    def masked_sign_in(self) -> str:
        return mask_sign_in(self.number)

    def age_on(self, day: dt.date) -> int | None:
        """Completed years on a day; None where the number does not tell the birth date."""
        born = self.birth_date
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def __repr__(self) -> str:
        """Masked, for logs and tracebacks print this."""
        return f"<Document {self.kind.value} {self.masked}>"


def canonical_for_fingerprint(document: Document) -> str:
    """Class, issuing country and canonical number: what a fingerprint is taken of."""
    return document.kind + f"|{document.country}|{document.number}"


def last_six(number: str) -> str:
    """The initial password that the printed guide promises."""
    return number[-6:]
