"""Client: the verbs over HTTP for programs that wait for each answer."""

from __future__ import annotations

from collections.abc import Iterator
from time import sleep
from typing import Any, Self, TypeVar

import httpx

from .connection import options_of, request_of
from .exchange import Call, Item, Reply, Rest, Stream, Talk
from .verbs import Verbs

T = TypeVar("T")


class Client(Verbs):
    """Talks to a Fermata server in the name of a token.

    ::

        with Client("https://fermata.example.org", token) as client:
            try:
                result = client.run("expense-approval", {"amount": 120})
            except RunSuspended as waiting:
                client.resume(waiting.run_id, {"approved": True}, node="review")

    A request that was lost on its way is sent again: what changes something carries a key by which
    the server knows it. Safe for threads. The methods, with what they take and raise, are the
    functions of ``workflows.client.runs``, ``watching``, ``tasks`` and ``definitions``.
    """

    def __init__(
        self, base_url: str, token: str | None = None, *, timeout: float = 30.0, **options: Any
    ) -> None:
        """Take the server's address; ``timeout`` is in seconds for one answer.

        ``options`` are those of ``httpx.Client``, as ``verify``, ``proxy``, ``transport``.
        """
        self.base_url, settings = options_of(base_url, token, timeout)
        self._http = httpx.Client(**{**settings, **options})

    def __repr__(self) -> str:
        """Name the server, never the token."""
        return f"Client({self.base_url!r})"

    def __enter__(self) -> Self:
        """Open nothing: connections are made when they are needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def hold(self, talk: Talk[T]) -> T:
        """Hold a conversation to its end."""
        reply: Reply = None
        try:
            while True:
                reply = self._do(talk.send(reply))
        except StopIteration as end:
            value: T = end.value
            return value

    def listen(self, talk: Stream[T]) -> Iterator[T]:
        """Hold a conversation as far as whoever iterates wants it."""
        reply: Reply = None
        try:
            while True:
                step = talk.send(reply)
                if isinstance(step, Item):
                    reply = None
                    yield step.value
                else:
                    reply = self._do(step)
        except StopIteration:
            return

    def _do(self, step: Call[Any] | Rest) -> Reply:
        if isinstance(step, Rest):
            sleep(step.seconds)
            return None
        try:
            return self._http.send(request_of(self._http, step))
        except httpx.RequestError as error:
            return error
