"""Verbs on posts that have work hanging on them."""

from creditbank.bank.access import staffing
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Appointment
from creditbank.bank.organisations.roles import Role
from creditbank.bank.reviews import queue


@verb
def hand_over(
    seat: Appointment, post: Appointment, *, email: str, name: str, by: Actor, reason: str
) -> Appointment:
    """Give a post to somebody else from today on, until its last day, in one act.

    What its holder had taken out of the queue goes back there; tasks belong to the organisation and
    are found by whoever has the post. Refused as by `staffing.appoint` and `staffing.dismiss`, but
    one's own last administration may be handed over.
    """
    successor: Appointment = staffing.appoint(
        seat,
        email=email,
        name=name,
        role=Role(post.role),
        organisation=post.organisation,
        until=post.valid_to,
        by=by,
    )
    queue.release_all(post, by=by, reason=reason)
    staffing.dismiss(seat, post, by=by, reason=reason, succeeded=True)
    return successor
