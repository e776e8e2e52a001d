"""What invited people are told; the words live in `templates/letters/class_*`."""

from typing import Any

from creditbank.bank.accounts.masks import mask_name
from creditbank.bank.accounts.models import Account
from creditbank.bank.classes.models import Invitation
from creditbank.bank.messages import outbox
from creditbank.bank.messages.addressees import Addressee


def invited(invitation: Invitation, token: str, *, days: int, again: bool) -> None:
    """To the address of the roster: who invites, and the link; `again` is a reminder."""
    letter = "class_reminded" if again else "class_invited"
    told = {**_about(invitation), "name": mask_name(invitation.name or ""), "days": days}
    outbox.post(letter, Addressee(None, invitation.email), told, secrets={"token": token})


def outcomes_wait(invitation: Invitation, account: Account) -> None:
    """To who has an account: outcomes are there, if they want them."""
    outbox.post("class_outcomes", account.user.addressee, _about(invitation))


def withdrawn(invitation: Invitation, account: Account | None) -> None:
    """To whoever was told: there is nothing to answer any more."""
    to = account.user.addressee if account else Addressee(None, invitation.email)
    outbox.post("class_withdrawn", to, _about(invitation))


def address_withdrawn(address: str) -> None:
    """To an address that was mistyped: what was sent there is dead. No name: it is a stranger's."""
    outbox.post("class_address_withdrawn", Addressee(None, address), {})


def _about(invitation: Invitation) -> dict[str, Any]:
    training_class = invitation.training_class
    organisation = training_class.organisation.name_zh
    return {"training_class": training_class.name, "organisation": organisation}
