"""Every event is known to the log and to the fold, and comes back from its record as it was."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

import pytest

from workflows.engine import events
from workflows.engine.events import (
    Event,
    Json,
    NodeCompleted,
    NodeEvent,
    complete_payload,
    from_record,
    to_payload,
)
from workflows.engine.payload import dumps, loads
from workflows.engine.state.fold import _CASES

ABSTRACT = {Event, events.NodeEvent, events.TaskEvent}


def kinds() -> list[type[Event]]:
    found = [item for item in vars(events).values() if isinstance(item, type)]
    return [item for item in found if issubclass(item, Event) and item not in ABSTRACT]


def example(kind: type[Event]) -> Event:
    """Make an event with a telling value in every field."""
    samples: dict[str, Json] = {"str": "text", "int": 7, "float": 1.5, "bool": False}
    values: dict[str, Any] = {}
    for item in fields(kind):
        hint = str(item.type)
        simple = hint.split(" | ")[0]
        if "Sequence[str]" in hint:
            values[item.name] = ["e1", "e2"]
        elif "Sequence" in hint or "Mapping" in hint or hint == "Json":
            values[item.name] = [{"a": 1}] if "Sequence" in hint else {"a": [1, None, "x"]}
        else:
            values[item.name] = samples[simple]
    return kind(**values)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_an_event_survives_its_record(kind: type[Event]) -> None:
    event = example(kind)
    node = event.node_id if isinstance(event, NodeEvent) else None
    iteration = event.iteration if isinstance(event, NodeEvent) else None
    text = dumps(to_payload(event))
    assert from_record(kind.__name__, node, iteration, loads(text)) == event


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_an_event_with_only_what_it_needs_survives_its_record(kind: type[Event]) -> None:
    full = example(kind)
    needed = {
        item.name: getattr(full, item.name)
        for item in fields(kind)
        if item.default is MISSING and item.default_factory is MISSING
    }
    event = kind(**needed)
    node, iteration = needed.get("node_id"), needed.get("iteration")
    assert from_record(kind.__name__, node, iteration, loads(dumps(to_payload(event)))) == event


def test_every_event_has_a_case_in_the_fold() -> None:
    assert set(_CASES) == set(kinds())


def test_what_holds_its_default_is_not_stored_but_is_shown() -> None:
    event = NodeCompleted("a", 1)
    assert to_payload(event) == {}
    assert complete_payload(event)["action"] is None
    assert complete_payload(event)["taken"] == []


def test_false_is_not_taken_for_a_default_of_zero() -> None:
    assert to_payload(NodeCompleted("a", 1, output=False)) == {"output": False}


def test_an_unknown_event_is_refused_and_unknown_fields_are_ignored() -> None:
    with pytest.raises(ValueError, match="unknown type"):
        from_record("NodeTeleported", "a", 1, {})
    assert from_record("RunResumed", None, None, {"by": "x", "mood": 1}).by == "x"  # type: ignore[attr-defined]
