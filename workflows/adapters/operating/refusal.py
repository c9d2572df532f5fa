"""The document that tells programs why they were refused (RFC 9457), at each door that they use."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from workflows.engine.errors import FieldError

CONTENT_TYPE = "application/problem+json"


def document(
    status: int, code: str, detail: str, faults: Sequence[FieldError] | None = None
) -> dict[str, Any]:
    """Give its members; without ``faults`` the sentence is the only one."""
    told = faults or (FieldError(code, detail),)
    return {
        "type": f"urn:fermata:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "errors": [{"code": f.code, "detail": f.detail, "attr": f.attr} for f in told],
    }
