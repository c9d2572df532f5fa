"""What somebody was shown when he decided: kept with the decision, so that it can be told later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workflows.engine.events import Json
from workflows.engine.payload import digest, dumps
from workflows.engine.state import RunState, Suspension
from workflows.engine.workspaces import slug_of
from workflows.models import Event

MOST_BYTES = 48 * 1024
"""A larger picture is kept by its digest, with the parts that are small."""

_PARTS = ("instructions", "subject", "proposal", "due_at", "priority")
_LARGE = ("subject", "proposal", "schema", "comments")


def shown_to(state: RunState, wait: Suspension, seen: int | None) -> dict[str, Json]:
    """Describe the task as it stood at ``seen`` (a seq; None: now): title, facts, form, remarks.

    ``digest`` is the SHA-256 of the whole, also where it was too large to be kept as a whole.
    """
    at = min(seen, state.seq) if seen is not None else state.seq
    return picture(state, wait, at, _said(state.run_id, wait, at))


def picture(
    state: RunState, wait: Suspension, at: int, said: Sequence[Mapping[str, Json]]
) -> dict[str, Json]:
    """Describe the task as it stood at a seq, with what had been said by then: ``{seq, by, text,
    files?}`` each."""
    whole: dict[str, Any] = {
        "title": wait.ask.get("title", wait.reason),
        **{key: wait.ask[key] for key in _PARTS if key in wait.ask},
    }
    for key in ("schema", "options"):
        if wait.rules.get(key):
            whole[key] = wait.rules[key]
    if said:
        whole["comments"] = list(said)
    shown = {"seq": at, "workflow": slug_of(state.workflow), "version": state.version, **whole}
    shown["digest"] = digest(whole)
    if len(dumps(shown)) > MOST_BYTES:
        left_out = [key for key in _LARGE if key in shown and len(dumps(shown[key])) > 4096]
        shown = {key: value for key, value in shown.items() if key not in left_out}
        shown["left_out"] = left_out
    return shown


def _said(run_id: str, wait: Suspension, at: int) -> list[dict[str, Json]]:
    said = Event.objects.filter(
        run__uuid=run_id,
        type__in=("TaskCommented", "TaskInfoRequested"),
        node_id=wait.node_id,
        iteration=wait.iteration,
        seq__gt=wait.seq,
        seq__lte=at,
    ).order_by("seq")
    found: list[dict[str, Json]] = []
    for seq, payload in said.values_list("seq", "payload"):
        told: Any = payload
        if told.get("task") == wait.task:
            detail = told.get("detail", {})
            entry = {"seq": seq, "by": told.get("by"), "text": detail.get("text", "")}
            if detail.get("attachments"):
                entry["files"] = detail["attachments"]
            found.append(entry)
    return found
