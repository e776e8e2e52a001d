"""Verbs by which a learner changes how to be reached; the e-mail address is the user's own matter."""

from creditbank.bank.accounts import mobiles
from creditbank.bank.accounts.models import Account
from creditbank.bank.history import Actor, verb


@verb
def change_mobile(account: Account, typed: str, *, by: Actor) -> Account:
    """Another mobile number, in one spelling; raises `Refused("mobile_wrong")`."""
    number = mobiles.canonical(typed)
    if account.mobile != number:
        account.mobile = number
        account.save(update_fields=["mobile"])
    return account
