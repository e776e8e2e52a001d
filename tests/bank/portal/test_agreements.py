"""The agreement: versions, harmless HTML, consents that stay."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from creditbank.bank.history import SYSTEM
from creditbank.bank.history.models import Event
from creditbank.bank.portal import agreements
from creditbank.bank.portal.models import Agreement, Consent
from tests.refusing import refusing

pytestmark = pytest.mark.django_db


def test_the_sample_is_published_once_in_both_languages():
    first = agreements.seed()
    assert (first.version, agreements.seed()) == (1, first)
    assert "学分银行" in first.text_zh
    assert first.text_en


def test_other_words_become_the_next_version_the_same_words_do_not():
    first = agreements.publish("一", by=SYSTEM)
    assert agreements.publish("一", by=SYSTEM) == first
    second = agreements.publish("二", by=SYSTEM)
    assert (second.version, agreements.current()) == (2, second)
    assert Agreement.objects.count() == 2


def test_markdown_can_do_no_harm():
    html = agreements.rendered("# 协议\n\n## 一\n\n<script>x</script>[a](javascript:alert(1))")
    assert "<h2>一</h2>" in html
    assert "<h1>" not in html
    assert "<script" not in html
    assert "href" not in html


def test_a_consent_cannot_be_changed_or_taken_back():
    consent = agreements.consent(uuid4(), agreements.publish("一", by=SYSTEM), by=SYSTEM)
    for change in (lambda: Consent.objects.update(account_id=uuid4()), consent.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_of_two_who_publish_the_second_is_told(agreement):
    agreements.publish("二", after=agreement.version, by=SYSTEM)
    with refusing("edited_meanwhile"):
        agreements.publish("另一个二", after=agreement.version, by=SYSTEM)
    assert agreements.current().text_zh == "二"


def test_publishing_is_in_the_history():
    row = agreements.publish("一", by=SYSTEM)
    (event,) = Event.objects.of(row)
    assert (event.verb, event.after["text_zh"]) == ("portal.agreements.publish", "一")
