"""Callback addresses as they are shown: derived anew, for those who may resume the run by hand; no
table and no event holds one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.adapters.callbacks import address_of
from workflows.engine.callbacks import HIDDEN, CallbackRequest
from workflows.engine.events import Json


def with_address(shown: Mapping[str, Json], run_id: str, node_id: str, iteration: int) -> Json:
    """Add the address of an activation to what is shown of its wait."""
    return {**shown, "callback_url": address_of(CallbackRequest(run_id, node_id, iteration))}


def with_addresses(nodes: Mapping[str, dict[str, Any]], run_id: str) -> dict[str, dict[str, Any]]:
    """Complete the addresses in what callbacks have given out; those are used up by then."""
    return {
        name: {**item, "output": with_address(output, run_id, name, item["iteration"])}
        if _holds_one(output := item["output"])
        else item
        for name, item in nodes.items()
    }


def _holds_one(output: Json) -> bool:
    return isinstance(output, Mapping) and str(output.get("callback_url")).endswith(HIDDEN)
