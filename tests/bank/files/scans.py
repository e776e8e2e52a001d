"""Uploads made for the tests: honest ones, and some that mean harm."""

import io
import os
import struct
import zlib

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

pillow_heif.register_heif_opener()

GPS, ORIENTATION, LATITUDE = 0x8825, 0x0112, 2
UPRIGHT_WHEN_TURNED = 6


def drawn(width, height):
    """Coarse noise: no two pictures are equal, and it compresses as a photo does."""
    small = (max(width // 8, 1), max(height // 8, 1))
    return Image.frombytes("RGB", small, os.urandom(small[0] * small[1] * 3)).resize(
        (width, height)
    )


def encoded(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def jpeg(width=800, height=600, *, turned=False, **options):
    exif = Image.Exif()
    exif[0x010F] = "CAMERA-OF-THE-TEST"
    exif.get_ifd(GPS)[LATITUDE] = (36.0, 3.0, 38.0)
    if turned:
        exif[ORIENTATION] = UPRIGHT_WHEN_TURNED
    return encoded(drawn(width, height), "JPEG", exif=exif, **options)


def png(width=800, height=600, mode="RGB"):
    return encoded(drawn(width, height).convert(mode), "PNG")


def heic(width=800, height=600):
    return encoded(drawn(width, height), "HEIF", quality=60)


def pdf(pages=1):
    first, *others = [drawn(620, 877) for _page in range(pages)]
    return encoded(first, "PDF", save_all=True, append_images=others)


def png_bomb(side):
    """A valid PNG of `side`² black pixels in a few hundred kilobytes."""
    packer = zlib.compressobj(9)
    row = bytes(side * 3 + 1)
    pixels = b"".join(packer.compress(row) for _line in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", pixels)
        + _chunk(b"IEND", b"")
    )


def _chunk(kind, content):
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def pdf_of(*objects, trailer=b""):
    """A PDF from its objects' texts, number 1 being the catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, trailer, len(body))
    )


PAGES = (
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
)


def pdf_with_script():
    catalogue = b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>"
    return pdf_of(catalogue, *PAGES)


def pdf_with_password():
    """Encrypted by the standard handler (RC4, 40 bits) with a user password nobody told us."""
    locked = b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (b"41" * 32, b"42" * 32)
    trailer = b"/Encrypt 4 0 R/ID[<00><00>]"
    return pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", *PAGES, locked, trailer=trailer)


def upload(content, name="scan.jpg", content_type="image/jpeg"):
    return SimpleUploadedFile(name, content, content_type)
