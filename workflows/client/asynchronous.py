"""AsyncClient: the same verbs for programs with an event loop; see ``synchronous.py``."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import AsyncIterator
from typing import Any, Self, TypeVar

import httpx

from .connection import options_of, request_of
from .exchange import Call, Item, Reply, Rest, Stream, Talk
from .verbs import Verbs

T = TypeVar("T")


class AsyncClient(Verbs):
    """Talks to a Fermata server in the name of a token, without holding up the event loop.

    ::

        async with AsyncClient("https://fermata.example.org", token) as client:
            async for event in client.events(run_id, follow=True):
                print(event.seq, event.type)

    Methods, arguments and errors are those of ``Client``; each is awaited or iterated.
    """

    def __init__(
        self, base_url: str, token: str | None = None, *, timeout: float = 30.0, **options: Any
    ) -> None:
        """Take the server's address; ``timeout`` is in seconds for one answer.

        ``options`` are those of ``httpx.AsyncClient``, as ``verify``, ``proxy``, ``transport``.
        """
        self.base_url, settings = options_of(base_url, token, timeout)
        self._http = httpx.AsyncClient(**{**settings, **options})

    def __repr__(self) -> str:
        """Name the server, never the token."""
        return f"AsyncClient({self.base_url!r})"

    async def __aenter__(self) -> Self:
        """Open nothing: connections are made when they are needed."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connections."""
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def hold(self, talk: Talk[T]) -> T:
        """Hold a conversation to its end."""
        reply: Reply = None
        try:
            while True:
                reply = await self._do(talk.send(reply))
        except StopIteration as end:
            value: T = end.value
            return value

    async def listen(self, talk: Stream[T]) -> AsyncIterator[T]:
        """Hold a conversation as far as whoever iterates wants it."""
        reply: Reply = None
        try:
            while True:
                step = talk.send(reply)
                if isinstance(step, Item):
                    reply = None
                    yield step.value
                else:
                    reply = await self._do(step)
        except StopIteration:
            return

    async def _do(self, step: Call[Any] | Rest) -> Reply:
        if isinstance(step, Rest):
            await sleep(step.seconds)
            return None
        try:
            return await self._http.send(request_of(self._http, step))
        except httpx.RequestError as error:
            return error
