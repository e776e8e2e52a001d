"""Nothing that the bank leaves behind holds anybody's document number in plain."""

import base64
import json
import os
import re
import subprocess
import sys
from email import message_from_bytes
from email.policy import default

import pytest
from psycopg import sql

from creditbank.config import embedded, postgres
from tests.e2e import steps, walks

# What is meant to be secret and is closed to everybody else.
SPARED = {"keys", "demo.json"}
NUMBERS = """
import json, sys
import django; django.setup()
from creditbank.bank.enrolments.models import Enrolment
rows = Enrolment.objects.select_related("person_key") if hasattr(Enrolment, "person_key") else Enrolment.objects.all()
from creditbank.bank.accounts.models import Document
told = [*rows.iterator(1000), *Document.objects.select_related("person_key")]
json.dump(sorted({row.number for row in told if row.number}), sys.stdout)
"""
REGISTERED = steps.a_number()
DIGITS = re.compile(rb"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")


@pytest.fixture(scope="module")
def numbers(bank):
    """Every document number that the bank knows, as its keys tell it."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
    env |= {
        "MODE": "demo",
        "DATA_DIR": str(bank.data_dir),
        "PUBLIC_URL": bank.url,
        "DJANGO_SETTINGS_MODULE": "creditbank.config.settings",
    }
    told = subprocess.run(
        [sys.executable, "-c", NUMBERS], env=env, capture_output=True, check=True, text=True
    )
    known = set(json.loads(told.stdout))
    known |= {one["number"] for one in bank.demo["not_activated"]} | {REGISTERED}
    known |= {one["sign_in"][1:] for one in bank.demo["people"] if one["role"] == "learner"}
    assert len(known) > 4000
    return known


@pytest.fixture(scope="module")
def used(bank, browser, tmp_path_factory):
    """Somebody activates, mistypes, signs in wrongly; a learner signs in by number; a number is asked for."""
    person = walks.somebody(bank)
    folder = tmp_path_factory.mktemp("scans")
    page = browser.new_context(base_url=bank.url, locale="zh-CN").new_page()
    named = steps.scan(folder, person["number"])
    steps.activate(page, person["number"], "leaks@example.org", [named])
    steps.letter(page, "leaks@example.org", "已经收到")
    for name in ("S" + person["number"], person["number"]):
        page.goto("/login")
        steps.box(page, "用户名").fill(name)
        page.locator("input[type=password]").fill(person["number"][-6:])
        steps.press(page, "登录")
        page.wait_for_load_state()
    page.goto(f"/activate?number={person['number']}")
    page.goto(f"/no-such-page/S{person['number']}")
    page.context.close()
    page = browser.new_context(base_url=bank.url, locale="zh-CN").new_page()
    steps.register(page, "leaks.too@example.org", folder, number=REGISTERED)
    steps.letter(page, "leaks.too@example.org", "确认邮箱")
    page.context.close()
    learner = bank.person("learner")
    page = browser.new_context(base_url=bank.url, locale="zh-CN").new_page()
    page.goto("/login")
    steps.box(page, "用户名").fill(learner["sign_in"])
    page.locator("input[type=password]").fill(learner["password"])
    steps.press(page, "登录")
    page.wait_for_url("**/me/**")
    page.context.close()


def found(numbers, *texts):
    """The numbers that stand in some bytes; as they are, as hexadecimal or base64 digits."""
    held = set()
    for text in texts:
        plain = [text, *_decoded(text)]
        held |= {hit for each in plain for hit in DIGITS.findall(each)}
    return {hit.decode().upper() for hit in held} & numbers


def _decoded(text):
    for run in re.findall(rb"(?:[0-9a-fA-F]{2}){18,}", text):
        yield bytes.fromhex(run.decode())
    for run in re.findall(rb"[A-Za-z0-9+/_-]{24,}", text):
        for shift in range(4):
            cut = run[shift : shift + (len(run) - shift) // 4 * 4].translate(_URL_SAFE)
            yield base64.b64decode(cut)


_URL_SAFE = bytes.maketrans(b"-_", b"+/")


def test_the_search_itself_finds_what_is_there(numbers):
    number = min(numbers)
    shapes = [
        number.encode(),
        f"S{number.lower()}".encode(),
        f"x S{number},".encode().hex().encode(),
        base64.b64encode(f'{{"name": "S{number}"}}'.encode()),
        base64.urlsafe_b64encode(f'{{"number": "{number}"}}'.encode()),
    ]
    for shape in shapes:
        assert found(numbers, b"before " + shape + b" after") == {number}, shape


@pytest.mark.usefixtures("used")
def test_no_table_holds_a_number(bank, numbers):
    place = embedded.Place(bank.data_dir)
    with place.connect(embedded.DATABASE) as root:
        names = root.execute(
            "SELECT schemaname, tablename FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        assert {"bank_session", "bank_account"} <= {name for _schema, name in names}
        told = {}
        for name in names:
            with root.cursor().copy(
                sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(*name))
            ) as rows:
                if hits := found(numbers, b"".join(bytes(row) for row in rows)):
                    told[".".join(name)] = len(hits)
    assert told == {}


@pytest.mark.usefixtures("used")
def test_no_file_and_no_log_holds_a_number(bank, numbers):
    files = list(_files(bank.data_dir))
    assert any(path.suffix == ".eml" for path in files)
    logs = postgres.Place(bank.data_dir).home
    files = [
        *files,
        *(path for path in _files(logs) if path.suffix == ".log" or path.name == "log"),
    ]
    told = {path.name: hits for path in files if (hits := found(numbers, path.read_bytes()))}
    # `serve` greets with the demo's sign-ins; what it says afterwards is the log.
    _greeting, _end, said = bank.log.read_bytes().partition(b"Ctrl-C")
    assert b"/activate" in said
    assert found(numbers, said) == set()
    assert told == {}
    named = [path.name for path in files if found(numbers, os.fsencode(path.name))]
    assert named == []


@pytest.mark.usefixtures("used")
def test_no_message_as_read_holds_a_number(bank, numbers):
    mails = [path for path in _files(bank.data_dir) if path.suffix == ".eml"]
    assert mails
    for path in mails:
        mail = message_from_bytes(path.read_bytes(), policy=default)
        read = "\n".join([*mail.values(), mail.get_content()])
        assert not found(numbers, read.encode())


def _files(folder):
    """Every file below, without the database's own pages, which the dump stands for."""
    for path in folder.rglob("*"):
        inside = path.relative_to(folder).parts
        if (
            path.is_file()
            and inside[0] not in SPARED
            and "base" not in inside
            and "pg_wal" not in inside
        ):
            yield path
