"""Reading and checking the file of a run: once, row by row, into the staging table of its kind."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import IO

from django.utils import translation

from creditbank.bank import clock, ids, lifecycle
from creditbank.bank.history import SYSTEM, Actor, verb
from creditbank.bank.imports import choices, crews, letters, meters, originals, staging, walks
from creditbank.bank.imports.kinds import Batch, Kind
from creditbank.bank.imports.meters import Meter, Superseded
from creditbank.bank.imports.models import Run
from creditbank.bank.imports.stages import Phase
from creditbank.bank.imports.verdicts import Tick, nobody
from creditbank.bank.refusals import Refused
from creditbank.bank.sheets import headings, packing
from creditbank.bank.sheets.headings import Layout
from creditbank.bank.sheets.pages import Page, Record, Source

BATCH = 2_000
# A file of so many bytes is read faster than other processes start.
SMALL = 8 * 1024 * 1024


@verb
def begin(run: Run, *, by: Actor = SYSTEM) -> None:
    """Begin a reading of its own: of two, the later one counts. Refuses where nothing is to check."""
    lifecycle.move(run, "check", staging=ids.uuid7())


@verb
def answer(run: Run, *, by: Actor = SYSTEM) -> None:
    """End a reading with what it came to."""
    _ours(run)
    lifecycle.move(run, "answer", checked_at=clock.now(), **_told(run))
    letters.checked(run, since=_begun(run))


@verb
def refuse(run: Run, sentence: str, *, by: Actor = SYSTEM) -> None:
    """End a reading of a file that can't be read, with the sentence that says what to do."""
    _ours(run)
    lifecycle.move(run, "refuse", checked_at=clock.now(), refusal=sentence, **_told(run))
    letters.checked(run, since=_begun(run))


def carry_out(run: Run, kind: Kind, *, tick: Tick = nobody) -> None:
    """Read a run whose check has begun, to its end: `checked` or `refused`."""
    with translation.override(run.language), suppress(Superseded):
        try:
            read(run, kind, tick=tick)
        except Refused as refusal:
            run.counts = {}
            refuse(run, str(refusal))
        else:
            answer(run)


def read(run: Run, kind: Kind, *, tick: Tick = nobody) -> None:
    """Stage every row with its verdict, and put on the run what they came to.

    Raises `Refused` for a file that can't be read, `Superseded` where nobody waits for it any more.
    """
    meter = Meter(run, tick)
    with originals.opened(run) as (source, file):
        layout = _layout(source, kind, run)
        batches = _batches(run, source, layout, meter, file)
        alone = run.file is None or run.file.size < SMALL
        if not sum(crews.each(kind.stage, batches, alone=alone)):
            raise walks.nobody_there()
        staging.put_aside(kind, run, walks.elsewhere(source, kind.fields, layout))
    meters.tell(run, Phase.COMPARING, meter.done, meter.done)
    kind.compare(run)
    run.staged_rows, run.staged_sum, run.counts = staging.summary(kind, run)


def _layout(source: Source, kind: Kind, run: Run) -> Layout:
    """The columns as the person told them, else as their organisation did for the same headings.

    What is recognised is kept before anything is refused, so that it can be corrected.
    """
    recognised = headings.recognised(source, kind.fields)
    run.layout = _kept(recognised, source)
    if not run.columns:
        run.columns = choices.remembered(run.organisation, run.kind, recognised.headings)
    layout = headings.find(source, kind.fields, run.columns)
    run.layout = _kept(layout, source)
    return layout


def _kept(layout: Layout, source: Source) -> dict[str, object]:
    return {
        "sheet": layout.page.name if source.is_workbook else "",
        "last": layout.last,
        "headings": list(layout.headings),
        "places": {name: list(columns) for name, columns in layout.places.items()},
    }


def _batches(
    run: Run, source: Source, layout: Layout, meter: Meter, file: IO[bytes] | None
) -> Iterator[Batch]:
    after, records = layout.last, list[Record]()
    bare = replace(layout, page=Page(layout.page.name, (), no_records))

    def batch() -> Batch:
        far, size = (file.tell(), run.file.size) if file and run.file else (0, 0)
        meter.read(len(records), far, size)
        assert run.staging is not None  # noqa: S101 - the check has begun
        return Batch(
            staging=run.staging,
            organisation=run.organisation_id,
            language=run.language,
            layout=bare,
            is_workbook=source.is_workbook,
            after=after,
            packed=packing.pack(records),
        )

    for record in layout.page.records():
        if record.number > layout.last:
            records.append(record)
            if len(records) == BATCH:
                yield batch()
                after, records = record.number, []
    if records:
        yield batch()


def no_records() -> Iterator[Record]:
    """Of a page whose records are handed over by themselves."""
    return iter(())


def _told(run: Run) -> dict[str, object]:
    names = ("layout", "columns", "counts", "staged_rows", "staged_sum")
    return {name: getattr(run, name) for name in names}


def _begun(run: Run) -> dt.datetime:
    """When the reading began: its name was made then."""
    return ids.made_at(run.staging) if run.staging else run.created_at


def _ours(run: Run) -> None:
    """Raise `Superseded` where another reading has begun since; keep others from beginning."""
    held = Run.objects.select_for_update().filter(pk=run.pk, staging=run.staging)
    if not held.exclude(stage=Run.Stage.CANCELLED).exists():
        raise Superseded
