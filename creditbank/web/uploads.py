"""Large uploads: sealed while they arrive, so that neither memory nor disk holds them in plain."""

import functools
from typing import IO, Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from creditbank.bank.files.spools import Spool
from creditbank.web.gates import View


class SealingHandler(FileUploadHandler):
    """Puts each file of a request into a spool."""

    spool: Spool

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.spool = Spool()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's
        self.spool.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        self.spool.rewind()
        file = cast("IO[bytes]", self.spool)
        return UploadedFile(file, self.file_name, self.content_type, file_size)

    def upload_interrupted(self) -> None:
        if hasattr(self, "spool"):
            self.spool.close()


def sealed(view: View) -> View:
    """For a view that takes large files: stands below its gate, which is asked before a byte is read.

    The token against forged requests travels in the same body, so it is looked at here.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @functools.wraps(view)
    def receive(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.upload_handlers = [SealingHandler(request)]
        return protected(request, *args, **kwargs)

    return receive
