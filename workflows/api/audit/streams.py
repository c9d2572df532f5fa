"""An answer that is sent part by part, whatever kind of server asks for the parts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse


class PartByPart(StreamingHttpResponse):
    """Fetch each part in the request's own thread, when the one before has been sent.

    Django would put all parts of an ordinary iterator together first, where the server is async.
    """

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the parts."""
        parts: Iterator[bytes] = iter(self)
        fetch = sync_to_async(lambda: next(parts, None), thread_sensitive=True)
        while (part := await fetch()) is not None:
            yield part
