"""Verbs on the agreement (学分银行用户注册协议) and on consents to it."""

from pathlib import Path
from uuid import UUID

import nh3
from markdown_it import MarkdownIt

from creditbank.bank.history import SYSTEM, Actor, verb
from creditbank.bank.portal.models import Agreement, Consent

DATA = Path(__file__).parents[3] / "data"
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@verb
def publish(text_zh: str, text_en: str = "", *, by: Actor) -> Agreement:
    """Publish a text as the next version; the same words again stay the version they are."""
    last = Agreement.objects.order_by("-version").select_for_update().first()
    if last and (last.text_zh, last.text_en) == (text_zh, text_en):
        return last
    version = last.version + 1 if last else 1
    return Agreement.objects.create(version=version, text_zh=text_zh, text_en=text_en)


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


def rendered(markdown: str) -> str:
    """Markdown as HTML that can do no harm, without its title: the page has that already."""
    lines = markdown.lstrip().splitlines()
    body = lines[1:] if lines and lines[0].startswith("# ") else lines
    return nh3.clean(_MARKDOWN.render("\n".join(body)))


def _sample(language: str) -> str:
    path = DATA / f"agreement.{language}.md"
    return path.read_text(encoding="utf-8") if path.exists() else ""
