"""Links of messages to the imported address: 'this is not me' and 'yes, it is me'."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from creditbank.bank.accounts import vouching
from creditbank.bank.history import VISITOR
from creditbank.bank.refusals import Refused
from creditbank.bank.users import links
from creditbank.bank.users.models import Link
from creditbank.web import gates

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@gates.public
@never_cache
@_get_or_post
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """The owner of the imported address objects; only the button does it."""
    works, done = links.peek(token, Link.Purpose.NOT_ME) is not None, False
    if request.method == "POST" and works:
        done = _followed(token, Link.Purpose.NOT_ME)
    return render(request, "public/not_me.html", {"works": works or done, "done": done})


@gates.public
@never_cache
@_get_or_post
def vouch(request: HttpRequest, token: str) -> HttpResponse:
    """The owner of the imported address confirms; only the button does it."""
    works, done = links.peek(token, Link.Purpose.VOUCH) is not None, False
    if request.method == "POST" and works:
        works = done = _followed(token, Link.Purpose.VOUCH)
    return render(request, "public/vouch.html", {"works": works, "done": done})


def _followed(token: str, purpose: Link.Purpose) -> bool:
    """Use the link and do what it stands for; false when the moment has passed."""
    try:
        vouching.follow(token, purpose, by=VISITOR)
    except Refused:
        return False
    return True
