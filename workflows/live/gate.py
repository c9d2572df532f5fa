"""Who may open a socket: the origin's check, then the session's or the token's person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from http.cookies import CookieError, SimpleCookie
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.http.request import split_domain_port, validate_host

from workflows.live.database import in_database
from workflows.live.viewer import Viewer
from workflows.services import tokens
from workflows.services.people import second_factor, sessions
from workflows.services.workspaces.entering import CHOSEN, enter_chosen

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class Gate:
    """ASGI middleware that refuses foreign origins and puts `viewer` (or None) into the scope."""

    def __init__(self, inner: Application) -> None:
        """Keep the application behind the gate."""
        self.inner = inner

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Let the handshake pass or answer it with 403."""
        headers = _headers(scope)
        if not may_connect(headers):
            await receive()
            # Closed before it was accepted: the server answers the handshake with 403.
            await send({"type": "websocket.close", "code": 4403})
            return
        viewer = await in_database(find_viewer, headers)
        await self.inner({**scope, "viewer": viewer}, receive, send)


def may_connect(headers: Mapping[str, str]) -> bool:
    """Say whether this handshake comes from our own page or from a program with a token.

    Browsers send cookies with a foreign page's handshake too, and always name its origin. The host
    must be ours as well, else a name pointed at this machine would count as its own origin.
    """
    host = headers.get("host", "").lower()
    domain, _ = split_domain_port(host)
    allowed = settings.ALLOWED_HOSTS or (
        ["localhost", "127.0.0.1", "[::1]"] if settings.DEBUG else []
    )
    if not domain or not validate_host(domain, allowed):
        return False
    origin = headers.get("origin")
    if origin is None:
        return _bearer(headers) is not None
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    try:
        parts = urlsplit(origin.lower())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc == host


def find_viewer(headers: Mapping[str, str]) -> Viewer | None:
    """Find who opens the socket; a bad token never falls back to the session."""
    text = _bearer(headers)
    if text is not None:
        token = tokens.authenticate(text)
        reload = partial(_token_person, text)
        return Viewer(token.user, reload, scopes=token.scopes) if token is not None else None
    key = _session_key(headers)
    user = _session_person(key) if key else None
    if not user or not key:
        return None
    number = sessions.number_of(key)
    return Viewer(user, partial(_same_session, key, number), key)


def _token_person(text: str) -> User | None:
    token = tokens.authenticate(text)
    return token.user if token is not None else None


def _same_session(key: str, number: int | None) -> User | None:
    # A session that got a new key, because rights or the password changed, is the same one still.
    now = sessions.key_of(number) if number is not None else key
    return _session_person(now) if now else None


def _session_person(key: str) -> User | None:
    # The same check as a request's: account active, password unchanged since, session not over.
    request: Any = SimpleNamespace(session=SessionStore(key))
    user = get_user(request)
    if not isinstance(user, User) or not user.is_active:
        return None
    if second_factor.shut_out(user, request.session):
        return None
    enter_chosen(user, request.session.get(CHOSEN))
    return user


def _bearer(headers: Mapping[str, str]) -> str | None:
    words = headers.get("authorization", "").split()
    return words[1] if len(words) == 2 and words[0].lower() == "bearer" else None


def _session_key(headers: Mapping[str, str]) -> str | None:
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    return cookie.value if cookie is not None else None


def _headers(scope: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in scope.get("headers", []):
        key = name.decode("latin-1").lower()
        # Two of the same name: the later must not hide the earlier from our checks.
        found[key] = (
            f"{found[key]}; {value.decode('latin-1')}" if key in found else value.decode("latin-1")
        )
    return found
