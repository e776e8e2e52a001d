import datetime as dt
import uuid

import pytest

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def links():
    from creditbank.bank.users import links

    return links


def test_a_link_is_looked_at_often_and_used_once(links, refused):
    subject = uuid.uuid4()
    token = links.make(links.Purpose.RECOVERY, subject, HOUR)

    assert links.peek(token, links.Purpose.RECOVERY).subject_id == subject
    assert links.use(token, links.Purpose.RECOVERY).subject_id == subject
    assert links.peek(token, links.Purpose.RECOVERY) is None
    with refused("link_used"):
        links.use(token, links.Purpose.RECOVERY)


def test_a_link_opens_nothing_but_its_purpose(links, refused):
    token = links.make(links.Purpose.STATUS, uuid.uuid4(), HOUR)

    assert links.peek(token, links.Purpose.RECOVERY) is None
    with refused("link_unknown"):
        links.use(token, links.Purpose.RECOVERY)


def test_a_link_ends_with_its_time(links, refused, later):
    token = links.make(links.Purpose.RECOVERY, uuid.uuid4(), HOUR)

    with later(minutes=61):
        assert links.peek(token, links.Purpose.RECOVERY) is None
        with refused("link_expired"):
            links.use(token, links.Purpose.RECOVERY)


def test_links_that_were_ended_are_over(links):
    subject = uuid.uuid4()
    token = links.make(links.Purpose.RECOVERY, subject, HOUR)
    links.end(subject, links.Purpose.RECOVERY)

    assert links.peek(token, links.Purpose.RECOVERY) is None
