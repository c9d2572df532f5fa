"""Error pages with an id to quote, which the log has too; the API answers its errors itself."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.urls import resolve
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from workflows.adapters.operating.place import request_id

log = logging.getLogger(__name__)

WORDS = {
    400: (_("This request cannot be read"), _("Go back and try again.")),
    403: (_("You may not open this"), _("Sign in as somebody who may, or ask an administrator.")),
    404: (
        _("There is nothing here"),
        _("The address may be mistyped, or you may not see what it names."),
    ),
    429: (_("Too many tries"), _("Wait a moment, then try again. Nothing was changed.")),
    500: (
        _("Something broke on our side"),
        _("Nothing that was saved is lost. Try again in a moment."),
    ),
}
CSRF = (
    _("This form is too old"),
    _("Nothing was changed. Reload the page and send the form again; cookies must be allowed."),
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    return _page(request, 400, WORDS[400])


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return _page(request, 403, WORDS[403])


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 429."""
    return _page(request, 429, WORDS[429])


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return _page(request, 404, WORDS[404])


class UnknownAddress:
    """Match what no other route does; an address that only lacks its last slash is left alone."""

    regex = ".*"

    def to_python(self, value: str) -> str:
        """Return the path; raises ValueError where a slash at the end leads to a page."""
        if not value.endswith("/") and resolve(f"/{value}/").url_name != "nothing":
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        """Return the path."""
        return value


@csrf_exempt
def nothing(request: HttpRequest, path: str) -> HttpResponse:
    """Answer 404 with the page for it, also where DEBUG would list every route instead."""
    return _page(request, 404, WORDS[404])


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 and log the exception under the id that the page shows."""
    try:
        return _page(request, 500, WORDS[500])
    except Exception:
        # The page itself may be what broke (database away, template missing).
        log.exception("The error page could not be drawn")
        return HttpResponseServerError("Something broke. Try again in a moment.\n")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form without a valid CSRF token."""
    response = _page(request, 403, CSRF, reason)
    # Django would log the path once more, and the path of a sign-in link holds its token.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _page(
    request: HttpRequest, status: int, words: tuple[Any, Any], reason: str = ""
) -> HttpResponse:
    error_id = request_id()
    level = logging.ERROR if status >= 500 else logging.INFO
    log.log(
        level,
        "%s %s %s id=%s %s",
        status,
        request.method,
        _where(request),
        error_id,
        reason,
        exc_info=status >= 500,
    )
    context = {"status": status, "title": words[0], "advice": words[1], "error_id": error_id}
    response = render(request, "web/error.html", context, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Correlation-ID"] = error_id
    return response


def _where(request: HttpRequest) -> str:
    # The route where there is one, for paths may hold tokens; else escaped, for line ends.
    match = request.resolver_match
    return match.route if match is not None else repr(request.path[:200])
