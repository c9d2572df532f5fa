"""Node kinds of the workflows under faults; processes find them through FERMATA_MODULES."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import threading
import time
import urllib.request

from workflows.engine.node import BaseNode, ProcessingContext


class DoOutside(BaseNode):
    """Has one effect in the outside world, with the key of the activation; in a thread."""

    node_type = "chaos.effect"

    url: str = ""
    seconds: float = 0

    def process(self, context: ProcessingContext) -> str:
        """Send, perhaps take a while, give the key."""
        key = context.idempotency_key
        body = json.dumps({"run": context.run_id, "node": context.node_id, "key": key}).encode()
        request = urllib.request.Request(f"{self.url}/effect", body, {"Idempotency-Key": key})
        urllib.request.urlopen(request, timeout=60).read()
        if self.seconds:
            threading.Event().wait(self.seconds)
        return key


class Pause(BaseNode):
    """Takes a while without keeping anybody from working."""

    node_type = "chaos.pause"

    seconds: float = 1.0

    async def process(self, context: ProcessingContext) -> str:
        """Wait."""
        await asyncio.sleep(self.seconds)
        return context.idempotency_key


class Spin(BaseNode):
    """Never ends and never gives way: in the loop of the worker, or in one of its threads."""

    node_type = "chaos.spin"

    where: str = "loop"
    url: str = ""

    async def process(self, context: ProcessingContext) -> str:
        """Spin."""
        _say(self.url, context.idempotency_key)
        if self.where == "thread":
            return await asyncio.to_thread(self._spin)
        return self._spin()

    def _spin(self) -> str:
        while True:
            time.monotonic()


class Die(BaseNode):
    """Takes its worker down, as the kernel does when the memory is full."""

    node_type = "chaos.die"

    url: str = ""

    async def process(self, context: ProcessingContext) -> str:
        """Die."""
        _say(self.url, context.idempotency_key)
        os.kill(os.getpid(), signal.SIGKILL)
        return ""


def _say(url: str, key: str) -> None:
    if url:
        request = urllib.request.Request(f"{url}/effect", b"{}", {"Idempotency-Key": key})
        urllib.request.urlopen(request, timeout=60).read()
