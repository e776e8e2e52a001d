import smtplib
from email import message_from_bytes
from email.policy import default

import pytest

pytestmark = pytest.mark.django_db


def read(path):
    return message_from_bytes(path.read_bytes(), policy=default)


def fresh(message):
    from creditbank.bank.messages.models import Message

    return Message.objects.get(pk=message.pk)


def attempt(message):
    from creditbank.bank.messages import delivery

    return delivery.attempt(message.pk)


def fail(*_arguments):
    raise smtplib.SMTPResponseException(451, b"learner@example.com: try later")


@pytest.fixture
def broken(monkeypatch):
    from creditbank.bank.messages import post_office

    monkeypatch.setattr(post_office, "hand_in", fail)


def test_without_a_server_the_message_is_a_file(code, mail_folder):
    message = code()

    assert attempt(message) is None

    (path,) = mail_folder.iterdir()
    mail = read(path)
    assert path.name == f"{message.pk}.eml"
    assert mail["To"] == "learner@example.com"
    assert mail["Subject"] == "登录验证码"
    assert "135246" in mail.get_content()
    assert str(message.pk) in mail["Message-ID"]


def test_sent_is_sent_once_and_what_it_alone_needed_is_wiped(code, mail_folder):
    message = code()
    attempt(message)
    (path,) = mail_folder.iterdir()
    path.unlink()

    assert attempt(message) is None

    row = fresh(message)
    assert (row.email, row.attempts, row.address, row.secrets) == ("sent", 1, None, None)
    assert list(mail_folder.iterdir()) == []


def test_an_attempt_is_written_down_before_the_server_hears_of_it(code, monkeypatch):
    from creditbank.bank.messages import post_office

    message, seen = code(), []
    monkeypatch.setattr(post_office, "hand_in", lambda row: seen.append(fresh(row).attempts))

    attempt(message)

    assert seen == [1]


def test_a_failure_is_put_off_longer_each_time_and_tells_no_address(code, broken, later):
    message = code()
    first = attempt(message)
    row = fresh(message)
    assert (row.email, row.error) == ("waiting", "SMTPResponseException 451")
    assert row.due_at == first
    assert attempt(message) is None, "not before its time"
    assert fresh(message).attempts == 1

    with later(seconds=31):
        second = attempt(message)
        assert fresh(message).attempts == 2
        assert second - first > (first - row.created_at)


def test_after_the_last_attempt_it_is_marked_and_stays_readable(code, broken, later, reader):
    from creditbank.bank.messages import delivery, inbox

    message = code()
    for number in range(delivery.ATTEMPTS):
        with later(days=number):
            again = attempt(message)

    row = fresh(message)
    assert again is None
    assert (row.email, row.attempts, row.secrets) == ("failed", delivery.ATTEMPTS, None)
    assert len(inbox.letters(reader.reader_id)) == 1


def test_a_worker_killed_while_sending_is_made_good_under_the_same_id(
    code, mail_folder, monkeypatch, later
):
    from creditbank.bank.messages import delivery, post_office

    class Killed(BaseException):
        pass

    message, hand_in, sent = code(), post_office.hand_in, []

    def die_after_data(row):
        hand_in(row)
        (path,) = mail_folder.iterdir()
        sent.append(read(path)["Message-ID"])
        raise Killed

    monkeypatch.setattr(post_office, "hand_in", die_after_data)
    with pytest.raises(Killed):
        attempt(message)
    assert fresh(message).email == "waiting"
    assert list(delivery.overdue()) == [], "somebody may still be at it"

    monkeypatch.setattr(post_office, "hand_in", hand_in)
    with later(minutes=6):
        assert list(delivery.overdue()) == [message.pk]
        attempt(message)

    (path,) = mail_folder.iterdir()
    assert read(path)["Message-ID"] == sent[0]
    assert fresh(message).email == "sent"
    assert fresh(message).attempts == 2


def test_what_waits_without_a_job_is_found_again(code, later):
    from django.db import connection

    from creditbank.bank.messages import tasks

    message = code()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    with later(minutes=1):
        tasks.rescue()

    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'message_id' FROM procrastinate_jobs")
        assert cursor.fetchall() == [(str(message.pk),)]


def test_a_task_that_fails_defers_the_next_attempt(code, broken):
    from django.db import connection

    from creditbank.bank.messages import tasks

    message = code()
    tasks.deliver(message_id=str(message.pk))

    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at FROM procrastinate_jobs ORDER BY id")
        first, again = [at for (at,) in cursor.fetchall()]
    assert first is None
    assert again == fresh(message).due_at
