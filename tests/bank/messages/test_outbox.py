import json

import pytest
from django.db import connection, transaction

pytestmark = pytest.mark.django_db


def jobs_of(message):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args FROM procrastinate_jobs WHERE task_name = 'messages.deliver'"
            " AND args->>'message_id' = %s",
            [str(message.pk)],
        )
        return cursor.fetchall()


def test_a_message_and_its_job_are_rows_of_one_transaction(code):
    message = code()

    assert len(jobs_of(message)) == 1


def test_a_change_that_is_rolled_back_tells_nobody(code):
    from creditbank.bank.messages.models import Message

    posted = []

    def change():
        with transaction.atomic():
            posted.append(code())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()

    assert not Message.objects.exists()
    assert not jobs_of(posted[0])


def test_without_an_address_a_message_only_waits_in_the_message_centre(reader):
    from creditbank.bank.messages import inbox, outbox
    from creditbank.bank.messages.addressees import Addressee

    message = outbox.post("user_second_factor", Addressee(reader.reader_id, None))

    assert message.email == "none"
    assert not jobs_of(message)
    assert [letter.subject for letter in inbox.letters(reader.reader_id)] == ["二次验证有变动"]


def test_a_letter_without_templates_is_refused_at_once(reader):
    from creditbank.bank.messages import outbox

    with pytest.raises(Exception, match="no_such_letter"):
        outbox.post("no_such_letter", reader)
    with pytest.raises(ValueError, match="\\.\\./"):
        outbox.post("../settings", reader)


def test_address_and_secrets_are_stored_sealed_only(code):
    message = code()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_to_json(m)::text FROM bank_message m WHERE id = %s", [message.pk]
        )
        row = cursor.fetchone()[0]
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        jobs = " ".join(args for (args,) in cursor.fetchall())
    for secret in ("learner@example.com", "135246"):
        assert secret not in row + jobs
        assert secret.encode().hex() not in row + jobs


def test_a_document_number_that_slipped_into_the_context_is_masked(code):
    from creditbank.bank.identity import generate

    number = generate("659011")
    message = code(minutes=f"证件{number}，证书 105661201505002342")

    told = json.dumps(message.context)
    assert number not in told
    assert number[-4:] in told
    assert "105661201505002342" in told


def test_the_message_centre_shows_no_secrets_and_nobody_elses_messages(code, reader):
    import uuid

    from creditbank.bank.messages import inbox

    message = code()

    (letter,) = inbox.letters(reader.reader_id)
    assert "135246" not in letter.body
    assert "请查看邮件" in letter.body
    assert inbox.unread(reader.reader_id) == 1
    inbox.mark_read(uuid.uuid4(), message.pk)
    assert inbox.unread(reader.reader_id) == 1
    inbox.mark_read(reader.reader_id, message.pk)
    assert inbox.unread(reader.reader_id) == 0
    assert inbox.letter(uuid.uuid4(), message.pk) is None
    assert inbox.letters(uuid.uuid4()) == []


def test_a_message_is_rendered_in_the_language_of_its_reader(reader):
    from dataclasses import replace

    from django.utils import translation

    from creditbank.bank.messages import inbox, outbox

    outbox.post("user_second_factor", replace(reader, language="zh-hans"))

    with translation.override("en"):
        assert inbox.letters(reader.reader_id)[0].subject == "二次验证有变动"
