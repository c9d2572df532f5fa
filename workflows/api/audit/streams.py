"""An answer that is sent part by part, whatever kind of server asks for the parts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.http import StreamingHttpResponse

from workflows.services.workspaces.walls import shown


class PartByPart(StreamingHttpResponse):
    """Fetch each part in the request's own thread, when the one before has been sent.

    Django would put all parts of an ordinary iterator together first, where the server is async.
    """

    def __init__(self, who: User, parts: Iterator[str], **kwargs: Any) -> None:
        """Show the database's connection the workspace of ``who`` for each part: by then the
        request is over."""
        super().__init__(_within(who, parts), **kwargs)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the parts."""
        parts: Iterator[bytes] = iter(self)
        fetch = sync_to_async(lambda: next(parts, None), thread_sensitive=True)
        while (part := await fetch()) is not None:
            yield part


def _within(who: User, parts: Iterator[str]) -> Iterator[str]:
    while True:
        with shown(who):
            part = next(parts, None)
        if part is None:
            return
        yield part
