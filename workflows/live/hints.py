"""Where hints come from: sockets of this machine, or the Channels group that Redis carries."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from channels.layers import get_channel_layer

from workflows.adapters import hub as sockets
from workflows.adapters.feed import GROUP
from workflows.conf import load_conf

RENEW_SECONDS = 3_600.0
"""How often the membership in the group is renewed: Channels lets it expire after a day."""


class Hearer(Protocol):
    """Who is told."""

    def heard(self, moved: Mapping[str, int]) -> None:
        """Take "run X is at seq N"."""

    def progressed(
        self, run_id: str, node_id: str, iteration: int, value: Mapping[str, Any]
    ) -> None:
        """Take how far a running node is."""

    def look_again(self, user_id: int) -> None:
        """Look whether this person's sockets may stay."""

    def present(self, hint: Any) -> None:
        """Take what a tab says of itself."""

    def noticed(self, changed: Mapping[int, int | None]) -> None:
        """Take whose bell has changed, and the notice that did."""


async def listen(hearer: Hearer) -> None:
    """Tell of each hint until cancelled; raises when the way they come on breaks."""

    def take(hint: Mapping[str, Any]) -> None:
        take_hint(hearer, hint)

    if load_conf().redis_url:
        await _listen_to_group(take)
    else:
        await sockets.listen("web", take)


def take_hint(hearer: Hearer, hint: Mapping[str, Any]) -> None:
    """Pass one hint on; what has not its shape is dropped, for others may write to Redis too."""
    moved, progress = hint.get("moved"), hint.get("progress")
    if isinstance(hint.get("look_again"), int):
        hearer.look_again(hint["look_again"])
    if "present" in hint:
        hearer.present(hint["present"])
    if isinstance(noticed := hint.get("noticed"), list):
        hearer.noticed(dict(pair for pair in noticed if _is_pair(pair)))
    if isinstance(moved, dict):
        hearer.heard({run: seq for run, seq in moved.items() if isinstance(seq, int)})
    if isinstance(progress, dict):
        value = dict(progress)
        place = [value.pop(name, None) for name in ("run_id", "node_id", "iteration")]
        run_id, node_id, iteration = place
        if isinstance(run_id, str) and isinstance(node_id, str) and isinstance(iteration, int):
            hearer.progressed(run_id, node_id, iteration, value)


def _is_pair(value: Any) -> bool:
    """Say whether this is a person's key and that of a notice, or null."""
    if not isinstance(value, list) or len(value) != 2:
        return False
    user, notice = value
    return type(user) is int and (notice is None or type(notice) is int)


async def _listen_to_group(take: Callable[[Mapping[str, Any]], None]) -> None:
    layer: Any = get_channel_layer()
    channel = await layer.new_channel("live")
    try:
        while True:
            await layer.group_add(GROUP, channel)
            try:
                async with asyncio.timeout(RENEW_SECONDS):
                    while True:
                        message = await layer.receive(channel)
                        if isinstance(message.get("hint"), dict):
                            take(message["hint"])
            except TimeoutError:
                continue
    finally:
        await layer.group_discard(GROUP, channel)
