"""From where what is being done was asked for: the door, and the address behind it.

Whoever lets requests in says so once; what is done meanwhile need not pass it on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Origin:
    """``door``: `ui`, `api`, `admin`, `command`, or `system` where nobody has asked."""

    door: str = "system"
    address: str | None = None


_NOBODY = Origin()
_current: ContextVar[Origin] = ContextVar("fermata_origin", default=_NOBODY)


def current_origin() -> Origin:
    """Give where what is being done now comes from."""
    return _current.get()


@contextmanager
def coming_from(door: str, address: str | None = None) -> Iterator[None]:
    """Say it for the block."""
    token = _current.set(Origin(door, address))
    try:
        yield
    finally:
        _current.reset(token)


def through(door: str) -> None:
    """Name the door more exactly, within the block of ``coming_from``."""
    _current.set(replace(_current.get(), door=door))
