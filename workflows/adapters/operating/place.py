"""Where code is being executed, for whoever writes a log line: which request, run, node, attempt.

Nothing is decided by it. It is a context variable: what one task or request sets no other sees.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

Place = Mapping[str, str | int]

_NOWHERE: Place = MappingProxyType({})
_place: ContextVar[Place] = ContextVar("fermata_place", default=_NOWHERE)
_process: dict[str, str] = {}


def here() -> Place:
    """Give what is known: some of `request_id run_id node attempt worker`."""
    return {**_process, **_place.get()}


def request_id() -> str:
    """Give the id of the request that is being answered, or a new one outside of any: whoever
    quotes it is found in the log."""
    return str(_place.get().get("request_id") or secrets.token_hex(8))


def name_worker(owner: str) -> None:
    """Say under which name this process takes leases."""
    _process["worker"] = owner


def enter(place: Place) -> None:
    """Set the place for the rest of the running task; it stands for all that was known before."""
    _place.set(place)


@contextmanager
def within(**place: str | int) -> Iterator[None]:
    """Set the place for a block."""
    token = _place.set({**_place.get(), **place})
    try:
        yield
    finally:
        _place.reset(token)
