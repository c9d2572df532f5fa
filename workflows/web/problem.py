"""A refusal for programs, as `application/problem+json` (RFC 9457), where the API's own door is not
reached; the API makes its documents itself."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpResponse

from workflows.engine.errors import FieldError


def problem(
    status: int, code: str, sentence: str, faults: Sequence[FieldError] = ()
) -> HttpResponse:
    """Answer with one; without ``faults`` the sentence is the only one."""
    told = faults or (FieldError(code, sentence),)
    body: dict[str, Any] = {
        "type": f"urn:fermata:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": sentence,
        "errors": [{"code": f.code, "detail": f.detail, "attr": f.attr} for f in told],
    }
    return HttpResponse(orjson.dumps(body), status=status, content_type="application/problem+json")
