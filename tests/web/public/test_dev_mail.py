import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    from creditbank.config.environment import Email

    settings.EMAIL = Email(folder=tmp_path / "mail")
    return settings.EMAIL.folder


def send(address, label):
    import uuid

    from creditbank.bank.messages import delivery, outbox
    from creditbank.bank.messages.addressees import Addressee

    to = Addressee(uuid.uuid4(), address)
    message = outbox.post("user_recovery", to, {"label": label, "minutes": 60}, {"token": "abc"})
    delivery.attempt(message.pk)


def test_messages_are_read_newest_first_with_links_and_nothing_that_runs(client, folder):
    send("a@example.org", "<script>alert(1)</script>")
    send("b@example.org", "number two")

    page = client.get("/dev/mail").content.decode()

    assert page.index("b@example.org") < page.index("a@example.org")
    assert "<script>alert" not in page
    assert '/recover/abc"' in page
    assert "number two" not in client.get("/dev/mail?to=a@example").content.decode()


def test_without_any_message_the_page_says_so(client, folder):
    assert "还没有邮件" in client.get("/dev/mail").content.decode()


def test_there_is_no_such_page_outside_a_demo(client, folder, settings):
    settings.DEMO = False

    assert client.get("/dev/mail").status_code == 404
