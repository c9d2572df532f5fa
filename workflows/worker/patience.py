"""Look-ups of nodes in a worker: done in its database thread, also over a short trouble of the
database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from django.db import InterfaceError, OperationalError

from workflows.adapters.callbacks import make_address
from workflows.engine.callbacks import CallbackRequest, MakeAddress

from .committer import Committer

PAUSE_SECONDS = 0.25

Call = Callable[[Callable[[], Any]], Awaitable[Any]]


def patient(committer: Committer, patience_seconds: float) -> Call:
    """Give what does database work; it waits for a database out of reach as commits do."""

    async def call(work: Callable[[], Any]) -> Any:
        began = time.monotonic()
        while True:
            try:
                return await committer.call(work)
            except (OperationalError, InterfaceError):
                if time.monotonic() - began > patience_seconds:
                    raise
                await asyncio.sleep(PAUSE_SECONDS)

    return call


def addresses(call: Call) -> MakeAddress:
    """Give the port that makes callback addresses."""

    async def make(request: CallbackRequest) -> str:
        made: str = await call(partial(make_address, request))
        return made

    return make
