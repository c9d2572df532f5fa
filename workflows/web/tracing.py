"""Gives each request an id, which stands in log lines and in the answer, and traces it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from workflows.adapters.operating import place, traces

HEADER = "X-Request-ID"
_SOUND = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware:
    """Take the id that a proxy has given, when it is a plain one, else make one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle the request."""
        given = request.headers.get(HEADER, "")
        number = given if _SOUND.fullmatch(given) else secrets.token_hex(8)
        with (
            place.within(request_id=number),
            traces.request(request.method or "", request.headers) as told,
        ):
            response = self.get_response(request)
            told(response.status_code, _route(request))
        response[HEADER] = number
        return response


def _route(request: HttpRequest) -> str:
    """Name the pattern of the address: addresses themselves hold secrets."""
    match = request.resolver_match
    return match.route if match is not None else "nothing"
