"""Every error as `application/problem+json` (RFC 9457); raising them is done elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.core.signals import got_request_exception
from django.db import InterfaceError, InternalError, OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from workflows.adapters.operating import place
from workflows.adapters.operating.refusal import CONTENT_TYPE, document
from workflows.engine.errors import (
    ExpressionError,
    FermataError,
    FieldError,
    Forbidden,
    Invalid,
    NotFound,
    Refused,
    TooLarge,
)

logger = logging.getLogger(__name__)

UNAVAILABLE = "The database is busy or cannot be reached: try again in a few seconds."
RETRY_AFTER = "2"
"""Seconds."""

_STATUS: tuple[tuple[type[FermataError], int], ...] = (
    (NotFound, 404),
    (Forbidden, 403),
    (Refused, 409),
    (TooLarge, 413),
    (Invalid, 400),
    (ExpressionError, 400),
    (FermataError, 409),
)
# Members of a problem that facts of a refusal must not overwrite.
_RESERVED = frozenset({"type", "title", "status", "detail", "errors", "code"})


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: list[FieldError] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Build the document. `facts` become members of their own (`by`, `at`, `via`, `action`)."""
    body = document(status, code, detail, errors)
    body.update({k: v for k, v in (facts or {}).items() if k not in _RESERVED})
    return body


def exception_handler(error: Exception, context: Mapping[str, Any]) -> Response:
    """Answer any exception of a view; an unforeseen one is logged under the id in the answer."""
    request_id = place.request_id()
    body, headers = _document(error)
    if body is None:
        logger.error("Request %s failed", request_id, exc_info=error)
        got_request_exception.send(sender=None, request=context.get("request"))
        body = problem(
            500, "error", f"Something went wrong on the server. Quote {request_id} when you ask."
        )
    elif body["status"] == 503:
        logger.warning("Request %s found no database: %s", request_id, error)
    headers["X-Request-Id"] = request_id
    return Response(body, status=body["status"], headers=headers, content_type=CONTENT_TYPE)


def _document(error: Exception) -> tuple[dict[str, Any] | None, dict[str, str]]:
    if isinstance(error, FermataError):
        return engine_problem(error), {}
    if isinstance(error, Http404):
        return problem(404, "not_found", "There is nothing at this address."), {}
    if isinstance(error, PermissionDenied):
        return problem(403, "forbidden", "You may not do this."), {}
    if isinstance(error, OperationalError | InterfaceError) or _takes_no_writes(error):
        return problem(503, "unavailable", UNAVAILABLE), {"Retry-After": RETRY_AFTER}
    if isinstance(error, RequestDataTooBig):
        return problem(413, "too_large", "The request is larger than 1 MiB."), {}
    if isinstance(error, ValidationError):
        return problem(400, "invalid", "; ".join(error.messages)), {}
    if isinstance(error, exceptions.APIException):
        return _framework_problem(error), _headers(error)
    return None, {}


def _takes_no_writes(error: Exception) -> bool:
    """Say whether the database is a standby for a while: to the driver an internal error."""
    code = getattr(error.__cause__, "sqlstate", None)
    return isinstance(error, InternalError) and code == "25006"


def engine_problem(error: FermataError) -> dict[str, Any]:
    """Build the document of an engine error; what its `detail` holds become members."""
    errors = list(error.errors) if isinstance(error, Invalid) else None
    status = next(status for cls, status in _STATUS if isinstance(error, cls))
    facts = getattr(error, "detail", None)
    return problem(status, error.code, error.message, errors=errors, facts=facts)


def _framework_problem(error: exceptions.APIException) -> dict[str, Any]:
    if isinstance(error, exceptions.ValidationError):
        faults = list(_flatten(error.detail, ""))
        first = faults[0]
        detail = f"{first.attr}: {first.detail}" if first.attr else first.detail
        return problem(400, "invalid", detail, errors=faults)
    code = error.get_codes()
    name = code if isinstance(code, str) else error.default_code
    return problem(error.status_code, name, str(error.detail))


def _flatten(detail: Any, path: str) -> Iterator[FieldError]:
    """Turn nested faults of a serializer into a list with dotted paths."""
    if isinstance(detail, Mapping):
        for key, value in detail.items():
            inner = path if key == "non_field_errors" else f"{path}.{key}" if path else str(key)
            yield from _flatten(value, inner)
    elif isinstance(detail, list):
        for index, value in enumerate(detail):
            nested = isinstance(value, Mapping | list)
            yield from _flatten(value, f"{path}.{index}" if nested and path else path)
    else:
        yield FieldError(getattr(detail, "code", "invalid"), str(detail), path or None)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers: dict[str, str] = {}
    challenge = getattr(error, "auth_header", None)
    if challenge:
        headers["WWW-Authenticate"] = challenge
    wait = getattr(error, "wait", None)
    if wait is not None:
        headers["Retry-After"] = str(int(wait) + 1)
    return headers
