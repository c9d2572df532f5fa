"""The bell on the topic `inbox`: whose notices have changed, told to those who follow it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from workflows.live import reading
from workflows.live.database import in_database
from workflows.live.messages import encode

if TYPE_CHECKING:
    from workflows.live.outbox import Outbox

TOPIC = "inbox"
REMEMBERED = 10_000

Looks = tuple[object, ...]


class Bells:
    """Turns "this person's notices have changed" into frames; the hint itself is not believed."""

    def __init__(self) -> None:
        """Know nothing."""
        self._pending: dict[int, int | None] = {}
        self._told: OrderedDict[tuple[int, int], Looks] = OrderedDict()
        self._mark: datetime | None = None

    def heard(self, changed: Mapping[int, int | None]) -> None:
        """Take a hint: people by their keys, each with the notice that changed."""
        self._pending.update(changed)

    def forget(self) -> None:
        """Nobody follows: what was known grows old."""
        self._pending.clear()
        self._told.clear()
        self._mark = None

    async def sweep(self) -> bool:
        """Look for bells that changed without a hint reaching us; say whether there are some."""
        self._mark, changed = await in_database(reading.read_bells, self._mark)
        self.heard(changed)
        return bool(self._pending)

    async def tell(self, people: Iterable[list[Outbox]]) -> None:
        """Tell those who follow what has changed; whoever does not is forgotten."""
        pending, self._pending = self._pending, {}
        try:
            for outboxes in people:
                user = outboxes[0].person.user
                followers = [box for box in outboxes if TOPIC in box.news.topics]
                if user.pk in pending and followers and await followers[0].person.asker():
                    await self.ring(followers, pending[user.pk])
        except Exception:
            self._pending = pending | self._pending
            raise

    async def ring(
        self, followers: list[Outbox], notice: int | None, *, anew: bool = False
    ) -> None:
        """Tell one person's sockets how much is unread, and the notice; not twice the same."""
        person = followers[0].person
        key, bell = person.key, await in_database(reading.read_bell, person.user, notice)
        if self._told.get(key) == bell.looks and not anew:
            return
        self._told[key] = bell.looks
        self._told.move_to_end(key)
        if len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        frame = encode({"type": "notice_update", "unread": bell.unread, "notice": bell.notice})
        for outbox in followers:
            outbox.news.put(TOPIC, f"bell:{notice or ''}", frame)
            outbox.wake()
