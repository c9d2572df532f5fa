"""Parents that are stopped at the very moment in which their children begin."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest

from tests.adapters.test_races import begin, pause, ports
from tests.support.threads import together
from workflows.engine.commands import Stop, Suspend
from workflows.engine.node import Child, ChildrenRequest, SuspensionRequest
from workflows.engine.ports import Ports, Work
from workflows.engine.transition import apply, relay
from workflows.models import Message, Run

__all__ = ["ports"]

pytestmark = pytest.mark.django_db(transaction=True)


def wait_for_children(ports: Ports, count: int) -> str:
    """Have a run wait for children whose beginning nobody has delivered yet; give its id."""
    (held,) = begin(ports)
    children = [Child(place, {}) for place in range(count)]
    wanted = ChildrenRequest("flow", children)
    request = SuspensionRequest("Waits", kind="children", children=wanted)
    before = Message.objects.count()
    work = Work(held.run_id, Suspend("a", 1, 1, request=request), "w", held.epoch)
    with patch("workflows.engine.transition.path.relay"):
        assert apply(ports, [work])[0].error is None
    assert Message.objects.count() == before + count
    return held.run_id


def test_no_child_begins_unnoticed_while_its_parent_is_stopped(
    ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = wait_for_children(ports, 2)
    came, go_on = pause(monkeypatch, "take_messages")

    def stop() -> Any:
        came.wait(10)
        try:
            return apply(ports, [Work(run, Stop("Enough."))])
        finally:
            go_on.set()

    together(lambda: relay(ports), stop)
    relay(ports)
    left = Run.objects.exclude(uuid=run).exclude(status="cancelled")
    assert list(left.values_list("status", flat=True)) == []
    assert Message.objects.count() == 0


def test_parents_and_children_that_move_at_once_do_not_wait_crosswise(ports: Ports) -> None:
    runs = [wait_for_children(ports, 3) for _ in range(3)]

    def stop() -> None:
        for run in runs:
            apply(ports, [Work(run, Stop("Enough."))])

    answers = together(lambda: relay(ports), stop, lambda: relay(ports), lambda: relay(ports))
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    relay(ports)
    others = Run.objects.exclude(uuid__in=runs)
    assert set(others.values_list("status", flat=True)) <= {"cancelled"}
    assert Message.objects.count() == 0
