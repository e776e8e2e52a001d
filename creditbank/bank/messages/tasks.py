"""Background work of messages."""

from uuid import UUID

from creditbank.bank import jobs
from creditbank.bank.messages import delivery


@jobs.task(name="messages.deliver")
def deliver(message_id: str) -> None:
    """Send one message; puts off the next attempt where this one fails. Bears running twice."""
    again = delivery.attempt(UUID(message_id))
    if again is not None:
        jobs.defer(deliver, at=again, message_id=message_id)


@jobs.task(name="messages.rescue")
def rescue() -> None:
    """Defer again what waits without a job. Bears running twice: only one attempt begins."""
    for message_id in delivery.overdue():
        jobs.defer(deliver, message_id=str(message_id))
