"""The time, ids and chance as a workflow function gets them: recorded, so that a replay has the
same.

Each may be used as it is or awaited: ``ctx.now()`` and ``await ctx.now()`` give the same.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime
from typing import Any, Self


class Moment(datetime):
    """A point in time, aware, in UTC."""

    def __await__(self) -> Generator[Any, None, Self]:
        """Give itself."""
        yield from ()
        return self


class Text(str):
    """A text."""

    __slots__ = ()

    def __await__(self) -> Generator[Any, None, Self]:
        """Give itself."""
        yield from ()
        return self


class Number(float):
    """A number."""

    __slots__ = ()

    def __await__(self) -> Generator[Any, None, Self]:
        """Give itself."""
        yield from ()
        return self
