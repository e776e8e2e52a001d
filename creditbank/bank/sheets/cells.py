"""Cells as text: what can be taken away without changing what is said."""

import re
import unicodedata

_ERROR = re.compile(
    r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE
)
# How people leave a cell empty that may be.
_NOTHING = {"", "无", "没有", "暂无", "空", "-", "--", "—", "——", "/", "\\", "null", "none", "n/a"}

# Columns say the same few words again and again.
_plain: set[str] = set()
_MOST_REMEMBERED = 4096
_LONGEST_NOTHING = max(map(len, _NOTHING))


def visible(text: str) -> str:
    """Without what nobody sees: joiners, marks of direction, controls; spaces single and plain."""
    if text.isprintable():
        return " ".join(text.split())
    kept = (
        character
        for character in text
        if character.isspace() or unicodedata.category(character) not in {"Cf", "Cc", "Cs"}
    )
    return " ".join("".join(kept).split())


def tidy(text: str) -> str:
    """Narrow letters and digits as well. Not for names: a rare character must stay what it is."""
    return visible(text if text.isascii() else unicodedata.normalize("NFKC", text))


def is_plain(text: str) -> bool:
    """Whether a cell says something, and in the one way in which it will be kept: most do."""
    if text in _plain:
        return True
    if text.isascii() and len(text) > _LONGEST_NOTHING and " " not in text and "#" not in text:
        return text.isprintable()
    found = tidy(text) == text and not is_nothing(text) and not is_error(text)
    if found and len(_plain) < _MOST_REMEMBERED:
        _plain.add(text)
    return found


def is_nothing(text: str) -> bool:
    """Whether a cell says in words that it is empty."""
    return len(text) <= _LONGEST_NOTHING and text.lower() in _NOTHING


def is_error(text: str) -> bool:
    """Whether a spreadsheet program failed to work this cell out: `#N/A`, `#REF!`."""
    return "#" in text and bool(_ERROR.fullmatch(text.strip()))
