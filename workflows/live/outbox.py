"""What one socket still has to send: places in logs and sets of what changed, never a queue."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from workflows.engine.errors import NotFound
from workflows.live.board import TopicNews
from workflows.live.messages import encode
from workflows.live.presence import Mark
from workflows.live.reader import RunReader, Watch
from workflows.live.reading import Frame
from workflows.live.viewer import Viewer

if TYPE_CHECKING:
    from workflows.live.hub import Hub

log = logging.getLogger(__name__)

Write = Callable[[str], Awaitable[None]]


class Outbox:
    """One socket's sender. A slow socket holds up nobody and costs no memory: it is only behind."""

    def __init__(self, viewer: Viewer, write: Write, hub: Hub) -> None:
        """Keep who it is for and how a text frame is sent."""
        self.viewer = viewer
        self.person = hub.person(viewer.user)
        self.watches: dict[str, Watch] = {}
        self.news = TopicNews()
        self.tab = secrets.token_hex(8)
        self.marks: dict[str, Mark] = {}
        self.expelled = False
        self.doubted = asyncio.Event()
        self._write = write
        self._hub = hub
        self._due = asyncio.Event()

    def wake(self) -> None:
        """Have the sender look."""
        self._due.set()

    def expel(self) -> None:
        """Have the socket closed: its person may not stay."""
        self.expelled = True
        self.doubted.set()

    def doubt(self) -> None:
        """Have it looked up now whether the person may stay."""
        self.doubted.set()

    def follow(self, run_id: str, since: int) -> None:
        """Follow a run that the person may see, from `since` on; wakes the sender.

        Followed already, it goes back to `since` when that is earlier and never skips forward.
        """
        self.person.remember(run_id, True)
        watch = self.watches.get(run_id)
        if watch is None:
            watch = self.watches[run_id] = Watch(run_id, since, self.wake)
            self._hub.watch(watch)
        watch.sent = min(watch.sent, since)
        watch.looked = False
        watch.ring()

    def unfollow(self, run_id: str) -> None:
        """Follow a run no longer."""
        watch = self.watches.pop(run_id, None)
        if watch is not None:
            self._hub.unwatch(watch)

    async def run(self) -> None:
        """Send what is due, for as long as the socket lives."""
        while True:
            await self._due.wait()
            self._due.clear()
            try:
                await self.send_due()
            except Exception:
                # Nothing is lost: places are kept, and the sweep wakes those that are behind.
                log.warning("Live updates for a socket failed, trying again", exc_info=True)
                await asyncio.sleep(0.5)
                self._due.set()

    async def send_due(self) -> None:
        """Send one page of each run that is due, then what the topics gathered."""
        for watch in [watch for watch in self.watches.values() if watch.due]:
            await self._send_run(watch)
        for frame in self.news.take():
            await self._send(frame)

    async def _send(self, frame: Frame) -> None:
        """Send a frame as this person may read it; one who is gone gets no more."""
        if isinstance(frame, str):
            await self._write(frame)
            return
        asker = await self.person.asker()
        if asker is None:
            self.expel()
        else:
            reader = replace(asker, addresses=self.viewer.holds("run"))
            await self._write(frame.text_for(reader))

    async def _send_run(self, watch: Watch) -> None:
        reader = self._hub.readers.get(watch.run_id)
        if reader is None or self.watches.get(watch.run_id) is not watch:
            return
        watch.due = False
        try:
            await self._send_page(watch, reader)
        except Exception:
            watch.due = True
            raise

    async def _send_page(self, watch: Watch, reader: RunReader) -> None:
        sent = watch.sent
        entries = await reader.after(sent, look=not watch.looked)
        # Asked after the reading: what was recorded once the right was lost never passes.
        if not await self.person.may_see(watch.run_id):
            await self._withdraw(watch.run_id)
            return
        watch.looked = True
        for entry in entries:
            if watch.sent != sent:
                # The client went back meanwhile: what is at hand is not what comes next.
                watch.looked = False
                watch.ring()
                return
            watch.sent = sent = entry.seq
            for frame in entry.frames:
                await self._send(frame)
        progress, watch.progress = watch.progress, {}
        for frame in progress.values():
            await self._send(frame)
        if entries or watch.sent < reader.known:
            watch.ring()

    async def _withdraw(self, run_id: str) -> None:
        self.unfollow(run_id)
        gone = NotFound("There is no such run, or you may not see it.")
        await self._send(
            encode({"type": "error", "id": None, "code": gone.code, "detail": gone.message})
        )
