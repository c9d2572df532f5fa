"""How long a session lives, when it gets a new key, and what is closed to it until its person has a
second factor; signing in is not done here."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from workflows.adapters.people.backend import profile_of
from workflows.services.people import second_factor, sessions
from workflows.services.people.sessions import HEIR
from workflows.web.problem import problem

ABSOLUTE_SECONDS = 7 * 86_400
# Rarely enough that reading pages does not become a stream of database writes.
RENEW_SECONDS = 600
GRACE_SECONDS = 30
"""How long the key before opens the session, too: a page asks for many things at once."""

STARTED = "session_started"
RENEWED = "session_renewed"
PRIVILEGES = "session_privileges"

# The whole of what is open to somebody who must set up a second factor first, by exact name.
SETTING_UP = frozenset({
    "account_logout", "account_reauthenticate", "healthz", "hook_callback", "hook_start",
    "mfa_activate_totp", "mfa_add_webauthn", "mfa_index", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "readyz", "sign_out",
})  # fmt: skip


class SessionLimitsMiddleware:
    """Renew a used session, end one that is too old, give one a new key when rights changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Apply the limits before the view looks at the user."""
        if request.user.is_authenticated:
            apply_limits(request, time.time())
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Lead whoever needs a second factor to where it is set up."""
        if not isinstance(request.user, User):
            return None
        match = request.resolver_match
        if match is None or match.url_name in SETTING_UP:
            return None
        if "admin" in match.app_names:
            closed = second_factor.lacks_one(request.user, request.session)
        else:
            closed = second_factor.shut_out(request.user, request.session)
        if not closed:
            return None
        return _told() if request.path.startswith("/api/") else redirect("mfa_index")


def apply_limits(request: HttpRequest, now: float) -> None:
    """End a session older than seven days, else keep it up; `now` in Unix seconds."""
    session = request.session
    if HEIR in session:
        # A request that was under way while the key changed: served for a moment, not kept up.
        heir, until = session[HEIR]
        if now > until or not sessions.exists(heir):
            # Not signing out: that would end the session itself.
            session.flush()
            request.user = AnonymousUser()
        return
    started = session.get(STARTED)
    if started is None:
        session[STARTED] = session[RENEWED] = int(now)
    elif now - started > ABSOLUTE_SECONDS:
        sessions.forget(session.session_key or "")
        logout(request)
        return
    if not _follow_rights(request, now):
        return
    session = request.session
    stale = now - session.get(RENEWED, 0) > RENEW_SECONDS
    if stale:
        session[RENEWED] = int(now)
    if stale or not sessions.is_noted(session):
        sessions.note(request)


def _follow_rights(request: HttpRequest, now: float) -> bool:
    """Give the session a new key when its person may do other things than when it got this one.

    False when a request beside this one did so: then this one is served with the key before.
    """
    session, profile = request.session, profile_of(cast(User, request.user))
    number, known = profile.privileges if profile is not None else 0, session.get(PRIVILEGES)
    if known == number:
        return True
    if known is not None and not _rotate(session, int(now)):
        # As it stands in the table now, and not to be written: it would be a whole session again.
        request.session = session.__class__(session.session_key)
        return False
    session[PRIVILEGES] = number
    session.pop(second_factor.HAS, None)
    return True


def _rotate(session: Any, now: int) -> bool:
    def left(key: str) -> dict[str, Any]:
        return {
            **dict(session.items()),
            HEIR: [key, now + GRACE_SECONDS],
            "_session_expiry": GRACE_SECONDS,
        }

    return sessions.give_new_key(session, left)


def _told() -> HttpResponse:
    sentence = "This needs a second factor: set one up at /account/two-factor/."
    return problem(403, "second_factor_needed", sentence)
