"""Boxes, filters, counts and forecasts: each shows exactly what it says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import Drain, edge, graph, node
from tests.api.inbox.conftest import Client, Open, ids
from tests.support.clock import DatabaseClock
from workflows.models import Task


def test_unassigned_is_what_ones_groups_are_asked_and_nobody_has_taken(
    api: Client, opened: Open
) -> None:
    _, group = opened()
    _, named = opened(users=["maria"])
    _, taken = opened()
    api("ben").post(f"tasks/{taken}/claim/")
    maria = api("maria")
    assert set(ids(maria, box="unassigned")) == {group}
    assert set(ids(maria)) == {group, named}
    assert set(ids(maria, box="team")) == {group, named, taken}
    counts = maria.get("tasks/counts/").json()
    assert counts == {"mine": 2, "unassigned": 1, "team": 3, "upcoming": 0, "overdue": 0}
    for box in ("mine", "unassigned", "team"):
        assert maria.get("tasks/", box=box, count=1).json()["count"] == counts[box]


def test_what_one_has_voted_on_or_may_not_decide_is_not_in_ones_box(
    api: Client, opened: Open
) -> None:
    _, voted = opened(quorum=2)
    api("maria").post(f"tasks/{voted}/decide/", {"decision": "approved"})
    _, own = opened("root", forbid_initiator=True, groups=[], users=["root"])
    assert ids(api("maria")) == []
    assert ids(api("ben")) == [voted]
    assert own not in ids(api("root"))
    listed = api("root").get("tasks/", box="all").json()["results"]
    assert {item["id"]: item["can_decide"] for item in listed}[own] is False


def test_withdrawn_tasks_are_recent_for_a_day(api: Client, opened: Open) -> None:
    run, task = opened()
    api("otto").post(f"runs/{run}/stop/", {"reason": "Mistake"})
    maria = api("maria")
    assert ids(maria) == []
    (shown,) = maria.get("tasks/", state="recent").json()["results"]
    assert (shown["id"], shown["closed_reason"]) == (task, "Mistake")
    Task.objects.update(closed_at=datetime.now(UTC) - timedelta(days=1, minutes=1))
    assert ids(maria, state="recent") == []
    assert ids(api("otto"), box="all", state="all") == [task]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "desk"}, {"desk"}),
        ({"q": "Olga"}, {"desk"}),
        ({"initiator": "otto"}, {"lamp", "yacht"}),
        ({"assignee": "ben"}, {"yacht"}),
        ({"group": "managers"}, {"desk", "lamp"}),
        ({"claimed": "me"}, {"lamp"}),
        ({"claimed": "none"}, {"desk", "yacht"}),
        ({"claimed": "others"}, set()),
        ({"kind": "approval"}, {"desk", "lamp", "yacht"}),
        ({"kind": "form"}, set()),
        ({"priority": "high"}, {"yacht"}),
        ({"due_before": "2100-01-01T00:00:00Z"}, {"yacht"}),
        ({"due_after": "2100-01-01T00:00:00Z"}, set()),
        ({"created_before": "2001-01-01T00:00:00Z"}, set()),
        ({"created_after": "2001-01-01T00:00:00Z"}, {"desk", "lamp", "yacht"}),
        ({"overdue": "true"}, set()),
        ({"nobody": "true"}, set()),
        ({"state": "done"}, {"sofa"}),
        ({"state": "done", "decision": "rejected"}, {"sofa"}),
        ({"state": "done", "decided_by": "maria"}, {"sofa"}),
        ({"state": "done", "decided_by": "ben"}, set()),
        ({"state": "done", "closed": "decided"}, {"sofa"}),
        ({"state": "done", "closed": "expired"}, set()),
        ({"state": "done", "late": "true"}, set()),
        ({"state": "done", "decided_after": "2001-01-01T00:00:00Z"}, {"sofa"}),
        ({"state": "done", "decided_before": "2001-01-01T00:00:00Z"}, set()),
    ],
)
def test_each_filter_selects_what_it_names(
    api: Client, opened: Open, people: dict[str, User], query: dict[str, str], found: set[str]
) -> None:
    people["olga"].first_name = "Olga"
    people["olga"].groups.set(people["ada"].groups.all())
    people["olga"].save()
    made = {
        "desk": opened("olga", title="A desk")[1],
        "lamp": opened(title="A lamp")[1],
        "yacht": opened(
            groups=[], users=["ben"], title="A yacht", priority="high", due_seconds="3d"
        )[1],
        "sofa": opened(title="A sofa")[1],
    }
    api("maria").post(f"tasks/{made['lamp']}/claim/")
    api("maria").post(f"tasks/{made['sofa']}/decide/", {"decision": "rejected"})
    listed = api("maria").get("tasks/", box="team", count=1, **query)
    assert listed.status_code == 200, listed.content
    names = {task: name for name, task in made.items()}
    assert {names[item["id"]] for item in listed.json()["results"]} == found
    assert listed.json()["count"] == len(found)


@pytest.mark.parametrize(
    "query", [{"claimed": "all"}, {"priority": "mad"}, {"closed": "open"}, {"due_before": "soon"}]
)
def test_a_filter_that_cannot_be_is_refused(api: Client, query: dict[str, str]) -> None:
    assert api("maria").get("tasks/", **query).status_code == 400


def test_a_task_that_asks_only_who_is_gone_is_found(
    api: Client, opened: Open, people: dict[str, User]
) -> None:
    _, lost = opened(groups=[], users=["olga"])
    opened()
    people["olga"].is_active = False
    people["olga"].save()
    assert ids(api("otto"), box="all", nobody="true") == [lost]


def test_the_list_costs_the_same_number_of_queries_for_any_number_of_rows(
    api: Client, opened: Open
) -> None:
    maria = api("maria")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert maria.get("tasks/").status_code == 200
        return len(found)

    opened()
    queries()  # programs are built once
    first = queries()
    for _ in range(6):
        _, task = opened()
        maria.post(f"tasks/{task}/comment/", {"text": "Hm"})
    assert queries() == first


def two_steps(**properties: Any) -> Any:
    """Write an approval by managers and one by the board behind a rest."""
    return graph(
        [
            node("first", "approval", groups=["managers"], title="Secret plan"),
            node("rest", "sleep", duration_seconds=60),
            node("second", "approval", users=["olga"], **properties),
            node("third", "approval", users=["olga", "rita"]),
        ],
        [edge("first", "rest", "approved"), edge("rest", "second"), edge("second", "third")],
    )


def test_what_will_ask_me_next_is_foretold_without_telling_secrets(
    api: Client, published: Callable[..., str], drain: Drain, clock: DatabaseClock
) -> None:
    slug = published(two_steps())
    run = api("otto").post(f"workflows/{slug}/runs/").json()["id"]
    drain()
    (seen,) = api("olga").get("tasks/upcoming/").json()["results"]
    assert (seen["node_id"], seen["title"], seen["after"]["node_id"]) == (
        "second",
        "Second",
        "first",
    )
    assert (seen["run"], seen["after"]["reason"], seen["after"]["groups"]) == (None, "", [])
    assert "Secret" not in str(seen)
    assert api("olga").get("tasks/counts/").json()["upcoming"] == 1
    (later,) = api("rita").get("tasks/upcoming/").json()["results"]
    assert later["node_id"] == "third"
    assert api("maria").get("tasks/upcoming/").json()["results"] == []

    (task,) = ids(api("maria"))
    api("maria").post(f"tasks/{task}/decide/", {"decision": "approved"})
    drain()
    (seen,) = api("olga").get("tasks/upcoming/").json()["results"]
    assert seen["after"]["kind"] == "timer"
    assert seen["after"]["wake_at"]
    clock.forward(61)
    drain()
    assert [item["node_id"] for item in api("olga").get("tasks/upcoming/").json()["results"]] == [
        "third"
    ]
    assert len(ids(api("olga"))) == 1
    api("otto").post(f"runs/{run}/stop/")
    assert api("olga").get("tasks/upcoming/").json()["results"] == []


def test_who_sees_the_run_is_told_what_it_waits_for(
    api: Client, published: Callable[..., str], drain: Drain, people: dict[str, User]
) -> None:
    slug = published(two_steps())
    run = api("otto").post(f"workflows/{slug}/runs/").json()["id"]
    drain()
    people["olga"].groups.set(people["otto"].groups.all())
    (seen,) = api("olga").get("tasks/upcoming/").json()["results"]
    assert (seen["run"], seen["after"]["groups"]) == (run, ["managers"])
