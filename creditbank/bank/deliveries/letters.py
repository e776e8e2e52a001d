"""What learners are told about what institutions deliver."""

from creditbank.bank.accounts.models import Account
from creditbank.bank.messages import outbox
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.outcomes.models import Outcome


def delivered(account: Account, organisation: Organisation, stored: int, submitted: int) -> None:
    """An institution has delivered results: so many are stored, so many are reviewed first."""
    told = {
        "organisation": organisation.name_zh,
        "stored": stored,
        "submitted": submitted,
        "path": "/me/outcomes/",
    }
    outbox.post("results_delivered", account.user.addressee, told)


def differs(outcome: Outcome, organisation: Organisation) -> None:
    """Something else was delivered than is stored; nothing was changed."""
    told = {
        "organisation": organisation.name_zh,
        "title": outcome.title,
        "number": outcome.number,
        "path": f"/me/outcomes/{outcome.number}/",
    }
    outbox.post("result_differs", outcome.account.user.addressee, told)
