"""The queue's own tasks: jobs of a worker that died run again, old ones are swept."""

from creditbank.bank import clock
from creditbank.bank.jobs.queue import app, task

# A living worker shows its heartbeat every five seconds.
SILENT_SECONDS = 20
KEPT_HOURS = 24


@task(name="jobs.rescue")
async def rescue() -> None:
    """Run again what a worker left unfinished when it was killed."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        await app.job_manager.retry_job(job, retry_at=clock.now())


@task(name="jobs.sweep")
async def sweep() -> None:
    """Forget jobs that ended well a day ago; failed ones stay for the operator."""
    await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)
