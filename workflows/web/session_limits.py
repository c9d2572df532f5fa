"""How long a session lives: 8 hours without use, 7 days at most; signing in is not done here."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

ABSOLUTE_SECONDS = 7 * 86_400
# Rarely enough that reading pages does not become a stream of database writes.
RENEW_SECONDS = 600

STARTED = "session_started"
RENEWED = "session_renewed"


class SessionLimitsMiddleware:
    """Renew the idle time of a used session and end one that is too old."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Apply the limits before the view looks at the user."""
        if request.user.is_authenticated:
            apply_limits(request, time.time())
        return self.get_response(request)


def apply_limits(request: HttpRequest, now: float) -> None:
    """End a session older than seven days, else renew its idle time; `now` in Unix seconds."""
    session = request.session
    started = session.get(STARTED)
    if started is None:
        session[STARTED] = session[RENEWED] = int(now)
    elif now - started > ABSOLUTE_SECONDS:
        logout(request)
    elif now - session.get(RENEWED, 0) > RENEW_SECONDS:
        session[RENEWED] = int(now)
