"""Storing, opening, handing over, erasing: what lies on the disk tells nothing, and nothing stays."""

import datetime as dt

import pytest
from django.db import transaction

from creditbank.bank import clock, keys
from creditbank.bank.files import fence, sealing, tasks, uploads
from creditbank.bank.files.models import StoredFile
from creditbank.bank.files.storage import s3_options, storage
from creditbank.bank.history import VISITOR
from creditbank.bank.ids import uuid7
from creditbank.bank.keys import persons
from creditbank.bank.refusals import Refused

from . import scans as made

pytestmark = pytest.mark.django_db


def stored(content=None, name="scan.jpg", person_key=None):
    upload = made.upload(content or made.jpeg(), name)
    return uploads.store(upload, purpose="evidence", person_key=person_key, by=VISITOR)


def on_disk(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def jobs_waiting():
    from procrastinate.contrib.django.models import ProcrastinateJob

    return list(ProcrastinateJob.objects.values_list("task_name", flat=True))


def test_a_picture_is_stored_and_opened_again(folder):
    file = stored(made.heic(900, 700), "毕业证.HEIC")
    assert uploads.open_page(file, 1)[:3] == b"\xff\xd8\xff"
    assert uploads.open_original(file) == uploads.open_page(file, 1, "full")
    assert (file.name, file.download_name) == ("毕业证.HEIC", "毕业证.jpg")
    assert (file.kind, file.original_type, file.width) == ("image", "image/jpeg", 900)
    assert len(on_disk(folder)) == 2


def test_a_pdf_is_given_back_as_it_came(folder):
    content = made.pdf(pages=2)
    file = StoredFile.objects.get(pk=stored(content, "成绩单.pdf").pk)
    assert uploads.open_original(file) == content
    assert (file.pages, file.original_type, file.download_name) == (
        2,
        "application/pdf",
        "成绩单.pdf",
    )
    assert uploads.open_page(file, 2, "full")[:3] == b"\xff\xd8\xff"


def test_disk_and_row_hold_neither_content_nor_name(folder):
    file = stored(made.pdf(), "张三的身份证.pdf")
    name = "张三的身份证".encode()
    for path in on_disk(folder):
        assert path.stat().st_mode & 0o777 == 0o600
        kept = path.read_bytes()
        assert b"%PDF" not in kept
        assert b"\xff\xd8\xff\xe0" not in kept[:64]
        assert name not in kept + str(path).encode()
    row = StoredFile.objects.values().get(pk=file.pk)
    assert name not in b"".join(bytes(row[field]) for field in ("sealed_name", "sealed_key"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        (r"C:\Users\me\证书.jpg", "证书.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie: x.jpg"),
        ("\u202egpj.exe", "gpj.exe"),
        ("..", ""),
        (None, ""),
        ("长" * 300 + ".jpg", "长" * 116 + ".jpg"),
    ],
)
def test_a_name_is_only_a_label(given, kept):
    assert uploads.clean_name(given) == kept


def test_a_path_in_a_name_leads_nowhere(folder):
    stored(name="../../etc/passwd.jpg")
    assert {len(path.relative_to(folder).parts) for path in on_disk(folder)} == {3}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<svg/>", "not_recognised"),
        (b"\xff\xd8\xff" + bytes(uploads.MAX_BYTES), "too_many_bytes"),
    ],
)
def test_what_is_refused_leaves_no_trace(folder, content, code):
    with pytest.raises(Refused) as refused:
        uploads.store(made.upload(content), purpose="evidence", person_key=None, by=VISITOR)
    assert refused.value.code == code
    assert not on_disk(folder)
    assert not StoredFile.objects.exists()


def test_of_several_all_are_stored_or_none(folder):
    batch = [made.upload(made.jpeg()), made.upload(b"<svg/>")]
    with pytest.raises(Refused):
        uploads.store_all(batch, purpose="evidence", person_key=None, by=VISITOR)
    assert not on_disk(folder)


def test_no_more_than_ten_files_a_submission(folder):
    with pytest.raises(Refused) as refused:
        uploads.store_all(
            [made.upload(b"")] * 2, purpose="evidence", person_key=None, by=VISITOR, already=9
        )
    assert refused.value.code == "too_many_files"


def test_the_same_upload_is_known_again(folder):
    content = made.jpeg()
    first, second, other = stored(content), stored(content), stored()
    assert list(StoredFile.objects.all().same_upload(second)) == [first]
    assert first.digest != other.digest


def test_a_persons_file_dies_with_the_persons_key(folder):
    person = persons.create()
    file = stored(person_key=person)
    assert file.name == "scan.jpg"
    persons.destroy(person)
    with pytest.raises(Refused) as refused:
        uploads.open_page(StoredFile.objects.get(pk=file.pk), 1)
    assert refused.value.code == "file_gone"


def test_a_file_handed_over_opens_with_its_owners_key(folder):
    file, person, owner_id = stored(), persons.create(), uuid7()
    uploads.hand_over(file, owner_id=owner_id, person_key=person, by=VISITOR)
    again = StoredFile.objects.get(owner_id=owner_id)
    assert uploads.open_page(again, 1)
    with pytest.raises(keys.Unreadable):
        sealing.open_key(bytes(again.sealed_key), None, again.id)


def test_bytes_of_another_file_do_not_open(folder):
    mine, theirs = stored(), stored()
    (folder / f"{mine.path}.1-full").write_bytes((folder / f"{theirs.path}.1-full").read_bytes())
    with pytest.raises(Refused):
        uploads.open_page(mine, 1, "full")


@pytest.mark.parametrize(("page", "size"), [(0, "full"), (2, "full"), (1, "original"), (1, "../x")])
def test_there_is_no_other_page_or_size(folder, page, size):
    with pytest.raises(Refused):
        uploads.open_page(stored(), page, size)


def test_erased_is_unreadable_at_once_and_off_the_disk_by_a_job(folder):
    file = uploads.erase(stored(), by=VISITOR)
    assert file.is_erased
    assert (file.name, bytes(file.sealed_key)) == ("", b"")
    with pytest.raises(Refused):
        uploads.open_page(file, 1)
    assert jobs_waiting() == ["files.delete_renditions"]
    for _time in range(2):
        tasks.delete_renditions.func(file_id=str(file.pk))
    assert not on_disk(folder)


def test_erasing_twice_is_as_once(folder):
    file = uploads.erase(stored(), by=VISITOR)
    assert uploads.erase(file, by=VISITOR).erased_at == file.erased_at
    assert len(jobs_waiting()) == 1


def test_the_job_deletes_nothing_of_a_living_file(folder):
    tasks.delete_renditions.func(file_id=str(stored().pk))
    assert len(on_disk(folder)) == 2


def test_what_a_rollback_left_is_swept_after_a_day(folder):
    kept = stored()
    with transaction.atomic():
        stored()
        transaction.set_rollback(True)
    assert len(on_disk(folder)) == 4
    tasks.sweep.func()
    assert len(on_disk(folder)) == 4
    with clock.frozen(clock.now() + dt.timedelta(days=2)):
        tasks.sweep.func()
    assert {path.name.split(".")[0] for path in on_disk(folder)} == {kept.path[6:]}


def test_the_storage_says_whether_it_answers(folder):
    assert storage().answers()
    for path in folder.iterdir():
        path.rmdir()
    folder.rmdir()
    folder.write_text("a file where the folder should be")
    assert not storage().answers()


def test_a_bucket_is_read_from_its_address():
    options = s3_options("s3://key:se%2Fcret@store.example:9000/scans?region=cn-north-1&tls=no")
    assert (options["access_key"], options["secret_key"]) == ("key", "se/cret")
    assert options["endpoint_url"] == "http://store.example:9000"
    assert (options["bucket_name"], options["region_name"]) == ("scans", "cn-north-1")


def test_every_code_of_the_intake_has_a_sentence():
    source = fence.INTAKE.read_text()
    for code in fence.SENTENCES.keys() - {"empty", "too_many_bytes", "too_heavy", "busy"}:
        assert f'"{code}"' in source
    assert str(fence.refusal("unheard of")) == str(fence.SENTENCES["too_heavy"])
