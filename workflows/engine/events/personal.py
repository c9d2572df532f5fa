"""What of an event may be about a person, and the event without it; who seals what is not known
here."""

from __future__ import annotations

from collections.abc import Mapping

from .base import Json

ERASED = "erased"
PERSONAL, SUBJECT = "x-personal", "x-subject"
"""Keywords of schemas: what is filled in is personal; the value names whom it is about."""

# Names whose values hold the course of a run and nothing that anybody filled in. What is not named
# here is taken for personal, whatever later events bring.
_OPEN = frozenset({
    # events
    "attempt", "cleared", "reset", "taken", "skipped", "left", "keep", "action", "seconds",
    "delete", "retry_at", "handled", "suspension", "kind", "wake_at", "by", "via", "run", "index",
    "seen", "task", "workflow", "version", "parent", "parent_suspension", "parent_index", "depth",
    "seq", "checkpoint", "status", "adopted_by", "edges", "forgotten",
    # states in snapshots
    "started_at", "finished_at", "created_at", "opened_at", "reminded_at", "iteration", "node_id",
    "output_seq", "stale", "rested", "inherited", "begun", "news", "again", "pending",
    "started_by", "forked_from", "moved", "id", "at", "until", "claimed_by", "delegates",
    "info_from",
    # tasks
    "users", "groups", "due_at", "quorum", "reject_quorum", "four_eyes", "priority", "alarms",
    "replaces", "decision", "for", "override", "mailbox", "form", "to", "auto", "answers", "level",
    # rules of waits, steps of functions, errors
    "on_timeout", "timeout_seconds", "escalate_to", "actions", "callback", "type", "code",
    "function", "name", "place", "position", "digest", "undo_seconds", "forbid_initiator",
    "on_unassigned",
})  # fmt: skip
_WALKED = frozenset({
    "detail", "rules", "snapshot", "error", "failure", "wait", "resumed", "closing", "ask",
    "manual", "ended_by", "by_hand", "signal", "step",
})  # fmt: skip
"""Objects of which each name is looked at by itself."""

_MAPS = frozenset({"activations", "suspensions", "children"})
_LISTS = frozenset({"decisions"})


def skeleton(payload: Mapping[str, Json]) -> dict[str, Json]:
    """Give an event's payload, or a state, of the same shape without what people filled in.

    Texts become `erased`, numbers 0; names, lengths and everything that the course of the run is
    made of stay, so that it still adds up to the same steps.
    """
    return {name: _kept(name, value) for name, value in payload.items()}


def _kept(name: str, value: Json) -> Json:
    if name in _OPEN or value is None:
        return value
    if name in _WALKED and isinstance(value, Mapping):
        return skeleton(value)
    if name in _MAPS and isinstance(value, Mapping):
        return {
            key: skeleton(item) if isinstance(item, Mapping) else _erased(item)
            for key, item in value.items()
        }
    if name in _LISTS and isinstance(value, list | tuple):
        return [skeleton(item) for item in value]
    return _erased(value)


def _erased(value: Json) -> Json:
    if isinstance(value, str):
        return ERASED
    if isinstance(value, Mapping):
        return {key: _erased(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_erased(item) for item in value]
    return value if value is None or isinstance(value, bool) else 0


def is_personal(graph: Json) -> bool:
    """Say whether a version asks for anything personal: then all of its runs are."""
    return any(found.get(PERSONAL) is True for found in _objects(graph))


def subject_input(graph: Json) -> str | None:
    """Name the input whose value names the person that a run is about."""
    for found in _objects(graph):
        for name, schema in _properties(found):
            if schema.get(SUBJECT) is True:
                return name
    return None


def _properties(found: Mapping[str, Json]) -> list[tuple[str, Mapping[str, Json]]]:
    listed = found.get("properties")
    if not isinstance(listed, Mapping):
        return []
    return [(name, item) for name, item in listed.items() if isinstance(item, Mapping)]


def _objects(value: Json) -> list[Mapping[str, Json]]:
    """List all objects of a JSON value, the outer ones first."""
    found: list[Mapping[str, Json]] = []
    todo = [value]
    while todo:
        item = todo.pop(0)
        if isinstance(item, Mapping):
            found.append(item)
            todo.extend(item.values())
        elif isinstance(item, list | tuple):
            todo.extend(item)
    return found
