"""Addresses of files: handing one in, getting it as a download, taking it back."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponseBase
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from workflows.engine.errors import FieldError, Invalid, TooLarge
from workflows.services.inbox import files

from ..docs import describe
from ..endpoint import Endpoint, OnlyJSON, who
from . import shapes

ROOM = 64 * 1024
"""What a form needs beside the file itself."""

_BYTES: dict[Any, Any] = {(200, "application/octet-stream"): bytes}
_FORM = {
    "multipart/form-data": {
        "type": "object",
        "required": ["file"],
        "properties": {
            "file": {"type": "string", "format": "binary"},
            "task": {"type": "string", "description": "The task that it is meant for"},
        },
    }
}


class OnlyForm(OnlyJSON):
    """Take a form with a file; answer JSON."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Return the parser of forms; None gives 415."""
        kind = (request.content_type or "").split(";")[0].strip().lower()
        return parsers[0] if kind == "multipart/form-data" else None


class FilesView(Endpoint):
    """Handing a file in."""

    scopes = {"POST": "decide"}
    parser_classes = (MultiPartParser,)  # type: ignore[assignment]
    content_negotiation_class = OnlyForm

    @describe("hand_in_file", {201: shapes.File}, body=_FORM, tag="files")  # type: ignore[arg-type]
    def post(self, request: Request) -> Response:
        """Keep a file, at most 10 MiB; a comment, an answer or a run's inputs then name its id."""
        # Told before the body is read.
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not str(length).isdecimal() or int(length) > files.MAX_BYTES + ROOM:
            raise TooLarge("A file has at most 10 MiB.")
        if (request.content_type or "").split(";")[0] != "multipart/form-data":
            raise UnsupportedMediaType(request.content_type or "")
        given = request.FILES.get("file")
        if not isinstance(given, UploadedFile) or len(request.FILES) != 1:
            fault = FieldError("required", "One file.", "file")
            raise Invalid("Send one file in the field `file`.", errors=[fault])
        task = request.POST.get("task") or None
        kept = files.hand_in(who(request), given.name or "", given, task)
        return Response(kept, status=201)


class FileView(Endpoint):
    """One file."""

    scopes = {"GET": "read", "DELETE": "decide"}

    @describe("get_file", _BYTES, tag="files")
    def get(self, request: Request, file_id: str) -> HttpResponseBase:
        """Give the bytes, always as a download."""
        found = files.give_out(who(request), str(file_id))
        answer = FileResponse(
            found.content, as_attachment=True, filename=found.name, content_type=found.media_type
        )
        # Whatever is in it: a browser neither shows nor runs it here.
        answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Cross-Origin-Resource-Policy"] = "same-origin"
        answer["Cache-Control"] = "private, no-store"
        return answer

    @describe("take_file_back", {204: None}, tag="files")
    def delete(self, request: Request, file_id: str) -> Response:
        """Take back a file that nothing names yet."""
        files.drop(who(request), str(file_id))
        return Response(status=204)
