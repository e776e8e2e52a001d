"""Jobs of the storage: deleting what was erased, sweeping what a rollback left behind."""

import datetime as dt
from itertools import islice

from creditbank.bank import clock, jobs
from creditbank.bank.files.models import StoredFile
from creditbank.bank.files.storage import Storage, storage

GRACE = dt.timedelta(days=1)
BATCH = 500


@jobs.task(name="files.delete_renditions")
def delete_renditions(file_id: str) -> None:
    """Delete the bytes of a file that was erased; of any other, nothing."""
    for file in StoredFile.objects.filter(pk=file_id, erased_at__isnull=False):
        for name in file.renditions:
            storage().delete(name)


@jobs.task(name="files.sweep")
def sweep() -> None:
    """Delete bytes a day old that no living row names: their transaction was rolled back."""
    place = storage()
    names = place.names()
    while batch := list(islice(names, BATCH)):
        _sweep_batch(place, batch)


def _sweep_batch(place: Storage, names: list[str]) -> None:
    paths = {name.partition(".")[0] for name in names}
    living = StoredFile.objects.filter(path__in=paths, erased_at__isnull=True)
    named = set(living.values_list("path", flat=True))
    now = clock.now()
    for name in names:
        if name.partition(".")[0] not in named and place.age(name, now) > GRACE:
            place.delete(name)
