"""The English of every text: `update`, `check` (exit 1 if something is missing), `compile`, `fill`.

A message id is the Chinese text itself. `update` merges new ones into the catalogue and drops those
no longer used; nothing is ever guessed from similar texts. `fill FILE` updates and takes English
from a JSON object: {"中文": "English"}, with plural {"%(n)s 件": ["%(n)s thing", "%(n)s things"]}.
"""

# ruff: noqa: INP001, PLC0415, T201  # a script: it prints, and Django is there only when asked for
import argparse
import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

HOME = Path(__file__).resolve().parent.parent
PACKAGE = HOME / "creditbank"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "_now": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_STRING = r"""u?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
_CALL = re.compile(rf"\b(_|n?p?gettext)\(((?:{_STRING}(?:,\s*)?)+)")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")

Id = str | tuple[str, str]


class Text(NamedTuple):
    """One text of the sources: where, its id (with plural: two), its context."""

    place: str
    id: Id
    context: str | None


def texts() -> Iterator[Text]:
    """Every text of the package that people may see."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _python(path)
    for path in sorted((PACKAGE / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            yield from _template(path)


def _python(path: Path) -> Iterator[Text]:
    for _line, found, _comments, context in extract_from_file("python", path, keywords=KEYWORDS):
        yield Text(_place(path), _id(found if isinstance(found, tuple) else (found,)), context)


def _template(path: Path) -> Iterator[Text]:
    from django.utils.translation.template import templatize

    for name, arguments in _CALL.findall(templatize(path.read_text("utf-8"))):
        words = list(ast.literal_eval(f"({arguments.rstrip(', ')},)"))
        context = words.pop(0) if name.startswith(("p", "np")) else None
        yield Text(_place(path), _id(words), context)


def _place(path: Path) -> str:
    return path.relative_to(HOME).as_posix()


def _id(words: Iterable[str | None]) -> Id:
    known = [word for word in words if word]
    return (known[0], known[1]) if len(known) > 1 else known[0]


def load() -> Catalog:
    """The catalogue as it stands."""
    if not CATALOGUE.exists():
        return Catalog(locale="en", fuzzy=False)
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def update() -> int:
    """Bring the catalogue to what the sources say; returns how many texts it holds."""
    old, new = load(), Catalog(locale="en", project="creditbank", fuzzy=False)
    for text in texts():
        known = old.get(text.id, text.context)
        new.add(
            text.id,
            known.string if known else None,
            locations=[(text.place, 0)],
            flags=known.flags if known else (),
            context=text.context,
        )
    for header in ("creation_date", "revision_date"):
        setattr(new, header, getattr(old, header))
    save(new)
    return len(new)


def fill(english: dict[str, str | list[str]]) -> int:
    """Put English beside its Chinese; returns how many texts took it."""
    update()
    catalogue, taken = load(), 0
    for message in catalogue:
        source = message.id[0] if isinstance(message.id, tuple) else message.id
        if source and source in english:
            words = english[source]
            forms = (words, words) if isinstance(words, str) else tuple(words)
            message.string = forms if isinstance(message.id, tuple) else forms[0]
            taken += 1
    save(catalogue)
    return taken


def save(catalogue: Catalog) -> None:
    """Write the catalogue in the order of the sources."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=100, sort_by_file=True, include_lineno=False)


def faults() -> list[str]:
    """What is wrong with the English: one line a fault, none when all is well."""
    catalogue = load()
    wanted = {(text.id, text.context): text.place for text in texts()}
    return [
        f"{place}: {fault}: {identity if isinstance(identity, str) else identity[0]}"
        for (identity, context), place in wanted.items()
        for fault in _faults(catalogue, identity, context)
    ]


def _faults(catalogue: Catalog, identity: Id, context: str | None) -> Iterator[str]:
    message = catalogue.get(identity, context)
    strings = [message.string] if message and isinstance(message.string, str) else []
    if message and not strings:
        strings = list(message.string or ())
    if not strings or not all(strings):
        yield "no English"
        return
    if message.fuzzy:
        yield "only a guess"
    source = identity if isinstance(identity, str) else identity[-1]
    if any(_places(source) - _places(text) for text in strings[-1:]):
        yield "a placeholder is lost"
    if any(_places(text) - _places(source) for text in strings):
        yield "a placeholder too many"
    if any(_CHINESE.search(text) for text in strings):
        yield "still Chinese"


def _places(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def main() -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "what", choices=["update", "check", "compile", "fill"], nargs="?", default="check"
    )
    parser.add_argument("file", nargs="?", type=Path, help="for fill: a JSON object")
    parser.add_argument("--missing", action="store_true", help="only list what has no English")
    chosen = parser.parse_args()
    if chosen.what == "compile":
        from creditbank.config.translations import compile_one

        compile_one(CATALOGUE)
        return 0
    if chosen.what == "fill":
        print(f"{fill(json.loads(chosen.file.read_text('utf-8')))} texts filled")
    if chosen.what == "update":
        print(f"{update()} texts in {_place(CATALOGUE)}")
    found = [fault for fault in faults() if not chosen.missing or "no English" in fault]
    print("\n".join(found), file=sys.stderr)
    print(f"{len(found)} faults" if found else "The English is complete.")
    return bool(found) and chosen.what == "check"


if __name__ == "__main__":
    sys.path.insert(0, str(HOME))
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)  # templates are read, not run: no settings are needed
    sys.exit(main())
