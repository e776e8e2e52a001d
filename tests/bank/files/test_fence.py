"""The intake: honest uploads come out clean, others are refused with a sentence and in bounds."""

import io
import subprocess
import sys
import time

import pytest
from PIL import Image

from creditbank.bank.fence import programs
from creditbank.bank.files import fence
from creditbank.bank.refusals import Refused

from . import scans as made
from .measured import measured


def opened(content):
    return Image.open(io.BytesIO(content))


def refused(content):
    with pytest.raises(Refused) as caught:
        fence.examine(content)
    assert len(str(caught.value)) > 10
    return caught.value.code


@pytest.mark.parametrize("make", [made.jpeg, made.png, made.heic])
def test_a_picture_of_each_format_becomes_a_jpeg_of_the_same_size(make):
    examined = fence.examine(make(900, 700))
    assert (examined.kind, examined.pages) == ("image", 1)
    assert opened(examined.renditions["1-full"]).format == "JPEG"
    assert (
        opened(examined.renditions["1-full"]).size
        == (900, 700)
        == (examined.width, examined.height)
    )


@pytest.mark.parametrize("mode", ["RGBA", "P", "1", "L", "LA"])
def test_every_colour_mode_of_a_png_is_read(mode):
    assert opened(fence.examine(made.png(300, 200, mode)).renditions["1-full"]).size == (300, 200)


def test_a_cmyk_photo_becomes_one_that_browsers_show():
    content = made.encoded(made.drawn(300, 200).convert("CMYK"), "JPEG")
    assert opened(fence.examine(content).renditions["1-full"]).mode == "RGB"


def test_position_and_camera_stay_behind():
    content = made.jpeg()
    assert b"CAMERA-OF-THE-TEST" in content
    for rendition in fence.examine(content).renditions.values():
        assert b"CAMERA" not in rendition
        assert b"Exif" not in rendition
        assert not opened(rendition).getexif()


def test_a_turned_photo_is_set_upright():
    examined = fence.examine(made.jpeg(900, 700, turned=True))
    assert (examined.width, examined.height) == (700, 900)


def test_a_big_photo_is_bounded_and_its_preview_small():
    examined = fence.examine(made.jpeg(6000, 4500, quality=60))
    assert opened(examined.renditions["1-full"]).size == (4000, 3000)
    assert opened(examined.renditions["1-preview"]).size == (1200, 900)


def test_a_pdf_becomes_pictures_of_its_pages_and_is_kept():
    content = made.pdf(pages=3)
    examined = fence.examine(content)
    assert (examined.kind, examined.pages) == ("pdf", 3)
    assert examined.renditions["original"] == content
    assert opened(examined.renditions["3-full"]).size[1] == 2000
    assert max(opened(examined.renditions["3-preview"]).size) == 1200


@pytest.mark.parametrize(
    "tail", [b"PK\x03\x04 and a whole archive", b"<html><script>alert(1)</script></html>"]
)
def test_of_a_polyglot_only_the_picture_survives(tail):
    examined = fence.examine(made.jpeg() + tail)
    assert not any(tail in rendition for rendition in examined.renditions.values())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_recognised"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not_recognised"),
        (b"GIF89a" + bytes(100), "not_recognised"),
        (b"PK\x03\x04" + bytes(100), "not_recognised"),
        (b"<html>%PDF-1.7", "not_recognised"),
        (b"%PDF-1.7 and then nothing of it", "damaged"),
        (b"\xff\xd8\xff\xe0 no picture", "damaged"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "damaged"),
    ],
)
def test_what_is_no_scan_is_refused(content, code):
    assert refused(content) == code


@pytest.mark.parametrize("make", [made.jpeg, made.png, made.heic])
def test_half_a_picture_is_refused(make):
    content = make(900, 700)
    assert refused(content[: len(content) // 2]) == "damaged"


def test_a_tiny_picture_is_refused():
    assert refused(made.png(20, 20)) == "too_small"


def test_a_pdf_with_a_password_a_script_or_too_many_pages_is_refused():
    assert refused(made.pdf_with_password()) == "encrypted"
    assert refused(made.pdf_with_script()) == "active"
    assert refused(made.pdf(pages=21)) == "too_many_pages"


def test_a_bomb_of_900_megapixels_is_refused_at_once():
    begun = time.monotonic()
    assert refused(made.png_bomb(30_000)[:200_000]) == "too_large"
    assert time.monotonic() - begun < 20


def test_the_largest_picture_allowed_stays_within_512_mib():
    largest = made.png_bomb(8000)
    assert fence.examine(largest).width == 4000
    peak, _seconds = measured(largest)
    assert peak < 512


def test_an_intake_that_dies_or_lies_is_a_refusal(tmp_path, monkeypatch):
    for program in (
        "import os; os.abort()",
        "print('nonsense')",
        "bytes(10**10)",
        """print('{"kind": "pdf", "pages": 1, "width": 1, "height": 1, "parts": [["../x", 1]]}\\nx')""",
        """print('{"kind": "image", "pages": 1, "width": 1, "height": 1, "parts": []}')""",
    ):
        liar = tmp_path / "liar.py"
        liar.write_text(program)
        monkeypatch.setattr(fence, "INTAKE", liar)
        assert refused(made.jpeg()) == "too_heavy"


def test_an_intake_that_never_ends_is_stopped(tmp_path, monkeypatch):
    sleeper = tmp_path / "sleeper.py"
    sleeper.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(fence, "INTAKE", sleeper)
    monkeypatch.setattr(fence, "TIMEOUT", 0.2)
    assert refused(made.jpeg()) == "too_heavy"


def test_the_intake_sees_no_key_and_can_open_nothing():
    program = f"""
import sys, os, socket, resource
sys.path[:0] = [{str(fence.INTAKE.parent)!r}, {str(programs.INSIDE.parent)!r}]
import inside, intake
inside.fence_in(512 * 1024 * 1024, 20, 0)
intake.close_doors()
assert not [name for name in os.environ if "KEY" in name], os.environ
assert resource.getrlimit(resource.RLIMIT_AS)[0] <= 512 * 1024 * 1024
for attempt in (socket.socket, lambda: open("/etc/passwd")):
    try:
        attempt()
    except OSError:
        continue
    raise SystemExit(5)
"""
    done = subprocess.run([sys.executable, "-c", program], env=programs.ENVIRONMENT, check=False)
    assert done.returncode == 0
