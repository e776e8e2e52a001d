"""Takes one hostile upload apart. A program of its own: run by `fence`, never imported by the bank.

Reads the upload from standard input, writes one line of JSON and then the renditions to standard
output: `{"kind", "pages", "width", "height", "parts": [[name, size], …]}`, or `{"refused": code}`.
It imports nothing of the project, holds no keys, and is limited before it looks at a byte.
"""

# ruff: noqa: PLC0415 - each upload loads only the library it needs

from __future__ import annotations

import json
import os
import re
import resource
import sys
from typing import Any

MAX_PIXELS = 64_000_000
MAX_SIDE = 30_000
MIN_SIDE = 50
MAX_PAGES = 20
FULL, PDF_FULL, PREVIEW = 4000, 2000, 1200
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
# What acts when a document is opened. Pages are drawn without any of it; but the original is kept.
# Looked for in the bytes as sent and in the document as read: names may be spelled with #, objects packed.
ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|RichMedia|SubmitForm|ImportData)\b|/XFA\s*(?:[\[(]|\d+ \d+ R)"
)

Part = tuple[str, bytes]


class RefusedError(Exception):
    """An upload that can't be kept; the argument is the code that `fence` turns into a sentence."""


def main() -> None:
    """Read, render, answer."""
    data = sys.stdin.buffer.read()
    try:
        answer(*render(data))
    except RefusedError as refusal:
        write({"refused": str(refusal)})
    except MemoryError:
        write({"refused": "too_large"})


def close_doors(spare: int = 0) -> None:
    """Allow no new descriptor from here on: no file of the machine, no socket."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (3 + spare, 3 + spare))


def render(data: bytes) -> tuple[dict[str, Any], list[Part]]:
    """Decide by the first bytes alone what this is; neither name nor content type is asked."""
    if data.startswith(b"\xff\xd8\xff"):
        return photo(data, "jpegload_buffer")
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return photo(data, "pngload_buffer")
    if data[4:8] == b"ftyp" and heif_brands(data) & HEIF_BRANDS:
        return heif(data)
    if data.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"):
        return pdf(data)
    raise RefusedError("not_recognised")


def heif_brands(data: bytes) -> set[bytes]:
    """Name the major and compatible brands of an ISO media file."""
    size = min(int.from_bytes(data[:4], "big"), 256)
    return {data[at : at + 4] for at in (8, *range(16, size, 4))}


def photo(data: bytes, loader: str) -> tuple[dict[str, Any], list[Part]]:
    """Re-encode a JPEG or PNG: pixels survive, everything else stays behind."""
    vips = libvips()
    close_doors()
    load = getattr(vips.Image, loader)
    try:
        header = load(data, access="sequential")
        check_size(header.width, header.height)
        # A JPEG can be decoded at half, a quarter or an eighth: a big one never exists in full.
        shrink = shrink_of(header) if loader == "jpegload_buffer" else 1
        options: dict[str, Any] = {"access": "sequential", "fail_on": "truncated"}
        if shrink > 1:
            options["shrink"] = shrink
        image = fitted(load(data, **options), FULL)
        return image_answer(image)
    except vips.Error as error:
        raise RefusedError(verdict(error)) from error


def shrink_of(header: Any) -> int:
    """Choose the largest decoding shrink that still leaves the wanted size."""
    return max(
        (n for n in (1, 2, 4, 8) if max(header.width, header.height) // n >= FULL), default=1
    )


def heif(data: bytes) -> tuple[dict[str, Any], list[Part]]:
    """Decode the primary picture of a HEIC or HEIF file; libheif applies its rotation."""
    import io

    import pillow_heif

    vips = libvips()
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = False
    close_doors()
    try:
        pictures = pillow_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)
        picture = pictures[pictures.primary_index]
        check_size(*picture.size)
        bands = {"RGB": 3, "RGBA": 4, "L": 1}[picture.mode]
        width, height = picture.size
        pixels = rows(picture.data, picture.stride, width * bands)
    except RefusedError:
        raise
    except Exception as error:  # whatever a foreign decoder raises, the upload is not readable
        raise RefusedError(verdict(error)) from error
    image = vips.Image.new_from_memory(pixels, width, height, bands, "uchar")
    return image_answer(fitted(image.copy(interpretation="srgb"), FULL))


def rows(pixels: Any, stride: int, wanted: int) -> Any:
    """Drop the padding at the end of each row, without a copy where there is none."""
    if stride == wanted:
        return pixels
    return b"".join(pixels[at : at + wanted] for at in range(0, len(pixels), stride))


def pdf(data: bytes) -> tuple[dict[str, Any], list[Part]]:
    """Render each page to pictures; the document itself is kept for downloading only."""
    import pypdfium2

    if ACTIVE.search(data):
        raise RefusedError("active")
    vips = libvips()
    close_doors(spare=16)  # fonts of the machine, for documents that bring none
    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
        if pages > MAX_PAGES:
            raise RefusedError("too_many_pages")
        if not pages:
            raise RefusedError("damaged")
        if ACTIVE.search(written_out(document)):
            raise RefusedError("active")
        parts: list[Part] = [("original", data)]
        width, height = 0, 0
        for number in range(pages):
            picture = pdf_page(vips, document[number])
            parts.extend(page_parts(picture, number + 1))
            if number == 0:
                width, height = picture.width, picture.height
    except pypdfium2.PdfiumError as error:
        raise RefusedError("encrypted" if "assword" in str(error) else "damaged") from error
    return {"kind": "pdf", "pages": pages, "width": width, "height": height}, parts


def written_out(document: Any) -> bytes:
    """Write the document anew: every object in plain, names as they are meant."""
    import io

    copy = io.BytesIO()
    document.save(copy)
    return copy.getvalue()


def pdf_page(vips: Any, page: Any) -> Any:
    """Draw one page with its longest side at the full size, then let go of it."""
    width, height = page.get_size()
    if not (0 < width < MAX_SIDE and 0 < height < MAX_SIDE):
        raise RefusedError("damaged")
    bitmap = page.render(
        scale=PDF_FULL / max(width, height), rev_byteorder=True, may_draw_forms=False
    )
    pixels = rows(bitmap.buffer, bitmap.stride, bitmap.width * bitmap.n_channels)
    image = vips.Image.new_from_memory(
        pixels, bitmap.width, bitmap.height, bitmap.n_channels, "uchar"
    )
    bitmap.close()
    page.close()
    return image.copy(interpretation="srgb")


def fitted(image: Any, longest: int) -> Any:
    """Shrink to the longest side, upright, eight bits of sRGB, held in memory."""
    scale = longest / max(image.width, image.height)
    if scale < 1:
        image = image.resize(scale)
    image = image.copy_memory().autorot()
    if image.interpretation not in {"srgb", "b-w"}:
        image = image.colourspace("srgb")
    if image.format != "uchar":
        image = image.cast("uchar", shift=image.format == "ushort")
    return image.copy_memory()


def image_answer(image: Any) -> tuple[dict[str, Any], list[Part]]:
    """Name the facts of a picture, and its two renditions."""
    facts = {"kind": "image", "pages": 1, "width": image.width, "height": image.height}
    return facts, page_parts(image, 1)


def page_parts(image: Any, number: int) -> list[Part]:
    """Encode one page at both sizes."""
    flat = image.flatten(background=[255, 255, 255]) if image.hasalpha() else image
    small = flat.thumbnail_image(PREVIEW, height=PREVIEW, size="down")
    return [(f"{number}-full", jpeg(flat, 88)), (f"{number}-preview", jpeg(small, 80))]


def jpeg(image: Any, quality: int) -> bytes:
    """Encode without any metadata."""
    encoded: bytes = image.jpegsave_buffer(Q=quality, keep="none", optimize_coding=True)
    return encoded


def check_size(width: int, height: int) -> None:
    """Refuse by the header, before a single pixel is decoded."""
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise RefusedError("too_large")
    if min(width, height) < MIN_SIDE:
        raise RefusedError("too_small")


def verdict(error: Exception) -> str:
    """Tell a picture that is too much for this process from one that is broken."""
    words = str(error).lower()
    signs = ("out of memory", "insufficient memory", "limit")
    return "too_large" if any(sign in words for sign in signs) else "damaged"


def libvips() -> Any:
    """Load the image library with its caches off and its exotic loaders blocked."""
    import pyvips

    pyvips.cache_set_max(0)
    return pyvips


def answer(facts: dict[str, Any], parts: list[Part]) -> None:
    """Write the facts, then the bytes of each part in the order named."""
    write({**facts, "parts": [[name, len(content)] for name, content in parts]})
    for _name, content in parts:
        sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def write(line: dict[str, Any]) -> None:
    """Write the head of the answer."""
    sys.stdout.buffer.write(json.dumps(line).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    try:
        main()
    except BaseException:  # noqa: BLE001 - a traceback would quote the upload
        os._exit(3)  # nothing said: `fence` reads that as too heavy
