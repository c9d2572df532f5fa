"""A slow reader of a socket or of a long answer holds its sender back; memory is not filled."""

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


PART = {"type": "http.response.body", "body": b"x", "more_body": True}


class Request(Connection):
    """What Daphne's protocol does with the producer of an answer."""

    def __init__(self) -> None:
        super().__init__()
        self.producer = None


async def test_a_part_of_an_answer_waits_for_room_and_the_last_lets_go() -> None:
    request = Request()
    send = paced(partial(deliver, request))
    await send({"type": "http.response.start", "status": 200})
    assert request.producer is None
    await send(PART)
    pace: Any = request.producer
    pace.pauseProducing()
    waiting = asyncio.create_task(send(PART))
    await asyncio.sleep(0)
    assert len(request.sent) == 2
    pace.resumeProducing()
    await waiting
    await send({"type": "http.response.body", "body": b"", "more_body": False})
    assert request.producer is None
    assert len(request.sent) == 4


async def test_an_answer_in_one_part_is_not_held_back() -> None:
    request = Request()
    send = paced(partial(deliver, request))
    await send({"type": "http.response.start", "status": 200})
    await send({"type": "http.response.body", "body": b"x"})
    assert request.producer is None
    assert len(request.sent) == 2


async def test_a_connection_that_is_gone_is_told_nothing() -> None:
    class Gone(Request):
        def registerProducer(self, producer: Any, streaming: bool) -> None:
            raise AttributeError

        def unregisterProducer(self) -> None:
            raise AttributeError

    request = Gone()
    send = paced(partial(deliver, request))
    await send(PART)
    await send({"type": "http.response.body", "body": b""})
    assert len(request.sent) == 2


async def test_another_server_is_left_alone() -> None:
    async def send(message: Any) -> None:
        raise NotImplementedError

    assert paced(send) is send
