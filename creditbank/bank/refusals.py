"""How the bank says no: one exception that carries a sentence for the person who asked."""

from django.utils.functional import Promise


class Refused(Exception):  # noqa: N818 - it is an answer, not an error
    """A request that the bank does not grant.

    `code` is for programs and tests, the sentence is for people (translated when shown) and
    says what to do; `field` names the input it is about, where there is one.
    """

    def __init__(self, code: str, sentence: "str | Promise", *, field: str | None = None) -> None:
        """Say why, to whom it concerns."""
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        """Give the sentence in the language of the moment."""
        return str(self.sentence)
