"""Verbs on the agreement (学分银行用户注册协议) and on consents to it."""

from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from creditbank.bank.history import SYSTEM, Actor, verb
from creditbank.bank.portal import texts
from creditbank.bank.portal.models import Agreement, Consent
from creditbank.bank.refusals import Refused
from creditbank.bank.revisions import edited_meanwhile

DATA = Path(__file__).parents[3] / "data"


@verb
def publish(
    text_zh: str, text_en: str = "", *, by: Actor, after: int | None = None, reason: str = ""
) -> Agreement:
    """Publish a text as the next version; the same words again stay the version they are.

    `after` is the version that the editor has seen: where another one came since, it is refused.
    """
    if not text_zh.strip():
        raise Refused("text_missing", _("请填写协议的中文正文。"), field="text_zh")
    last = Agreement.objects.order_by("-version").select_for_update().first()
    number = last.version if last else 0
    if after is not None and after != number:
        raise edited_meanwhile()
    if last and (last.text_zh, last.text_en) == (text_zh, text_en):
        return last
    return Agreement.objects.create(version=number + 1, text_zh=text_zh, text_en=text_en)


def seed() -> Agreement:
    """Publish the sample agreement of `data/`, once; later versions are left alone."""
    return current() or publish(_sample("zh"), _sample("en"), by=SYSTEM)


def current() -> Agreement | None:
    """The version in force."""
    return Agreement.objects.order_by("-version").first()


@verb
def consent(account_id: UUID, agreement: Agreement, *, by: Actor) -> Consent:
    """Write down that the holder of an account agreed to a version."""
    return Consent.objects.create(account_id=account_id, agreement=agreement)


def accepted(account_id: UUID) -> Agreement | None:
    """The version that the holder of an account agreed to last."""
    found = Consent.objects.filter(account_id=account_id).order_by("-at", "-id")
    last = found.select_related("agreement").first()
    return last.agreement if last else None


def rendered(markdown: str) -> str:
    """The agreement as HTML that can do no harm, without its title: the page has that already."""
    return texts.rendered(texts.divided(markdown)[1])


def _sample(language: str) -> str:
    path = DATA / f"agreement.{language}.md"
    return path.read_text(encoding="utf-8") if path.exists() else ""
