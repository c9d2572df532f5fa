"""The dashboard's addresses: who gets what, mending, messages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from tests.api.conftest import Api, Drain, approval, graph, node
from workflows.models import Message, Run

Client = Callable[..., Api]


def begin(api: Client, published: Any, drain: Drain, shape: Any, name: str, **inputs: Any) -> str:
    slug = published(shape, name)
    run: str = api("otto").post(f"workflows/{slug}/runs/", {"inputs": inputs}).json()["id"]
    drain()
    return run


def test_the_dashboard_counts_what_runs_and_waits(
    api: Client, published: Any, drain: Drain
) -> None:
    begin(api, published, drain, approval(), "A", amount=1)
    begin(api, published, drain, graph([node("nap", "sleep", duration_seconds="1h")], []), "B")
    begin(api, published, drain, graph([node("bang", "fail", message="No")], []), "C")
    begin(api, published, drain, graph([node("hold", "wait", wait_reason="Hm")], []), "D")
    figures = api("otto").get("dashboard/").json()
    assert figures["people"]["count"] == figures["outside"]["count"] == 1
    assert (figures["people"]["by_hand"]["count"], figures["running"]["count"]) == (1, 0)
    failed = figures["failed"]
    assert (failed["count"], failed["share"]) == (1, 1.0)
    assert (failed["worst"]["node_id"], failed["worst"]["title"]) == ("bang", "Bang")
    assert [node["workflow_name"] for node in figures["nodes"]] == ["C"]
    assert api("olga").get("dashboard/", window="7d").json()["people"]["count"] == 0
    for wrong in ({"window": "soon"}, {"zone": "Nowhere"}):
        assert api("otto").get("dashboard/", **wrong).status_code == 400


def test_the_list_of_runs_is_narrowed_as_the_figures_count(
    api: Client, published: Any, drain: Drain
) -> None:
    begin(api, published, drain, approval(), "A", amount=1)
    begin(api, published, drain, graph([node("nap", "sleep", duration_seconds="1h")], []), "B")
    begin(api, published, drain, graph([node("bang", "fail", message="No")], []), "C")
    begin(api, published, drain, graph([node("hold", "wait", wait_reason="Hm")], []), "D")

    def names(**query: Any) -> list[str]:
        answer = api("otto").get("runs/", **query)
        assert answer.status_code == 200, answer.content
        return sorted(row["workflow_name"] for row in answer.json()["results"])

    assert names(waiting="people") == ["A", "D"]
    assert (names(waiting="time"), names(waiting="hand")) == (["B"], ["D"])
    assert names(failed_node="bang") == ["C"]
    assert names(failed_node="nap") == names(failed_node="@run") == []
    assert (names(version="1", workflow="b"), names(version="2")) == (["B"], [])
    hour = (timezone.now() + timedelta(minutes=61)).isoformat()
    assert names(wake_before=hour) == ["B"]
    assert names(wake_before=timezone.now().isoformat()) == []
    ended = Run.objects.get(workflow__slug="c").finished_at
    assert ended is not None
    assert names(finished_before=ended.isoformat()) == []
    assert names(finished_before=(ended + timedelta(seconds=1)).isoformat()) == ["C"]
    for trouble in ("due", "overdue_timer", "untaken", "stuck", "passed_over"):
        assert names(**{trouble: "true"}) == []
        assert len(names(**{trouble: "false"})) == 4
    assert api("otto").get("runs/", count="1", page_size="1").json()["count"] == 4
    assert "count" not in api("otto").get("runs/").json()
    for wrong in ({"version": "four"}, {"waiting": "godot"}, {"wake_before": "soon"}):
        assert api("otto").get("runs/", **wrong).status_code == 400


def test_only_those_who_look_after_runs_mend(api: Client, people: dict[str, User]) -> None:
    for name in ("otto", "root"):
        answer = api(name).post("dashboard/mend/", {"invariant": "stuck_runs"})
        assert (answer.status_code, answer.json()["mended"]) == (200, 0)
    for name in ("maria", "ada", "olga"):
        answer = api(name).post("dashboard/mend/", {"invariant": "stuck_runs"})
        assert answer.status_code == 403
    for wrong in ({"invariant": "no_worker"}, {"invariant": "x"}, {}):
        assert api("otto").post("dashboard/mend/", wrong).status_code == 400


def test_messages_are_listed_for_those_who_look_after_runs(
    api: Client, published: Any, drain: Drain
) -> None:
    run = begin(api, published, drain, approval(), "A", amount=1)
    now = timezone.now()
    wait = {"run_id": run, "suspension": f"{run}.1", "name": "paid", "key": None}
    Message.objects.create(kind="WaitOpened", body=wait)
    Message.objects.create(kind="Signal", body={"name": "paid"}, attempts=4, due_at=now)
    listed = api("otto").get("messages/", count="1").json()
    assert listed["count"] == 2
    assert [row["kind"] for row in listed["results"]] == ["WaitOpened", "Signal"]
    assert (listed["results"][0]["run"], listed["results"][0]["workflow"]) == (run, "a")
    late = api("otto").get("messages/", late="true", count="1").json()
    assert (late["count"], late["results"][1]["attempts"]) == (2, 4)
    assert api("maria").get("messages/").status_code == 403
