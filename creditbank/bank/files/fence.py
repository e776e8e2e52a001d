"""Runs the intake on one upload in a process of its own and takes its answer.

A plain subprocess behind the bank's fence: about 0.1 s to start, no descriptor but its three. Its
answer arrives in memory (a memfd), never in a file on the disk.
"""

import json
import os
import re
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from creditbank.bank.fence.programs import ENVIRONMENT, Limits, command
from creditbank.bank.refusals import Refused

INTAKE = Path(__file__).with_name("intake.py")
LIMITS = Limits(memory=512 * 1024 * 1024, seconds=20, output=64 * 1024 * 1024)
TIMEOUT = 40
# One fewer than the web's threads: however long uploads take, somebody is left for the other pages.
AT_ONCE, PATIENCE = 3, 1.0
_seats = threading.BoundedSemaphore(AT_ONCE)
PART = re.compile(r"original|[1-9][0-9]?-(full|preview)")

SENTENCES = {
    "empty": _("这个文件是空的，请重新选择文件。"),
    "too_many_bytes": _("文件太大：每个文件不超过 10 MB。请压缩后上传，或重新拍照。"),
    "not_recognised": _("这不是可识别的图片。请上传 JPEG、PNG、HEIC 图片或 PDF 文件。"),
    "too_large": _("照片太大，超过 6400 万像素。请缩小尺寸后上传，或重新拍照。"),
    "too_small": _("图片太小，看不清内容。请上传更清晰的照片或扫描件。"),
    "damaged": _("文件不完整或已损坏。请重新拍照或重新导出后上传。"),
    "encrypted": _("这个 PDF 设有密码。请去掉密码后上传，或拍照上传。"),
    "active": _("这个 PDF 含有脚本等活动内容。请另存为普通 PDF 后上传，或拍照上传。"),
    "too_many_pages": _("这个 PDF 超过 20 页。请只上传需要的页面。"),
    "busy": _("现在上传的人较多，请过一会儿再提交一次。"),
    "too_heavy": _("这个文件过于复杂，无法处理。请改为拍照或截图后上传。"),
}


@dataclass(frozen=True)
class Examined:
    """What the intake made of an upload: facts and clean renditions by name."""

    kind: str
    pages: int
    width: int
    height: int
    renditions: dict[str, bytes]


def examine(data: bytes) -> Examined:
    """Take an upload apart; raises `Refused` with what the person can do about it."""
    if not _seats.acquire(timeout=PATIENCE):
        raise refusal("busy")
    try:
        return _examined(data)
    finally:
        _seats.release()


def refusal(code: str) -> Refused:
    """The refusal that belongs to a code of the intake."""
    known = code if code in SENTENCES else "too_heavy"
    return Refused(known, SENTENCES[known])


def _examined(data: bytes) -> Examined:
    output = os.memfd_create("intake")
    try:
        returned = _run(data, output)
        with os.fdopen(os.dup(output), "rb") as answer:
            answer.seek(0)
            head, body = answer.readline(65536), answer.read()
    finally:
        os.close(output)
    if returned != 0:
        raise refusal("too_heavy")
    return _understood(head, body)


def _run(data: bytes, output: int) -> int:
    try:
        done = subprocess.run(
            command(INTAKE, LIMITS),
            input=data,
            stdout=output,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd="/",
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return -1
    return done.returncode


def _understood(head: bytes, body: bytes) -> Examined:
    # The intake may have been taken over by what it read: its answer is checked like any input.
    try:
        said: dict[str, Any] = json.loads(head)
        if "refused" in said:
            raise refusal(str(said["refused"]))
        kind = str(said["kind"])
        pages, width, height = (int(said[name]) for name in ("pages", "width", "height"))
        parts = _parts(said["parts"], body)
    except (ValueError, KeyError, TypeError) as error:
        raise refusal("too_heavy") from error
    if kind not in {"image", "pdf"} or parts.keys() != expected(kind, pages):
        raise refusal("too_heavy")
    return Examined(kind, pages, width, height, parts)


def expected(kind: str, pages: int) -> set[str]:
    """The renditions that a file of this kind and length has."""
    names = {f"{page}-{size}" for page in range(1, pages + 1) for size in ("full", "preview")}
    return names | ({"original"} if kind == "pdf" else set())


def _parts(named: list[tuple[str, int]], body: bytes) -> dict[str, bytes]:
    parts, at = {}, 0
    for name, size in named:
        if not PART.fullmatch(name) or size <= 0 or at + size > len(body):
            raise ValueError(name)
        parts[name] = body[at : at + size]
        at += size
    return parts
