"""Invented scans, drawn here: like a card or a certificate, and plainly samples of nothing."""

import functools
import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from creditbank.bank.files import fence
from creditbank.bank.files.uploads import FULL, PREVIEW, OwnPicture

PAPER, INK, RED, TEAL, GREY = (
    (250, 248, 242),
    (60, 60, 70),
    (190, 60, 50),
    (20, 92, 104),
    (212,) * 3,
)
CARD, SHEET = (1011, 638), (1200, 850)
FONTS = Path("/usr/share/fonts")

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def card(name: str, number: str) -> OwnPicture:
    """The portrait side of a card that nobody issued."""
    image, draw = _paper(CARD, TEAL)
    draw.rectangle((690, 110, 940, 430), fill=(214, 222, 226))
    draw.ellipse((765, 160, 865, 270), fill=(178, 190, 196))
    draw.pieslice((720, 280, 910, 520), 180, 360, fill=(178, 190, 196))
    _lines(draw, (90, 110), (name, f"{number[6:10]}-{number[10:12]}-{number[12:14]}"), 44)
    for line in range(3):
        draw.rectangle((90, 270 + line * 62, 560 - line * 60, 290 + line * 62), fill=GREY)
    _lines(draw, (90, 480), (number,), 48)
    return _finished(image, draw, "card-front.jpg")


def card_back(number: str) -> OwnPicture:
    """Its other side."""
    image, draw = _paper(CARD, TEAL)
    draw.ellipse((90, 150, 330, 390), outline=RED, width=10)
    for line in range(4):
        draw.rectangle((400, 150 + line * 70, 860 - line * 50, 172 + line * 70), fill=GREY)
    _lines(draw, (400, 470), (f"2018.06.01-2038.06.01  {number[-4:]}",), 30)
    return _finished(image, draw, "card-back.jpg")


def certificate(name: str, title: str, told: Sequence[str]) -> OwnPicture:
    """A certificate of nothing, with a few lines about it (number, date)."""
    image, draw = _paper(SHEET, RED)
    draw.rectangle((52, 52, SHEET[0] - 52, SHEET[1] - 52), outline=RED, width=2)
    _lines(draw, (150, 130), (title,), 46, fill=RED)
    for line in range(4):
        draw.rectangle((150, 330 + line * 58, 980 - line * 70, 348 + line * 58), fill=GREY)
    _lines(draw, (150, 240), (name,), 42)
    _lines(draw, (150, 590), told, 32)
    draw.ellipse((880, 560, 1070, 750), outline=RED, width=8)
    return _finished(image, draw, "certificate.jpg")


def _paper(size: tuple[int, int], edge: tuple[int, ...]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((22, 22, size[0] - 22, size[1] - 22), outline=edge, width=5)
    return image, draw


def _lines(
    draw: ImageDraw.ImageDraw,
    at: tuple[int, int],
    words: Sequence[str],
    size: int,
    fill: tuple[int, ...] = INK,
) -> None:
    """Words below each other; without a Chinese font grey bars stand where they would."""
    across, down = at
    for word in words:
        if word.isascii() or _chinese_font(size):
            draw.text((across, down), word, fill=fill, font=_chinese_font(size) or _font(size))
        else:
            draw.rectangle((across, down + 8, across + len(word) * size, down + size), fill=GREY)
        down += size * 7 // 5


def _finished(image: Image.Image, draw: ImageDraw.ImageDraw, name: str) -> OwnPicture:
    mark = "样例 SAMPLE" if _chinese_font(34) else "SAMPLE"
    _lines(draw, (60, image.height - 82), (mark,), 34, fill=TEAL)
    made = io.BytesIO()
    image.save(made, "JPEG", quality=82)
    parts = {f"1-{size}": made.getvalue() for size in (FULL, PREVIEW)}
    return OwnPicture(name, fence.Examined("image", 1, *image.size, parts))


@functools.cache
def _chinese_font(size: int) -> Font | None:
    """A font of the system that has Chinese, if there is one."""
    found = sorted(FONTS.rglob("*CJK-Regular.ttc")) + sorted(FONTS.rglob("wqy*.tt?"))
    return ImageFont.truetype(found[0], size) if found else None


@functools.cache
def _font(size: int) -> Font:
    return ImageFont.load_default(size)
