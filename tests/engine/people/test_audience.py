"""Who is asked when nobody of those named is there."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from workflows.engine.errors import Permanent, WorkflowSuspendedException
from workflows.engine.node import ProcessingContext
from workflows.engine.people import Known, OpenOffice
from workflows.nodes.people import ApprovalNode


class SmallOffice(OpenOffice):
    """An office in which there are few people."""

    async def known(self, users: Sequence[str], groups: Sequence[str]) -> Known:
        there = [name for name in users if name in ("maria", "ben")]
        full = [name for name in groups if name == "managers"]
        return Known(there, full, bool(there or full))


def asked(**properties: Any) -> tuple[Sequence[str], Sequence[str]]:
    """Open an approval and tell whom it asks."""
    node = ApprovalNode.model_validate(properties)
    context = ProcessingContext("r", "ask", office=SmallOffice())
    with pytest.raises(WorkflowSuspendedException) as leaving:
        asyncio.run(node.process(context))
    task = leaving.value.request.task
    return task.users, task.groups


ELSE = {"users": ["ben"], "groups": []}


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"users": ["maria"], "fallback": ELSE}, (["maria"], [])),
        ({"users": ["gone"], "fallback": ELSE}, (["ben"], [])),
        ({"groups": ["empty"], "fallback": ELSE}, (["ben"], [])),
        ({"groups": ["managers"], "fallback": ELSE}, ([], ["managers"])),
        ({"users": ["gone"], "groups": ["managers"], "fallback": ELSE}, (["gone"], ["managers"])),
        ({"users": [], "fallback": ELSE}, (["ben"], [])),
        ({"users": ["gone"]}, (["gone"], [])),
        ({"users": ["gone"], "on_unassigned": "operators"}, ([], [])),
        (
            {"users": ["gone"], "fallback": {"users": ["lost"]}, "on_unassigned": "operators"},
            ([], []),
        ),
        ({}, ([], [])),
    ],
)
def test_a_fallback_is_asked_when_nobody_is_there(
    properties: dict[str, Any], expected: tuple[list[str], list[str]]
) -> None:
    assert asked(**properties) == expected


@pytest.mark.parametrize("users", [["gone"], []])
def test_a_step_that_must_have_somebody_fails_without(users: list[str]) -> None:
    node = ApprovalNode.model_validate({"users": users, "on_unassigned": "fail"})
    with pytest.raises(Permanent):
        asyncio.run(node.process(ProcessingContext("r", "ask", office=SmallOffice())))
