"""A socket whose reader is slow holds its sender back instead of filling the memory."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from core.pace import paced

FRAME = {"type": "websocket.send", "text": "x"}


class Connection:
    """What Daphne's protocol does with a producer."""

    def __init__(self) -> None:
        self.sent: list[Any] = []
        self.producer: Any = "the HTTP side"

    def unregisterProducer(self) -> None:
        self.producer = None

    def registerProducer(self, producer: Any, streaming: bool) -> None:
        assert (self.producer, streaming) == (None, True)
        self.producer = producer


async def deliver(connection: Connection, message: Any) -> None:
    connection.sent.append(message)


async def test_a_frame_waits_for_room() -> None:
    connection = Connection()
    send = paced(partial(deliver, connection))
    await send({"type": "websocket.accept"})
    assert connection.producer == "the HTTP side"
    await send(FRAME)
    connection.producer.pauseProducing()
    waiting = asyncio.create_task(send(FRAME))
    await asyncio.sleep(0)
    assert len(connection.sent) == 2
    await send({"type": "websocket.close"})
    connection.producer.resumeProducing()
    await waiting
    assert [m["type"] for m in connection.sent][2:] == ["websocket.close", "websocket.send"]


async def test_nobody_waits_for_a_connection_that_is_gone() -> None:
    connection = Connection()
    send = paced(partial(deliver, connection))
    await send(FRAME)
    connection.producer.pauseProducing()
    waiting = asyncio.create_task(send(FRAME))
    await asyncio.sleep(0)
    connection.producer.stopProducing()
    await asyncio.wait_for(waiting, 5)


async def test_another_server_is_left_alone() -> None:
    async def send(message: Any) -> None:
        raise NotImplementedError

    assert paced(send) is send
