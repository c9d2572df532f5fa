"""The tree of a run: what stands in each line, whatever state a step is in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management.base import OutputWrapper

from workflows.engine.people import Question
from workflows.management.terminal import console_of
from workflows.management.tree import draw
from workflows.services.queries.operating.outline import Outline, Step
from workflows.services.queries.suspensions import Wait

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
BEGUN = NOW - timedelta(minutes=3)

RUN = Outline(
    run_id="r1",
    workflow="flow",
    name="Flow",
    version=2,
    status="running",
    seq=9,
    started_by="otto",
    created_at=BEGUN,
    started_at=BEGUN,
    finished_at=None,
    error=None,
    ended_by=None,
    result=None,
    parent=None,
    index=None,
    forked_from=None,
    now=NOW,
)
WAIT = Wait(
    run_id="r1",
    workflow="flow",
    started_by="otto",
    id="r1.4",
    node_id="a",
    iteration=1,
    kind="approval",
    reason="Really?",
    state={},
    metadata={},
    rules={},
    opened_at=BEGUN,
    wake_at=NOW + timedelta(hours=2),
    task="t1",
    claimed_by=None,
    question=Question(users=["maria"], groups=["managers"]),
)


def drawn(run: Outline) -> list[str]:
    """Draw without colours, line by line."""
    out = StringIO()
    console = console_of(OutputWrapper(out))
    console.print(draw(console, run))
    return [line.rstrip() for line in out.getvalue().splitlines()]


def step_line(**facts: Any) -> str:
    """Draw a run of one step and give the step's line without its branch."""
    about = {"node_id": "a", "title": "A", "started_at": BEGUN, "attempt": 1, **facts}
    return drawn(replace(RUN, steps=[Step(**about)]))[2].removeprefix("└── ")


def test_the_head_names_workflow_status_time_person_and_id() -> None:
    head, run_id, *_ = drawn(RUN)
    assert head == "● Flow v2  running  for 3 min · 08:57:00 · by otto"
    assert run_id == "r1"
    ended = replace(RUN, status="completed", finished_at=NOW, forked_from="r0", index=3)
    head, run_id, *_ = drawn(ended)
    assert head == "✓ Flow v2  completed  item 3 · 3 min · 08:57:00 · by otto"
    assert run_id == "r1  forked from r0"


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({"status": "pending", "started_at": None}, "○ A    [a]"),
        ({"status": "running"}, "● A  running for 3 min  [a]"),
        ({"status": "completed", "finished_at": NOW}, "✓ A  3 min  [a]"),
        ({"status": "skipped"}, "– A  skipped  [a]"),
        ({"status": "cancelled"}, "■ A  cancelled  [a]"),
        ({"status": "suspended"}, "◆ A  waits  [a]"),
        ({"status": "running", "iteration": 4}, "● A #4  running for 3 min  [a]"),
        ({"status": "running", "attempt": 2, "attempts": 3},
         "● A  running for 3 min  attempt 2 of 3  [a]"),
        ({"status": "running", "attempt": 5, "attempts": 3},
         "● A  running for 3 min  attempt 5  [a]"),
        ({"status": "failed", "error": {"message": "No\nmoney"}}, "✗ A  No money  [a]"),
        ({"status": "failed", "error": {"message": "No"}, "attempts": 2},
         "✗ A  No  attempt 1 of 2  [a]"),
        ({"status": "retrying", "error": {"message": "No"}, "attempts": 2,
          "retry_at": NOW + timedelta(seconds=30)}, "↻ A  again in 30 s  No  attempt 1 of 2  [a]"),
        ({"status": "completed", "finished_at": NOW, "action": "approved",
          "answered": {"by": "maria", "via": "ui"}}, "✓ A  approved  by maria  3 min  [a]"),
        ({"status": "completed", "finished_at": NOW, "answered": {"by": None, "via": "timer"}},
         "✓ A  by timer  3 min  [a]"),
        ({"status": "skipped", "manual": {"by": "otto", "do": "skip", "reason": "Paid"}},
         "– A  skipped  by hand (skip by otto: Paid)  [a]"),
        ({"status": "running", "title": "a"}, "● a  running for 3 min"),
    ],
)  # fmt: skip
def test_a_step_is_told_in_one_line(facts: dict[str, Any], line: str) -> None:
    assert step_line(**facts) == line


def test_a_wait_says_what_since_when_until_when_and_who() -> None:
    asked = Step("a", "A", status="suspended", started_at=BEGUN, attempt=1, waits=[WAIT])
    lines = drawn(replace(RUN, status="suspended", steps=[asked]))
    assert lines[3] == (
        "    └── approval: Really?  since 08:57:00, 3 min  until 11:00:00, in 2 h"
        "  maria, group managers"
    )
    assert lines[-1] == "suspended: Really?"
    taken = replace(WAIT, claimed_by="maria", wake_at=NOW - timedelta(seconds=1))
    asked.waits = [taken]
    line = drawn(replace(RUN, steps=[asked]))[3]
    assert line.endswith("until 08:59:59, now  maria has taken it")


def test_child_runs_stand_below_and_only_some_of_many() -> None:
    child = replace(RUN, run_id="r2", name="Child", index=0)
    step = Step("a", "A", status="suspended", children=[child], more_children=992)
    lines = drawn(replace(RUN, steps=[step]))
    assert lines[3].endswith("● Child v2  running  item 0 · for 3 min · 08:57:00 · by otto")
    assert lines[5] == "    └── … and 992 more"


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({"status": "completed", "result": {"a": 1}}, 'completed: {"a":1}'),
        ({"status": "completed"}, "completed"),
        ({"status": "failed", "error": {"message": "No", "node_id": "a"}}, "failed at a: No"),
        ({"status": "cancelled", "ended_by": {"by": None}}, "cancelled by the system"),
        (
            {"status": "cancelled", "ended_by": {"by": "otto", "reason": "x"}},
            "cancelled by otto: x",
        ),
        ({"status": "running"}, "running"),
    ],
)
def test_the_last_line_says_how_it_stands(facts: dict[str, Any], line: str) -> None:
    assert drawn(replace(RUN, **facts))[-1] == line


def test_titles_of_any_length_and_script_stand_in_columns() -> None:
    steps = [
        Step("a", "確認する", status="running", started_at=BEGUN),
        Step("b", "Ask", status="running", started_at=BEGUN),
        Step("c", "x" * 80, status="running", started_at=BEGUN),
    ]
    lines = drawn(replace(RUN, steps=steps))
    assert "x" * 35 + "…" in lines[4]
    # Each of the four signs takes two columns of the terminal.
    assert lines[2].index("running") + 4 == lines[3].index("running")


def test_what_people_have_written_is_never_read_as_colours() -> None:
    evil = replace(WAIT, reason="[bold red]x[/] \x1b[31mred\x1b[0m \x9b31m \x07")
    step = Step("a", "[link=http://x]A[/link]", status="suspended", waits=[evil])
    shown = "\n".join(drawn(replace(RUN, steps=[step])))
    assert "[bold red]x[/]" in shown
    assert "[link=http://x]A[/link]" in shown
    assert not set("\x1b\x9b\x07") & set(shown)
