"""The rows of people's sessions: where each was begun and last seen; when one ends is decided
above."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from workflows.adapters.feed import ChannelFeed, SocketFeed
from workflows.adapters.ports import current_ports

UNKNOWN_ADDRESS = "::"
MAX_AGENT = UserSession._meta.get_field("user_agent").max_length or 200


@dataclass(frozen=True, slots=True)
class Seen:
    """From where a session is used."""

    address: str | None
    agent: str


def note(user: User, key: str, known: str | None, seen: Seen) -> None:
    """Keep the row of a session under its key now; ``known`` is the key it had when last noted."""
    fresh = {
        "user": user, "ip": seen.address or UNKNOWN_ADDRESS, "user_agent": seen.agent[:MAX_AGENT],
        "last_seen_at": timezone.now(),
    }  # fmt: skip
    with transaction.atomic():
        old = UserSession.objects.filter(session_key=known or "", user=user).first()
        if old is not None and known != key:
            # Another may have been made for the new key meanwhile; the older one knows since when.
            UserSession.objects.filter(session_key=key).delete()
            UserSession.objects.filter(pk=old.pk).update(session_key=key, **fresh)
        else:
            UserSession.objects.update_or_create(session_key=key, defaults=fresh)


def rows(user: User) -> list[UserSession]:
    """List somebody's living sessions, the last used first; forget those that ended meanwhile."""
    living: list[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(living, key=lambda row: row.last_seen_at, reverse=True)


def find(user: User, number: int) -> UserSession | None:
    """Return one of somebody's own sessions."""
    return UserSession.objects.filter(user=user, pk=number).first()


def number_of(key: str) -> int | None:
    """Return the number of the session with this key; it stays when the key changes."""
    return UserSession.objects.filter(session_key=key).values_list("pk", flat=True).first()


def key_of(number: int) -> str | None:
    """Return the key that a session has now."""
    return UserSession.objects.filter(pk=number).values_list("session_key", flat=True).first()


def end(session: UserSession) -> None:
    """End a session: its cookie opens nothing from now on."""
    with transaction.atomic():
        SessionStore().delete(session.session_key)
        session.delete()


def delete(key: str) -> None:
    """Have a key open nothing any more."""
    SessionStore().delete(key)


def forget(key: str) -> None:
    """Forget the row of a session that has ended by itself."""
    UserSession.objects.filter(session_key=key).delete()


def give_new_key(session: Any, leave_behind: Callable[[str], Mapping[str, Any]]) -> bool:
    """Give a session another key; False when a request beside this one has just done so.

    ``leave_behind`` gets the new key and says what the old one holds for a moment longer; its
    ``_session_expiry`` is for how many seconds.
    """
    before = session.session_key
    with transaction.atomic():
        row = Session.objects.select_for_update().filter(session_key=before).first()
        if row is None or row.get_decoded() != dict(session.items()):
            return False
        session.cycle_key()
        held = dict(leave_behind(session.session_key))
        Session.objects.create(
            session_key=before,
            session_data=SessionStore().encode(held),
            expire_date=timezone.now() + timedelta(seconds=held["_session_expiry"]),
        )
    return True


def exists(key: str) -> bool:
    """Say whether a session with this key is alive."""
    return SessionStore().exists(key)


def have_looked_again(user_id: int) -> None:
    """Have all web processes look whether this person's sockets may stay, once it is committed."""

    def tell() -> None:
        feed = current_ports().feed
        if isinstance(feed, ChannelFeed | SocketFeed):
            feed.look_again(user_id)

    transaction.on_commit(tell)
