"""The digest as a message; its words live in `templates/letters/digest.*`."""

from collections.abc import Mapping, Sequence

from creditbank.bank.digests import news
from creditbank.bank.digests.choices import Reader
from creditbank.bank.digests.news import Line
from creditbank.bank.messages import outbox


def digest(
    reader: Reader, lines: Sequence[Line], shown: Sequence[Line], names: Mapping[object, str]
) -> None:
    """Counts of all lines; of those shown a masked name and the number by which to look it up."""
    told = [
        {
            "name": names.get(line.account_id, ""),
            "kind": line.kind,
            "verdict": line.verdict,
            "number": line.number,
        }
        for line in shown
    ]
    context = {
        **news.count(lines),
        "lines": told,
        "more": len(lines) - len(shown),
        "looks_up": reader.looks_up,
    }
    outbox.post("digest", reader.user.addressee, context)
