"""Who sits at a socket, whether he may stay, and what he may see and do for the moment."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User

from workflows.adapters.workspaces.places import workspace_of
from workflows.engine.errors import Forbidden
from workflows.live import reading
from workflows.live.database import in_database
from workflows.services.queries.standing.asker import Asker

SEEN_SECONDS = 5.0
"""How long an answer counts; after that a lost right stops the next delivery."""

MAX_REMEMBERED = 2_000


class Person:
    """What one user may see and do, read once for all his sockets."""

    def __init__(self, user: User) -> None:
        """Know nothing but who it is."""
        self.user = user
        self.workspace = workspace_of(user)
        self._asker: tuple[float, Asker] | None = None
        self._seen: dict[str, tuple[float, bool]] = {}
        self._looking = asyncio.Lock()

    @property
    def key(self) -> tuple[int, int]:
        """Name him and the workspace that he is in: of two workspaces he is two."""
        return self.user.pk, self.workspace

    async def asker(self, *, fresh: bool = False) -> Asker | None:
        """Give what he may do, `fresh` or at most five seconds old; None when he is locked out."""
        if not fresh and self._asker is not None and _is_new(self._asker[0]):
            return self._asker[1]
        async with self._looking:
            if not fresh and self._asker is not None and _is_new(self._asker[0]):
                return self._asker[1]
            found = await in_database(reading.look_at, self.user)
            if found is None:
                self._asker = None
                return None
            # A new user object each time: permissions are cached on the old one.
            self.user = found[0]
            self._asker = (time.monotonic(), found[1])
            return found[1]

    async def may_see(self, run_id: str) -> bool:
        """Say whether he may see the run, at most five seconds ago."""
        if await self.asker() is None:
            return False
        known = self._seen.get(run_id)
        if known is not None and _is_new(known[0]):
            return known[1]
        async with self._looking:
            known = self._seen.get(run_id)
            if known is not None and _is_new(known[0]):
                return known[1]
            allowed = run_id in await in_database(reading.visible_among, self.user, [run_id])
            self.remember(run_id, allowed)
            return allowed

    def remember(self, run_id: str, allowed: bool) -> None:
        """Keep an answer that was just found."""
        if len(self._seen) >= MAX_REMEMBERED:
            self._seen.clear()
        self._seen[run_id] = (time.monotonic(), allowed)


@dataclass(eq=False, frozen=True, slots=True)
class Viewer:
    """One person at one socket, through a session or a token.

    ``reload`` gives the user anew, or None when session, token or account count no more.
    ``scopes`` is what a token may be used for; None for a session, which may do all.
    """

    user: User
    reload: Callable[[], User | None]
    session_key: str | None = None
    scopes: frozenset[str] | None = None

    def holds(self, scope: str) -> bool:
        """Say whether session or token may do what a scope allows."""
        return self.scopes is None or bool({scope, "all"} & self.scopes)

    def check_scope(self, scope: str) -> None:
        """Raise Forbidden when the token was not made for this."""
        if not self.holds(scope):
            text = f"This needs a token with the scope {scope!r}."
            raise Forbidden(text, code="insufficient_scope")

    async def still_here(self) -> bool:
        """Look again whether session or token count."""
        user = await in_database(self.reload)
        return user is not None and user.pk == self.user.pk


def _is_new(at: float) -> bool:
    return time.monotonic() - at < SEEN_SECONDS
