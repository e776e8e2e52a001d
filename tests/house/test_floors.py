"""The architecture, held by the tools that know it: import-linter, ruff, Django itself."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "creditbank").rglob("*.py"))
BANK = ROOT / "creditbank" / "bank"
# Foreign keys that Django itself spells as text.
TEXT_KEYS = {"self", "settings.AUTH_USER_MODEL"}


def run(*command):
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_imports_go_downstairs_only():
    # lint-imports is a click command without a module of its own to run.
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as c; c(['--no-cache'])",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_stands_on_a_floor():
    configuration = (ROOT / "pyproject.toml").read_text("utf-8")
    rooms = {path.parent.name for path in BANK.glob("*/__init__.py")} - {"migrations"}
    assert not {room for room in rooms if f"({room})" not in configuration}


def test_ruff_has_nothing_to_say():
    done = run("ruff", "check", "--quiet", "bench", "creditbank", "tests")
    assert done.returncode == 0, done.stdout


def test_the_code_is_formatted():
    done = run("ruff", "format", "--check", "--quiet", "bench", "creditbank", "tests")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_keep_their_size(path):
    if "migrations" in path.parts:
        return
    text = path.read_text("utf-8")
    assert text.count("\n") <= 400, "divide it by noun"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= 50, f"{node.name} has {lines} lines"


def test_every_room_says_what_it_is():
    silent = [
        str(init.parent.name)
        for init in BANK.glob("*/__init__.py")
        if init.parent.name != "migrations"
        and not ast.get_docstring(ast.parse(init.read_text("utf-8")))
    ]
    assert not silent


def test_no_foreign_key_is_written_as_text():
    named = []
    for path in BANK.rglob("models.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in {
                "ForeignKey",
                "OneToOneField",
                "ManyToManyField",
            }:
                targets = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "to")]
                named += [
                    f"{path.parent.name}: {target.value}"
                    for target in targets
                    if isinstance(target, ast.Constant) and target.value not in TEXT_KEYS
                ]
    assert not named


def _name(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_migrations_have_one_leaf():
    leaves = MigrationLoader(None).graph.leaf_nodes("bank")
    assert len(leaves) == 1, leaves


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_registry_and_no_path_of_a_machine_stands_in_a_tracked_file():
    locked = [*ROOT.glob("requirements/*.txt"), ROOT / "pyproject.toml"]
    for path in locked:
        text = path.read_text("utf-8")
        assert "--index-url" not in text
        assert "--find-links" not in text
        assert "://" not in text
