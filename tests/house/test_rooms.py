"""Rooms keep the grammar: no circle by the back door, moves, one clock."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

import creditbank
from creditbank.bank import lifecycle

ROOT = Path(creditbank.__file__).parent
SOURCES = [path for path in ROOT.rglob("*.py") if "migrations" not in path.parts]
BANK = [path for path in SOURCES if "bank" in path.relative_to(ROOT).parts]


def _tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def test_sizes_stay_what_we_aim_at():
    lengths = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES)
    assert lengths[len(lengths) // 2] <= 100
    assert lengths[int(len(lengths) * 0.95)] <= 250


@pytest.mark.parametrize("path", BANK, ids=[path.relative_to(ROOT).as_posix() for path in BANK])
def test_a_room_imports_at_the_top_only(path):
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.FunctionDef):
            hidden = [
                inner for inner in ast.walk(node) if isinstance(inner, ast.Import | ast.ImportFrom)
            ]
            ours = [inner for inner in hidden if "creditbank" in ast.unparse(inner)]
            assert not ours, f"{node.name} hides an import of another room"


def test_rooms_have_no_signals():
    for path in BANK:
        assert "django.dispatch" not in path.read_text(encoding="utf-8"), path
        assert "db.models.signals" not in path.read_text(encoding="utf-8"), path


def test_no_room_is_called_by_a_word_that_means_nothing():
    forbidden = {"utils", "common", "core", "helpers", "misc", "util"}
    assert not forbidden & {path.stem for path in SOURCES}
    assert not forbidden & {part for path in SOURCES for part in path.relative_to(ROOT).parts}


STAGED = [model for model in apps.get_app_config("bank").get_models() if hasattr(model, "moves")]


@pytest.mark.parametrize("model", STAGED, ids=[model.__name__ for model in STAGED])
def test_moves_name_only_stages_that_exist_and_reach_each_of_them(model):
    stages = set(
        model._meta.get_field("stage").choices and dict(model._meta.get_field("stage").choices)
    )
    first = {model._meta.get_field("stage").default} & stages
    reached = {model.moves.target(verb) for verb in model.moves.table} | first
    for verb in model.moves.table:
        assert model.moves.sources(verb) <= stages
        assert model.moves.target(verb) in stages
    # A row may also be founded in a stage (an activation begins at pending_review).
    assert stages - reached <= {"draft", "active"}


@pytest.mark.parametrize("model", STAGED, ids=[model.__name__ for model in STAGED])
def test_every_pair_of_stage_and_verb_is_answered(model):
    assert isinstance(model.moves, lifecycle.Moves)
    for stage, _name in model._meta.get_field("stage").choices:
        for verb in model.moves.table:
            assert model.moves.allows(stage, verb) == (stage in model.moves.sources(verb))


def test_nothing_but_lifecycle_writes_a_stage():
    """A stage is written when a row is founded and by `lifecycle.move`, nowhere else."""
    for path in BANK:
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    written = isinstance(target, ast.Attribute) and target.attr == "stage"
                    told = ast.unparse(node.value)
                    copied = told.endswith(".stage") or path.name == "lifecycle.py"
                    assert not written or copied, f"{path}: {ast.unparse(node)}"


def test_the_clock_is_asked_in_one_place():
    """`datetime.now`, `date.today`, `time.time` stand in `clock.py` alone."""
    for path in SOURCES:
        if path.name == "clock.py":
            continue
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Call):
                told = ast.unparse(node.func)
                assert (
                    not told.endswith(
                        (".today", "datetime.now", "dt.datetime.now", "time.time", "timezone.now")
                    )
                    or told == "clock.today"
                ), f"{path}: {told}"
