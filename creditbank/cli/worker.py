from typing import cast

import click

from creditbank.cli import setup


@click.command("worker")
def command() -> None:
    """Do the background work until told to stop; what runs then may take ten seconds to finish."""
    setup.bank()
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from creditbank.bank import jobs

    connector = cast("DjangoConnector", jobs.app.connector).get_worker_connector()
    # A second app for fetching: what a task defers stays a row of Django's own transaction.
    jobs.app.with_connector(connector).run_worker(
        concurrency=6,  # mostly waiting for the database or the mail server
        fetch_job_polling_interval=1.0,
        update_heartbeat_interval=5.0,
        stalled_worker_timeout=20.0,
        shutdown_graceful_timeout=10.0,
    )
