"""Chinese is what the sources say; English is complete beside it."""

import importlib.util
import os
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

HOME = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def messages():
    place = importlib.util.spec_from_file_location("messages", HOME / "scripts" / "messages.py")
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module


def test_every_text_has_its_english_with_the_same_placeholders(messages):
    assert messages.faults() == []


def test_texts_of_templates_and_of_python_are_found(messages):
    found = {text.id for text in messages.texts()}
    assert "添加学习成果" in found
    assert "请填写年份和月份。" in found
    assert ("剩余 %(n)s 个工作日", "剩余 %(n)s 个工作日") in found


@pytest.mark.parametrize(
    ("english", "fault"),
    [
        ("", "no English"),
        ("Step of %(total)s", "a placeholder is lost"),
        ("Step %(number)s of %(total)s, %(more)s", "a placeholder too many"),
        ("第 %(number)s of %(total)s", "still Chinese"),
    ],
)
def test_what_is_wrong_with_a_translation_is_named(messages, english, fault):
    catalogue = Catalog(locale="en")
    catalogue.add("第 %(number)s 步，共 %(total)s 步", english)
    assert list(messages._faults(catalogue, "第 %(number)s 步，共 %(total)s 步", None)) == [fault]


def test_a_catalogue_newer_than_its_compiled_form_is_compiled_again(tmp_path):
    from creditbank.config.translations import compile_stale

    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid ""\nmsgstr ""\n\nmsgid "登录"\nmsgstr "Sign in"\n')
    assert compile_stale(tmp_path) == [source]
    assert compile_stale(tmp_path) == []
    os.utime(source.with_suffix(".mo"), (1, 1))
    assert compile_stale(tmp_path) == [source]
