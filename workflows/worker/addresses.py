"""Callback addresses for nodes of a worker: made in its database thread, also over a short trouble
of the database."""

from __future__ import annotations

import asyncio
import time
from functools import partial

from django.db import InterfaceError, OperationalError

from workflows.adapters.callbacks import make_address
from workflows.engine.callbacks import CallbackRequest, MakeAddress

from .committer import Committer

PAUSE_SECONDS = 0.25


def addresses(committer: Committer, patience_seconds: float) -> MakeAddress:
    """Give the port; it waits for a database that is out of reach as commits do."""

    async def make(request: CallbackRequest) -> str:
        began = time.monotonic()
        while True:
            try:
                made: str = await committer.call(partial(make_address, request))
                return made
            except (OperationalError, InterfaceError):
                if time.monotonic() - began > patience_seconds:
                    raise
                await asyncio.sleep(PAUSE_SECONDS)

    return make
