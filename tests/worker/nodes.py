"""Nodes whose progress a test controls through files; found by workers through FERMATA_MODULES."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from pathlib import Path

from workflows.engine.node import BaseNode, ProcessingContext


class Gate(BaseNode):
    """Notes that it began, then waits until a file exists; may be executed more than once."""

    node_type = "test.gate"

    folder: str = ""

    async def process(self, context: ProcessingContext) -> str:
        """Note, wait, give the key of the activation."""
        folder = Path(self.folder)
        with (folder / f"{context.node_id}.began").open("a") as notes:
            notes.write(context.idempotency_key + "\n")
        while not (folder / f"{context.node_id}.open").exists():
            await asyncio.sleep(0.01)
        return context.idempotency_key


class Block(BaseNode):
    """Keeps a thread busy for some seconds, without the event loop noticing."""

    node_type = "test.block"

    seconds: float = 1.0

    def process(self, context: ProcessingContext) -> str:
        """Stand still."""
        threading.Event().wait(self.seconds)
        return "done"


class EndsTheProcess(BaseNode):
    """Asks its own process to end, as whoever stops a machine does, and completes."""

    node_type = "test.ends_the_process"

    async def process(self, context: ProcessingContext) -> str:
        """Ask, and give the signal's handler its turn."""
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0.05)
        return "asked"
