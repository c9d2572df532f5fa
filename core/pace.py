"""Lets a slow reader slow its sender down: Daphne itself would keep everything unsent in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any

Send = Callable[[Any], Awaitable[None]]


class Pace:
    """What the connection tells when its buffer has filled and when it is empty again."""

    def __init__(self) -> None:
        """Begin with room."""
        self.room = asyncio.Event()
        self.room.set()

    # The names are those of Twisted's producers.
    def pauseProducing(self) -> None:  # noqa: N802
        """Take the news that the buffer is full."""
        self.room.clear()

    def resumeProducing(self) -> None:  # noqa: N802
        """Take the news that there is room again."""
        self.room.set()

    def stopProducing(self) -> None:  # noqa: N802
        """Take the news that the connection is gone: nobody waits for it any more."""
        self.room.set()


def paced(send: Send) -> Send:
    """Wrap the `send` of a connection: what is sent waits until what was before has left our
    memory. Frames of a socket are held back, and all parts of an answer but the last."""
    protocol: Any = send.args[0] if isinstance(send, partial) and send.args else None
    if not hasattr(protocol, "registerProducer"):
        return send
    pace = Pace()
    registered = False

    async def wait_and_send(message: Any) -> None:
        nonlocal registered
        kind, more = message["type"], message.get("more_body", False)
        # A connection that is gone has lost its channel; then nobody has to be told anything.
        with suppress(AttributeError):
            if not registered and (kind == "websocket.send" or more):
                # Only now: until the handshake is over a socket's connection is the HTTP side's.
                registered = True
                if kind == "websocket.send":
                    protocol.unregisterProducer()
                protocol.registerProducer(pace, True)
            elif registered and kind == "http.response.body" and not more:
                protocol.unregisterProducer()
        if kind == "websocket.send" or more:
            await pace.room.wait()
        await send(message)

    return wait_and_send
