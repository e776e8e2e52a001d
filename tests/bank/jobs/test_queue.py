import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections, transaction
from procrastinate.exceptions import AlreadyEnqueued

from creditbank.bank import clock, jobs
from creditbank.bank.jobs import tasks

ran = []


@jobs.task(name="test.note")
def note(what):
    ran.append(what)


@jobs.task(name="test.change_of_mind")
def change_of_mind():
    with transaction.atomic():
        jobs.defer(note, what="never")
        transaction.set_rollback(True)


def waiting(name="test.note"):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args, scheduled_at, status, attempts FROM procrastinate_jobs"
            " WHERE task_name = %s ORDER BY id",
            [name],
        )
        return cursor.fetchall()


def work():
    # On a thread of its own: the one browser of this process leaves its event loop on the main one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_work).result()


def _work():
    app = jobs.app.with_connector(jobs.app.connector.get_worker_connector())
    app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    # The worker's thread keeps its connection; the next test has another database.
    asyncio.run(sync_to_async(connections.close_all)())


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_leaves_no_job():
    with transaction.atomic():
        jobs.defer(note, what="never")
        assert len(waiting()) == 1
        transaction.set_rollback(True)
    assert waiting() == []


@pytest.mark.django_db(transaction=True)
def test_a_committed_job_is_done_by_the_worker():
    ran.clear()
    with transaction.atomic():
        jobs.defer(note, what="done")
    work()
    assert ran == ["done"]


@pytest.mark.django_db(transaction=True)
def test_what_a_job_defers_is_a_row_of_its_own_transaction():
    jobs.defer(change_of_mind)
    work()
    assert waiting() == []


@pytest.mark.django_db
def test_a_job_may_wait_for_its_time():
    then = clock.now() + timedelta(seconds=10)
    jobs.defer(note, at=then, what="later")
    assert waiting()[0][1] == then


@pytest.mark.django_db
def test_a_periodic_job_is_not_queued_twice():
    rescue = jobs.app.tasks["jobs.rescue"]
    deferrer = rescue.configure(queueing_lock="jobs.rescue")
    deferrer.defer()
    with pytest.raises(AlreadyEnqueued), transaction.atomic():
        deferrer.defer()


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_left_is_done_again():
    ran.clear()
    jobs.defer(note, what="unfinished")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '1 minute') RETURNING id"
        )
        (worker,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker])
    jobs.defer(tasks.rescue)
    work()
    work()
    assert ran == ["unfinished"]
