"""Every address has a gate, every page a template where its counter says, one way in for POST."""

import ast
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

import creditbank

GATES = ("public", "signed_in", "learner", "staff:")
ROOT = Path(creditbank.__file__).parent
COUNTERS = ("public", "account", "learner", "reviewer", "organisation", "institution", "centre")


def _patterns(resolver, prefix=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry


PATTERNS = list(_patterns(get_resolver()))


@pytest.mark.parametrize(("address", "pattern"), PATTERNS, ids=[address for address, _ in PATTERNS])
def test_every_address_has_a_gate(address, pattern):
    gate = getattr(pattern.callback, "gate", "")
    assert gate.startswith(GATES), f"/{address} is open: wrap its view in a gate of web/gates.py"


@pytest.mark.parametrize(("address", "pattern"), PATTERNS, ids=[address for address, _ in PATTERNS])
def test_the_gate_fits_the_address(address, pattern):
    gate = pattern.callback.gate
    if address.startswith("work/"):
        assert gate.startswith("staff:") or gate == "signed_in"
    if address.startswith("me/"):
        assert gate in {"learner", "signed_in"}


def test_the_addresses_are_those_of_the_contract():
    told = {"/" + address for address, _ in PATTERNS}
    assert {"/", "/login", "/activate", "/register"} <= told
    assert any(address.startswith("/me/") for address in told)
    assert any(address.startswith("/work/") for address in told)


def _templates_named_in(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.endswith(".html")
        ):
            yield node.value


@pytest.mark.parametrize("counter", COUNTERS)
def test_a_counter_uses_its_own_templates_and_all_of_them(counter):
    folder = ROOT / "web" / counter
    if not folder.exists():
        return
    named = {name for path in folder.rglob("*.py") for name in _templates_named_in(path)}
    strangers = {
        name for name in named if not name.startswith((f"{counter}/", "parts/")) and "/" in name
    }
    assert not strangers, f"templates of another counter: {strangers}"
    held = {
        path.relative_to(ROOT / "templates").as_posix()
        for path in (ROOT / "templates" / counter).rglob("*.html")
        if not path.name.startswith("_")
    }
    assert held <= named, f"templates that no view of the counter names: {held - named}"
    missing = {name for name in named if not (ROOT / "templates" / name).exists()}
    assert not missing
