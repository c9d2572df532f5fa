"""Bodies of hooks: JSON, or a form; read strictly and with a limit, whatever they say they are."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError

from workflows.engine.errors import Invalid, TooLarge
from workflows.engine.events import Json
from workflows.engine.payload import MAX_BYTES, ensure_json

MULTIPART, FORM = "multipart/form-data", "application/x-www-form-urlencoded"


def read_any(request: HttpRequest) -> Json:
    """Read JSON or the fields of a form; a field that stands several times is a list."""
    if request.content_type == MULTIPART:
        return _multipart(request)
    raw = raw_of(request)
    # Programs that say nothing of the type are taken by some libraries to send a form.
    if request.content_type == FORM and not raw.lstrip().startswith((b"{", b"[")):
        return _form(raw)
    return parsed(raw)


def raw_of(request: HttpRequest) -> bytes:
    """Read the bytes; raises `TooLarge`."""
    raw = request.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise TooLarge(f"The body is larger than {MAX_BYTES // 1024} KiB.")
    return raw


def parsed(raw: bytes) -> Json:
    """Read JSON; an empty body is an empty object. Raises `Invalid`, `TooLarge`.

    The content type is not asked: many programs send JSON under another one, and nothing but JSON
    is ever read here.
    """
    if not raw.strip():
        return {}
    try:
        value = json.loads(raw.decode(), object_pairs_hook=_object, parse_constant=_constant)
    except UnicodeDecodeError:
        raise Invalid("The body is not UTF-8.", code="not_json") from None
    except RecursionError:
        raise Invalid("The body is nested too deep.", code="too_deep") from None
    except ValueError as error:
        raise Invalid(f"The body is not JSON: {error}.", code="not_json") from None
    return ensure_json(value, "body")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Invalid("A key stands twice in one object of the body.", code="duplicate_key")
    return found


def _constant(name: str) -> NoReturn:
    raise Invalid(f"{name} is not a JSON number.", code="not_a_number")


def _form(raw: bytes) -> Json:
    try:
        fields = QueryDict(raw.decode(), encoding="utf-8")
    except UnicodeDecodeError:
        raise Invalid("The body is not UTF-8.", code="not_text") from None
    return _fields(fields)


def _multipart(request: HttpRequest) -> Json:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES:
        raise TooLarge(f"The body is larger than {MAX_BYTES // 1024} KiB.")
    try:
        fields, files = request.POST, request.FILES
    except MultiPartParserError:
        raise Invalid("The form cannot be read.", code="bad_form") from None
    if files:
        raise Invalid("Files are not taken here: send fields.", code="no_files")
    return _fields(fields)


def _fields(fields: QueryDict) -> Json:
    found = {
        name: values[0] if len(values) == 1 else list(values) for name, values in fields.lists()
    }
    return ensure_json(found, "body")
