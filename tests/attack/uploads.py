"""Uploads that mean harm, beyond those of tests/bank/files: a name, the bytes, the refusal's code."""

import io
import struct
import zlib

from PIL import Image

from tests.bank.files import scans as made


def jpeg_of(width, height, tail=b""):
    """A JPEG whose header promises so many pixels and whose body brings hardly one."""
    honest = made.jpeg(64, 64)
    at = honest.index(b"\xff\xc0") + 5
    return honest[:at] + struct.pack(">HH", height, width) + honest[at + 4 :] + tail


def png_of(width, height, pixels=b""):
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = made._chunk(b"IHDR", head) + made._chunk(b"IDAT", zlib.compress(pixels))
    return b"\x89PNG\r\n\x1a\n" + body + made._chunk(b"IEND", b"")


def unpacks_to(megabytes):
    """Deflated zeros, made without packing them: one packed megabyte, over and over."""
    packer = zlib.compressobj(9)
    once = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = once[2:]
    return once[:2] + block * megabytes + b"\x03\x00" + bytes(4)


def png_with_text_bomb():
    """A small picture with a compressed comment of half a gigabyte."""
    picture = made.png(300, 200)
    text = b"Comment\x00\x00" + unpacks_to(500)
    return picture[:33] + made._chunk(b"zTXt", text) + picture[33:]


def heic_of_900_megapixels():
    """A HEIC whose size box says 30000 × 30000."""
    honest = made.heic(128, 128)
    size = struct.pack(">II", 128, 128)
    at = honest.index(b"ispe") + 8
    assert honest[at : at + 8] == size
    return honest[:at] + struct.pack(">II", 30000, 30000) + honest[at + 8 :]


def progressive_with_many_scans():
    """A progressive JPEG that repeats its last scan thousands of times: much work, few bytes."""
    image = made.encoded(made.drawn(4000, 4000), "JPEG", progressive=True, quality=20)
    at = image.rindex(b"\xff\xda")
    scan = image[at:-2]
    times = max(1, (9_000_000 - len(image)) // len(scan))
    return image[:at] + scan * times + b"\xff\xd9"


def pdf_with_stream(content, *, box=b"0 0 595 842", filters=b"/FlateDecode", length=None):
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[" + box + b"]/Contents 4 0 R>>"
    told = b"%d" % (len(content) if length is None else length)
    stream = b"<</Length " + told + b"/Filter" + filters + b">>stream\n" + content + b"\nendstream"
    return made.pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", made.PAGES[0], page, stream)


def pdf_bomb():
    """A page whose content unpacks, twice, to four gigabytes."""
    twice = zlib.compress(unpacks_to(4000), 9)
    return pdf_with_stream(twice, filters=b"[/FlateDecode/FlateDecode]")


def pdf_of_pages(count):
    """A PDF of very many empty pages in a few kilobytes."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 3 + count))
    tree = b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % count
    return made.pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", tree, *[made.PAGES[1]] * count)


def pdf_of_endless_strokes():
    return pdf_with_stream(zlib.compress(b"0 0 595 842 re f " * 3_000_000, 9))


def pdf_with_image_bomb():
    """A page with a picture of 30000 × 30000 in it."""
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</XObject<</I 5 0 R>>>>>>"
    )
    draw = b"<</Length 29>>stream\n595 0 0 842 0 0 cm /I Do    \nendstream"
    packed = zlib.compress(bytes(30000 // 8 * 30000), 9)
    picture = (
        b"<</Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 1"
        b"/ColorSpace/DeviceGray/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    )
    return made.pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        made.PAGES[0],
        page,
        draw,
        picture + packed + b"\nendstream",
    )


def pdf_with(action, extra=b""):
    catalogue = b"<</Type/Catalog/Pages 2 0 R/OpenAction" + action + extra + b">>"
    return made.pdf_of(catalogue, *made.PAGES)


def pdf_with_hidden_script():
    """The script in a compressed object stream, where no search of the bytes finds it."""
    action = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
    packed = zlib.compress(b"5 0 " + action)
    body, places = b"%PDF-1.7\n", {}
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 5 0 R>>",
        2: made.PAGES[0],
        3: made.PAGES[1],
        4: b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
        + packed
        + b"\nendstream",
    }
    for number, text in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    start = len(body)
    rows = [(0, 0, 65535), *((1, places[number], 0) for number in (1, 2, 3, 4)), (2, 4, 0)]
    rows.append((1, start, 0))
    table = zlib.compress(b"".join(struct.pack(">BIH", *row) for row in rows))
    head = b"<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>" % len(table)
    body += b"6 0 obj\n" + head + b"stream\n" + table + b"\nendstream\nendobj\n"
    return body + b"startxref\n%d\n%%%%EOF\n" % start


def gif_as_jpeg():
    out = io.BytesIO()
    Image.new("RGB", (300, 200)).save(out, "GIF")
    return out.getvalue()


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
XXE = b"<?xml version='1.0'?><!DOCTYPE s [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

# What is sent (made only then), and the code of the refusal.
HOSTILE = {
    "empty": (lambda: b"", "empty"),
    "png of 900 megapixels": (lambda: png_of(30_000, 30_000), "too_large"),
    "jpeg of 4225 megapixels": (lambda: jpeg_of(65_000, 65_000), "too_large"),
    "jpeg of thousands of scans": (progressive_with_many_scans, "damaged"),
    "heic of 900 megapixels": (heic_of_900_megapixels, "too_large"),
    "pdf that unpacks to gigabytes": (pdf_bomb, "too_heavy"),
    "pdf of three million strokes": (pdf_of_endless_strokes, "too_heavy"),
    "pdf of 200 pages": (lambda: pdf_of_pages(200), "too_many_pages"),
    "pdf with a password": (made.pdf_with_password, "encrypted"),
    "pdf with a script": (made.pdf_with_script, "active"),
    "pdf with a script spelled otherwise": (
        lambda: pdf_with(b"<</S/#4aava#53cript/JS(app.alert\\(1\\))>>"),
        "active",
    ),
    "pdf with a script in an object stream": (pdf_with_hidden_script, "active"),
    "pdf that starts a program": (lambda: pdf_with(b"<</S/Launch/F(cmd.exe)>>"), "active"),
    "pdf that sends a form": (lambda: pdf_with(b"<</S/SubmitForm/F(http://x)>>"), "active"),
    "pdf with an xfa form": (
        lambda: pdf_with(b"[3 0 R/Fit]", b"/AcroForm<</XFA(<xdp/>)/Fields[]>>"),
        "active",
    ),
    "half a pdf": (lambda: made.pdf()[:3000], "damaged"),
    "half a jpeg": (lambda: made.jpeg(900, 700)[:20_000], "damaged"),
    "svg with a script": (lambda: SVG, "not_recognised"),
    "xml that reads a file": (lambda: XXE, "not_recognised"),
    "a web page": (lambda: b"<html><script>alert(1)</script></html>", "not_recognised"),
    "a web page that says it is a gif": (lambda: b"GIF89a/*<script>*/=1;", "not_recognised"),
    "a gif called jpeg": (gif_as_jpeg, "not_recognised"),
    "an archive": (lambda: b"PK\x03\x04" + bytes(5000), "not_recognised"),
    "a program": (lambda: b"\x7fELF" + bytes(5000), "not_recognised"),
    "a test virus": (lambda: EICAR, "not_recognised"),
    "more than ten megabytes": (
        lambda: b"\xff\xd8\xff" + bytes(10 * 1024 * 1024),
        "too_many_bytes",
    ),
}
# What only looks dangerous: drawn within the bounds, and nothing of it survives but the pixels.
TAMED = {
    "png with a comment of half a gigabyte": png_with_text_bomb,
    "pdf with a picture of 900 megapixels": pdf_with_image_bomb,
    "pdf of an endless page": lambda: pdf_with_stream(zlib.compress(b""), box=b"0 0 1e9 1e9"),
    "jpeg that is an archive too": lambda: made.jpeg() + b"PK\x03\x04 and a whole archive",
    "jpeg that knows where it was taken": made.jpeg,
}
