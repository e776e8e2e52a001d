"""Hostile uploads, through both pages that take files: a clear sentence, bounds, and nothing is kept."""

import io
import threading
import time

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape
from django.utils.translation import override
from PIL import Image

from creditbank.bank.accounts.models import Slip
from creditbank.bank.files import fence, uploads
from creditbank.bank.files.models import StoredFile
from creditbank.bank.limits import challenges
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.refusals import Refused
from creditbank.web.account import backend
from tests.attack.uploads import HOSTILE, TAMED
from tests.bank.files import scans as made
from tests.bank.files.measured import measured

pytestmark = pytest.mark.django_db
PEAK_MIB, CPU_SECONDS = 512, 21


def kept():
    return [path for path in settings.STORAGE.folder.rglob("*") if path.is_file()]


@pytest.fixture
def activation(an_enrolment, agreement):
    """`activation(files, language)`: the answer of the activation page to some files."""

    def send(files, language="zh-hans"):
        client = Client()
        client.cookies["language"] = language
        client.post("/activate", {"agree": "on"})
        told = {"captcha": challenges.DEMO_ANSWER, "captcha_id": str(challenges.make().id)}
        client.post("/activate/number", {"number": an_enrolment().number, **told})
        return client.post("/activate/person", {"scans": files})

    return send


@pytest.fixture
def deposit(a_learner, a_kind, signed_in):
    """`deposit(files, language)`: the answer of the deposit page to some files."""

    def send(files, language="zh-hans"):
        client = signed_in(Client(), a_learner().user)
        client.cookies["language"] = language
        page = client.get("/me/outcomes/new/?other=1")
        told = {
            "draft": page.context["token"],
            "kind": a_kind.code,
            "title": "岗位技能培训",
            "issuer": "示例公司",
            "obtained_on_year": "2020",
            "action": "submit",
        }
        return client.post("/me/outcomes/new/?other=1", {**told, "evidence": files})

    return send


def refused(answer, code, language):
    with override(language):
        sentence = escape(str(fence.SENTENCES[code]))
    page = answer.content.decode()
    assert answer.status_code in {200, 422}
    # What is too large, the activation page's own field says already, with the file's name.
    by_field = code == "too_many_bytes" and ("超过 10 MB" in page or "larger than 10 MB" in page)
    assert sentence in page or by_field
    assert not StoredFile.objects.exists()
    assert not Slip.objects.exists()
    assert not Outcome.objects.exclude(stage="draft").exists()
    assert kept() == []


def file(content, name="证书.jpg"):
    return SimpleUploadedFile(name, content, "image/jpeg")


# Each file on one of the two pages, in one of the two languages; all four in the trial.
SAMPLED = [
    (name, ("activation", "deposit")[at % 2], ("zh-hans", "en")[at // 2 % 2])
    for at, name in enumerate(HOSTILE)
]
ALL = [
    pytest.param(name, page, language, marks=pytest.mark.trial)
    for name in HOSTILE
    for page in ("activation", "deposit")
    for language in ("zh-hans", "en")
    if (name, page, language) not in SAMPLED
]


@pytest.mark.parametrize(("name", "page", "language"), [*SAMPLED, *ALL])
def test_each_is_refused_in_the_readers_language_and_nothing_stays(name, page, language, request):
    make, code = HOSTILE[name]
    refused(request.getfixturevalue(page)([file(make())], language), code, language)


@pytest.mark.parametrize("page", ["activation", "deposit"])
def test_a_good_file_beside_a_bad_one_is_not_lost_sight_of(page, request):
    answer = request.getfixturevalue(page)([file(made.jpeg()), file(b"<svg/>", "坏.svg")])
    assert escape(str(fence.SENTENCES["not_recognised"])) in answer.content.decode()
    # The deposit keeps what could be read in a draft; an activation keeps nothing.
    assert StoredFile.objects.count() == (1 if page == "deposit" else 0)
    assert not Slip.objects.exists()


HEAVY = [
    "pdf that unpacks to gigabytes",
    "pdf of three million strokes",
    "jpeg of thousands of scans",
    "png with a comment of half a gigabyte",
    "pdf with a picture of 900 megapixels",
]


@pytest.mark.parametrize("name", HEAVY)
def test_memory_and_work_are_bounded(name):
    make = HOSTILE[name][0] if name in HOSTILE else TAMED[name]
    peak, seconds = measured(make())
    assert peak < PEAK_MIB
    assert seconds < CPU_SECONDS


@pytest.mark.trial
@pytest.mark.parametrize("name", [*HOSTILE, *TAMED])
def test_memory_and_work_are_bounded_for_all(name):
    test_memory_and_work_are_bounded(name)


@pytest.mark.parametrize("name", TAMED)
def test_of_what_only_looks_dangerous_the_pixels_survive(name, activation):
    content = TAMED[name]()
    assert activation([file(content)]).url == "/activate/finished"
    stored = StoredFile.objects.get()
    picture = uploads.open_page(stored, 1, "full")
    assert max(Image.open(io.BytesIO(picture)).size) <= 4000
    assert not Image.open(io.BytesIO(picture)).getexif()
    for harm in (b"PK\x03\x04 and", b"CAMERA", b"Comment"):
        assert harm not in picture


NAMES = [
    "../../../etc/cron.d/x.jpg",
    r"C:\Windows\system32\x.jpg",
    "/etc/passwd",
    "a\u202egpj.exe",
    "<script>alert(1)</script>.jpg",
    "x.php%00.jpg",
    "CON",
    "; rm -rf ~ #.jpg",
    "长" * 3000 + ".jpg",
    "\U0001f4a3.jpg",
    "-rf.jpg",
    ".htaccess",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_label_and_nothing_else(name, deposit):
    assert deposit([file(made.jpeg(100, 100), name)]).status_code == 302
    stored = StoredFile.objects.get()
    assert {path.name.partition(".")[0] for path in kept()} == {stored.path.rpartition("/")[2]}
    assert all(settings.STORAGE.folder in path.parents for path in kept())
    assert not set(stored.name) & set("/\\\u202e\x00\r\n")
    assert len(stored.name) <= uploads.LONGEST_NAME
    outcome, client = Outcome.objects.get(), Client()
    client.force_login(outcome.account.user, backend=backend.PATH)
    page = client.get(f"/me/outcomes/{outcome.number}/").content.decode()
    assert "<script>alert(1)" not in page


def test_slow_uploads_leave_a_thread_for_everybody_else(tmp_path, monkeypatch):
    """Of many at once some are told to come again; none waits for the others to end."""
    sleeper = tmp_path / "sleeper.py"
    sleeper.write_text("import time; time.sleep(4)")
    monkeypatch.setattr(fence, "INTAKE", sleeper)
    monkeypatch.setattr(fence, "PATIENCE", 0.1)
    codes, began = [], time.monotonic()

    def send():
        with pytest.raises(Refused) as told:
            fence.examine(b"slow")
        codes.append((told.value.code, time.monotonic() - began))

    threads = [threading.Thread(target=send) for _one in range(fence.AT_ONCE + 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    busy = [seconds for code, seconds in codes if code == "busy"]
    assert len(busy) == 2
    assert max(busy) < 3
