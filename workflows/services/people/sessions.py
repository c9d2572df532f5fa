"""A person's sessions: where he is signed in, and ending one or all others."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_set
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.utils.translation import gettext as _

from workflows.adapters.people import sessions as table
from workflows.adapters.people.guesses import address_of
from workflows.adapters.people.sessions import Seen
from workflows.engine.errors import NotFound
from workflows.services import audit

__all__ = [
    "connect", "device_of", "end_others", "end_session", "exists", "forget", "give_new_key",
    "is_noted", "key_of", "listing", "note", "number_of",
]  # fmt: skip

NOTED = "session_noted"
HEIR = "session_heir"
"""In what a key before has left behind: the key that the session has now, and until when."""

exists, forget, give_new_key = table.exists, table.forget, table.give_new_key
key_of, number_of = table.key_of, table.number_of


def listing(user: User, current: str | None) -> list[dict[str, Any]]:
    """List where somebody is signed in; ``current`` is the key of the session that asks.

    A session's key is in nobody's answer: it would be as good as the cookie.
    """
    return [
        {
            "id": str(row.pk),
            "device": device_of(row.user_agent),
            "address": None if row.ip == table.UNKNOWN_ADDRESS else row.ip,
            "since": row.created_at,
            "seen": row.last_seen_at,
            "current": row.session_key == current,
        }
        for row in table.rows(user)
    ]


def end_session(user: User, number: str, current: str | None) -> bool:
    """End one of somebody's sessions; True when it was the one that asks.

    Its open sockets are closed, too. Raises `NotFound`.
    """
    row = table.find(user, int(number)) if number.isascii() and number.isdigit() else None
    if row is None:
        raise NotFound("There is no such session.")
    table.end(row)
    table.have_looked_again(user.pk)
    audit.note(user, "session.ended", f"session {number}")
    return bool(row.session_key == current)


def end_others(user: User, current: str | None) -> int:
    """End all of somebody's sessions but the one that asks; return how many there were."""
    others = [row for row in table.rows(user) if row.session_key != current]
    for row in others:
        table.end(row)
    table.have_looked_again(user.pk)
    if others:
        audit.note(user, "sessions.ended", f"{len(others)} sessions")
    return len(others)


def note(request: HttpRequest) -> None:
    """Note from where a session is used, and under which key; one that has a new key is the same.

    The session itself remembers the key that it was last noted under.
    """
    session, key, user = request.session, request.session.session_key, request.user
    if key is None or not isinstance(user, User):
        return
    seen = Seen(address_of(request), request.headers.get("User-Agent", ""))
    table.note(user, key, session.get(NOTED), seen)
    session[NOTED] = key


def is_noted(session: Any) -> bool:
    """Say whether a session is noted under the key that it has now."""
    return bool(session.get(NOTED) == session.session_key)


def connect() -> None:
    """Listen to what ends sessions elsewhere than here: signing out, locking out, new passwords."""
    for signal in (password_changed, password_set):
        signal.connect(_key_changed, dispatch_uid="sessions.key_changed")
    user_logged_out.connect(_signed_out, dispatch_uid="sessions.signed_out")
    post_save.connect(_saved, sender=User, dispatch_uid="sessions.user_saved")


def _key_changed(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    # At once, and not with the next request: open sockets ask for the session by its number.
    note(request)


def _signed_out(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    key = request.session.session_key if request is not None else None
    if request is None or not key or not isinstance(user, User):
        return
    heir = request.session.get(HEIR)
    if heir is not None:
        # Signed out by a request that was under way while the key changed: the whole session is.
        table.delete(heir[0])
    table.forget(heir[0] if heir is not None else key)
    table.have_looked_again(user.pk)


def _saved(sender: Any, instance: User, created: bool, **kwargs: Any) -> None:
    # Signing in is noted with the person, and changes nothing for sockets that are open.
    if not created and kwargs.get("update_fields") != frozenset({"last_login"}):
        table.have_looked_again(instance.pk)


def device_of(agent: str) -> str:
    """Say in words what a browser calls itself."""
    # Its tables of names take a fifth of a second, and only these pages need them.
    from ua_parser import parse

    found = parse(agent)
    browser = found.user_agent.family if found.user_agent else ""
    system = found.os.family if found.os else ""
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")
