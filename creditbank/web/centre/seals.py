"""What was shown before it counts: a button that acts carries the digest of what its preview showed."""

import hashlib
import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from creditbank.bank.refusals import Refused


def digest(*shown: Any) -> str:
    """The same for the same things, and nothing to keep secret."""
    told = json.dumps([str(one) for one in shown], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def require_shown(told: str, *shown: Any) -> None:
    """Refuse what was not previewed as it is now."""
    if told != digest(*shown):
        raise Refused("not_previewed", _("内容在预览之后又有改动，请先看预览，再确认。"))
