"""The rows of what people do outside of runs: added, and nothing else; triggers see to that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflows.engine.events import Json
from workflows.engine.workspaces import DEFAULT
from workflows.models import AuditEntry

LONGEST_OBJECT = 300


@dataclass(frozen=True, slots=True)
class Act:
    """Who did what to what; ``detail`` is any JSON object."""

    by: str | None
    verb: str
    object: str = ""
    detail: Mapping[str, Json] | None = None


def keep(act: Act, door: str, address: str | None, workspace: int = DEFAULT) -> None:
    """Add a row, in the transaction of the caller when there is one."""
    detail: Any = dict(act.detail) if act.detail else None
    AuditEntry.objects.create(
        workspace_id=workspace,
        by=act.by,
        verb=act.verb,
        object=act.object[:LONGEST_OBJECT],
        door=door,
        address=address,
        detail=detail,
    )
