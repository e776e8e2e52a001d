"""Context processor of the learner's pages."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from creditbank.bank.messages import inbox


def unread(request: HttpRequest) -> dict[str, Any]:
    """`unread_messages`: asked for only where it is shown."""
    account = getattr(request, "account", None)
    if account is None:
        return {}
    return {"unread_messages": SimpleLazyObject(lambda: inbox.unread(account.user_id))}
