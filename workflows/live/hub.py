"""What all sockets of this process share: hints, run readers, topics, the sweep that mends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, WeakValueDictionary

from django.contrib.auth.models import User

from workflows.adapters.operating.levels import LEVELS
from workflows.adapters.workspaces.places import workspace_of
from workflows.live import reading
from workflows.live.board import Board
from workflows.live.database import in_database
from workflows.live.hints import listen
from workflows.live.messages import encode, progress_update
from workflows.live.presence import Roster, read_hint
from workflows.live.reader import RunReader, Watch
from workflows.live.viewer import Person

if TYPE_CHECKING:
    from workflows.live.outbox import Outbox

log = logging.getLogger(__name__)

SWEEP_SECONDS = 1.0
"""How often lost hints are looked for; a client must be right again within two seconds."""

MEMBERS_PER_QUERY = 500


class Hub:
    """The shared side of the sockets of one event loop; it works while there is one."""

    def __init__(self) -> None:
        """Start without sockets and without tasks."""
        self.outboxes: set[Outbox] = set()
        self.readers: dict[str, RunReader] = {}
        self._people: WeakValueDictionary[tuple[int, int], Person] = WeakValueDictionary()
        self.board = Board()
        self.roster = Roster()
        self._tasks: list[asyncio.Task[None]] = []

    def join(self, outbox: Outbox) -> None:
        """Add a socket; the first one starts the listener and the sweep."""
        self.outboxes.add(outbox)
        LEVELS["sockets"] = len(self.outboxes)
        if not self._tasks:
            self._tasks = [
                asyncio.create_task(self._forever("listen", lambda: listen(self))),
                asyncio.create_task(self._forever("sweep", self._sweep_soon)),
                asyncio.create_task(self._forever("board", self.board.run_once)),
            ]

    async def leave(self, outbox: Outbox) -> None:
        """Remove a socket with all that it follows; the last one ends the tasks."""
        for watch in list(outbox.watches.values()):
            self.unwatch(watch)
        self.board.remove(outbox)
        self.outboxes.discard(outbox)
        LEVELS["sockets"] = len(self.outboxes)
        if self.outboxes:
            return
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task

    def person(self, user: User) -> Person:
        """Give what is known of a user in a workspace, the same for all his sockets there."""
        key = (user.pk, workspace_of(user))
        found = self._people.get(key)
        if found is None:
            found = self._people[key] = Person(user)
        return found

    def watch(self, watch: Watch) -> RunReader:
        """Register an interest in a run, before anything is read for it."""
        reader = self.readers.get(watch.run_id)
        if reader is None:
            reader = self.readers[watch.run_id] = RunReader(watch.run_id, reading.read_page)
        reader.watches.add(watch)
        return reader

    def unwatch(self, watch: Watch) -> None:
        """Forget an interest; the last one of a run forgets its reader."""
        reader = self.readers.get(watch.run_id)
        if reader is None:
            return
        reader.watches.discard(watch)
        if not reader.watches:
            del self.readers[watch.run_id]

    def heard(self, moved: Mapping[str, int]) -> None:
        """Take the hint "run X is at seq N" for each run."""
        for run_id, seq in moved.items():
            reader = self.readers.get(run_id)
            if reader is not None:
                reader.heard(seq)
            self.board.heard(run_id)

    def progressed(
        self, run_id: str, node_id: str, iteration: int, value: Mapping[str, Any]
    ) -> None:
        """Take news of a running node; only the newest is kept until a socket sends it."""
        reader = self.readers.get(run_id)
        if reader is None:
            return
        frame = encode(progress_update(run_id, node_id, iteration, reader.known, value))
        for watch in reader.watches:
            watch.progress[node_id, iteration] = frame
            watch.ring()

    def present(self, hint: Any) -> None:
        """Take what a tab says of itself, of this process or another."""
        read = read_hint(hint)
        if read is not None and self.roster.take(*read):
            self._show_roster(read[0])

    def _show_roster(self, workflow: str) -> None:
        frame = encode(self.roster.message(workflow))
        self.board.show(workflow, "presence", frame)

    def noticed(self, changed: Mapping[int, int | None]) -> None:
        """Take the hint that people's bells have changed."""
        self.board.noticed(changed)

    def close(self, matches: Callable[[Outbox], bool]) -> None:
        """Close sockets whose person may not stay; they learn it by the code 4401."""
        for outbox in self.outboxes:
            if matches(outbox):
                outbox.expel()

    def look_again(self, user_id: int) -> None:
        """Have a person's sockets look whether he may stay; the hint itself is not believed."""
        for outbox in self.outboxes:
            if outbox.person.user.pk == user_id:
                outbox.doubt()

    async def sweep(self) -> None:
        """Ask once for all followed runs where they are, and for what else has moved."""
        ids = list(self.readers)
        for start in range(0, len(ids), MEMBERS_PER_QUERY):
            part = ids[start : start + MEMBERS_PER_QUERY]
            self._found(await in_database(reading.read_seqs, part))
        for reader in self.readers.values():
            reader.ring_laggards()
        for workflow in self.roster.expire():
            self._show_roster(workflow)
        await self.board.sweep()

    def _found(self, seqs: Mapping[str, int]) -> None:
        for run_id, seq in seqs.items():
            reader = self.readers.get(run_id)
            if reader is not None:
                reader.heard(seq)

    async def _sweep_soon(self) -> None:
        await asyncio.sleep(SWEEP_SECONDS)
        await self.sweep()

    async def _forever(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        while True:
            try:
                await work()
            except Exception:
                # The database or Redis may be away for a while: live updates pause, sockets stay.
                log.warning("Live updates: %s failed, trying again", name, exc_info=True)
                await asyncio.sleep(SWEEP_SECONDS)


_HUBS: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def current_hub() -> Hub:
    """Give the hub of the running event loop, made at its first use."""
    loop = asyncio.get_running_loop()
    hub = _HUBS.get(loop)
    if hub is None:
        hub = _HUBS[loop] = Hub()
    return hub


def close_everywhere(matches: Callable[[Outbox], bool]) -> None:
    """Close sockets from any thread of this process."""
    for loop, hub in list(_HUBS.items()):
        with suppress(RuntimeError):  # that loop has ended meanwhile
            loop.call_soon_threadsafe(hub.close, matches)
