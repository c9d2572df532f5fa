"""The feed: "run X is at seq N" for the live side, by sockets or Channels; of people only that
their sockets are to be looked at."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from itertools import islice
from typing import Any

from workflows.engine.events import Json

from .hub import Sender

log = logging.getLogger(__name__)

RUNS_A_HINT = 500
GROUP = "fermata.moved"
"""The Channels group in which all web processes hear hints, as ``{"type": "hint", "hint": …}``."""


def _pieces(moved: Mapping[str, int]) -> list[dict[str, int]]:
    items = iter(moved.items())
    pieces = []
    while piece := dict(islice(items, RUNS_A_HINT)):
        pieces.append(piece)
    return pieces


def _noticed(changed: Mapping[int, int | None]) -> list[dict[str, Any]]:
    items = iter(changed.items())
    pieces = []
    while piece := [[user, notice] for user, notice in islice(items, RUNS_A_HINT)]:
        pieces.append({"noticed": piece})
    return pieces


def _progress(
    run_id: str, node_id: str, iteration: int, value: Mapping[str, Json]
) -> dict[str, Json]:
    place = {"run_id": run_id, "node_id": node_id, "iteration": iteration}
    return {"progress": {**place, **value}}


class SocketFeed:
    """Tells the web processes of this machine; never raises."""

    def __init__(self, sender: Sender) -> None:
        """Take what sends to the web processes."""
        self._sender = sender

    def publish(self, moved: Mapping[str, int]) -> None:
        """See :class:`workflows.engine.ports.Feed`."""
        for piece in _pieces(moved):
            self._sender.send({"moved": piece})

    def progress(
        self, run_id: str, node_id: str, iteration: int, value: Mapping[str, Json]
    ) -> None:
        """See :class:`workflows.engine.ports.Feed`."""
        self._sender.send(_progress(run_id, node_id, iteration, value))

    def look_again(self, user_id: int) -> None:
        """Have the sockets of a person looked at: he may have signed out, or been locked out."""
        self._sender.send({"look_again": user_id})

    def present(self, mark: Mapping[str, Json]) -> None:
        """Tell that a tab has a workflow open, or no more."""
        self._sender.send({"present": dict(mark)})

    def noticed(self, changed: Mapping[int, int | None]) -> None:
        """Tell whose bell has changed, and the notice that did (None: several, or none anew)."""
        for piece in _noticed(changed):
            self._sender.send(piece)


class ChannelFeed:
    """Tells the web processes of all machines through Channels, from a thread of its own.

    Who publishes never waits for Redis. What cannot be sent is dropped: sockets look by themselves.
    """

    def __init__(self, courier: Courier) -> None:
        """Take what carries messages to the group."""
        self._courier = courier

    def publish(self, moved: Mapping[str, int]) -> None:
        """See :class:`workflows.engine.ports.Feed`."""
        for piece in _pieces(moved):
            self._courier.carry({"moved": piece})

    def progress(
        self, run_id: str, node_id: str, iteration: int, value: Mapping[str, Json]
    ) -> None:
        """See :class:`workflows.engine.ports.Feed`."""
        self._courier.carry(_progress(run_id, node_id, iteration, value))

    def look_again(self, user_id: int) -> None:
        """See :meth:`SocketFeed.look_again`."""
        self._courier.carry({"look_again": user_id})

    def present(self, mark: Mapping[str, Json]) -> None:
        """See :meth:`SocketFeed.present`."""
        self._courier.carry({"present": dict(mark)})

    def noticed(self, changed: Mapping[int, int | None]) -> None:
        """See :meth:`SocketFeed.noticed`."""
        for piece in _noticed(changed):
            self._courier.carry(piece)


class Courier:
    """Carries hints to the Channels group in a thread with a loop; started by the first one."""

    WAITING = 1_000

    def __init__(self) -> None:
        """Begin without a thread: forks of a worker start their own."""
        import queue

        self._queue: queue.Queue[dict[str, Any]] = queue.Queue(self.WAITING)
        self._pid = 0

    def carry(self, hint: dict[str, Any]) -> None:
        """Hand over a hint; dropped when too many wait."""
        import os
        import queue
        import threading

        if self._pid != os.getpid():
            self._pid = os.getpid()
            self._queue = queue.Queue(self.WAITING)
            threading.Thread(target=self._run, name="feed", daemon=True).start()
        try:
            self._queue.put_nowait(hint)
        except queue.Full:
            log.debug("The feed is full; a hint is dropped.")

    def _run(self) -> None:
        import asyncio

        # Waited for here and not in an executor: its threads would keep the process from ending.
        with asyncio.Runner() as runner:
            while True:
                runner.run(self._forward(self._queue.get()))

    async def _forward(self, hint: dict[str, Any]) -> None:
        import asyncio

        from channels.layers import get_channel_layer

        try:
            async with asyncio.timeout(2):
                await get_channel_layer().group_send(GROUP, {"type": "hint", "hint": hint})
        except Exception as error:
            log.warning("Redis does not take the feed: %s", error)
