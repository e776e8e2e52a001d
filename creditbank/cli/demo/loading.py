"""The demo bank, made through the same verbs as everything: stage by stage, `demo.json` last."""

import csv
import datetime as dt
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.db import transaction

from creditbank.bank import clock
from creditbank.bank.desk import carriers
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history import SYSTEM
from creditbank.bank.messages import delivery
from creditbank.bank.organisations import trees
from creditbank.bank.organisations.models import Appointment, Organisation
from creditbank.bank.organisations.roles import Role
from creditbank.cli import reference
from creditbank.cli.demo import classes, enrolments, learners, places, portal, staff

SEED = 20261123
SINCE = dt.date(2020, 1, 1)
NOT_ACTIVATED = 100
# Older messages count as sent long ago; the later ones really go out.
RECENT = dt.timedelta(days=2)
# The register came before anybody activated, so that progress has a course.
IMPORTED = dt.timedelta(days=75)


def load(people: int) -> bool:
    """Fill the bank; False, and nothing done, where it holds organisations already.

    Each stage is one transaction. What a killed load left is taken up where it stopped.
    """
    if Organisation.objects.exists() and not _begun().exists():
        return False
    _begun().touch()
    _say("Catalogue, holidays, agreement")
    reference.load()
    _say("Organisations")
    _organisations()
    _say(f"{people} enrolments")
    _enrolments(people)
    _say("Staff and learners")
    _people(spare=min(NOT_ACTIVATED, people // 8))
    _begun().unlink()
    return True


def _people(*, spare: int) -> None:
    """Staff, learners and what is told of them: `demo.json` appears when they are there for good."""
    told = Path(settings.DATA_DIR) / "demo.json"
    fresh = told.with_suffix(".new")
    with transaction.atomic():
        if not Appointment.objects.exists():
            posts = staff.appoint_all()
            portal.fill(by=posts.holder(Role.CONTENT_EDITOR))
            known = learners.open_all(posts, spare=spare)
            classes.open_one(posts, learners.somebody(known))
            delivery.let_rest(before=clock.now() - RECENT)
            everybody = [*posts.people, *known.people, *staff.also_staff(known.people)]
            _write(fresh, {"people": everybody, "not_activated": known.not_activated})
    if fresh.exists():
        fresh.replace(told)


def _begun() -> Path:
    return Path(settings.DATA_DIR) / "demo.begun"


def _say(what: str) -> None:
    click.echo(f"demo: {what} …", err=True)


@transaction.atomic
def _organisations() -> None:
    held = {row.code: row for row in Organisation.objects.all()}
    for told in places.organisations():
        if told["code"] in held:
            continue
        parent = held[told["parent"]] if told["parent"] else None
        held[told["code"]] = trees.found(
            code=told["code"],
            name_zh=told["name_zh"],
            parent=parent,
            by=SYSTEM,
            since=SINCE,
            name_en=told["name_en"],
            capacities=told["capacities"],
            region=told["region"] or "",
            responsible_name=told["responsible"]["name"],
            responsible_phone=told["responsible"]["telephone"],
        )


def _enrolments(people: int) -> None:
    if Enrolment.objects.exists():
        return
    centres = places.study_centres()
    rows = list(enrolments.rows(SEED, people, centres))
    with (
        transaction.atomic(),
        clock.frozen(clock.now() - IMPORTED),
        tempfile.TemporaryDirectory() as folder,
    ):
        for province in sorted({centre.code[:2] for centre in centres}):
            path = Path(folder) / f"{province}.csv"
            _sheet(path, (row for row in rows if row["教学点代码"].startswith(province)))
            organisation = Organisation.objects.get(code=f"{province}0000")
            run = carriers.bring_in(path, organisation=organisation, by=SYSTEM)
            if run.stage != run.Stage.MERGED:
                message = f"the demo's own roster was refused: {run.counts}"
                raise RuntimeError(message)


def _sheet(path: Path, rows: Iterable[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, enrolments.COLUMNS)
        sheet.writeheader()
        sheet.writerows(rows)


def _write(path: Path, told: dict[str, Any]) -> None:
    """For its owner only: it holds passwords."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False, indent=1)
