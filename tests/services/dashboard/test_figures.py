"""Every figure is the number of rows of the list that it opens, whoever looks at whatever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.contrib.auth.models import Group, User

from bench.crowd import Crowd
from tests.services.dashboard.conftest import Fill
from workflows.engine.errors import Invalid
from workflows.models import Message, Run, Suspension, Task, TaskAssignee, TaskWatcher, WorkerBeat
from workflows.services.dashboard.figures import dashboard
from workflows.services.queries import runs
from workflows.services.queries.inbox import tasks
from workflows.services.queries.notices import hooks
from workflows.services.queries.operating import messages

WINDOWS = ("1h", "24h", "7d", "30d")
LISTS = {"/runs": runs.rows, "/inbox": tasks.rows}
APIS = {
    "/runs": "runs/",
    "/inbox": "tasks/",
    "/dashboard/messages": "messages/",
    "/dashboard/deliveries": "deliveries/",
}


def figures(value: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Walk an answer; give every number with the address of its list."""
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from figures(item, f"{path}[{place}]")
    if isinstance(value, dict):
        if "count" in value:
            yield path, value
        for key, item in value.items():
            yield from figures(item, f"{path}.{key}")


def rows_at(user: User, address: str) -> int:
    """Count the rows of a list as its API does."""
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query))
    if parts.path == "/dashboard/messages":
        return messages.rows(asked).count()
    if parts.path == "/dashboard/deliveries":
        return hooks.deliveries(user, state=asked["state"]).count()
    return LISTS[parts.path](user, asked).order_by().count()


def afternoon(now: datetime) -> str:
    """Name a zone in which it is between two and three: there much has happened today."""
    ahead = 14 - now.astimezone(UTC).hour
    # These names have the sign that one would not expect: GMT-14 is ahead of Greenwich.
    return f"Etc/GMT{-ahead:+d}"


def break_things(crowd: Crowd, now: datetime) -> None:
    """Make some of every trouble there is."""
    waiting = list(Run.objects.filter(status="suspended").order_by("pk"))
    long_ago = now - timedelta(minutes=5)
    Run.objects.filter(pk__in=[run.pk for run in waiting[:3]]).update(wake_at=long_ago)
    Suspension.objects.filter(run__in=waiting[3:5]).update(wake_at=long_ago)
    Suspension.objects.filter(run__in=waiting[5:7]).delete()
    Run.objects.filter(pk__in=[run.pk for run in waiting[5:7]]).update(wake_at=None)
    Suspension.objects.filter(run__in=waiting[7:9]).update(kind="wait")
    Task.objects.filter(run__in=waiting[7:9]).delete()
    queued = Run.objects.filter(status="queued").order_by("pk")
    Run.objects.filter(pk__in=queued.values("pk")[:1]).update(wake_at=long_ago)
    Run.objects.filter(pk__in=queued.values("pk")[1:2]).update(lease_epoch=1)
    gone = Group.objects.create(name="gone")
    for task in Task.objects.filter(state="open").order_by("pk")[:4]:
        TaskAssignee.objects.filter(task=task).delete()
        TaskAssignee.objects.create(task=task, group=gone)
    taken = Task.objects.filter(state="open").order_by("-pk")[:4]
    for task in taken:
        TaskWatcher.objects.create(task=task, user=crowd.chance.choice(crowd.people))
    Message.objects.create(kind="Signal", body={"name": "paid"}, attempts=3, due_at=long_ago)
    Message.objects.create(kind="Signal", body={"name": "paid"})
    WorkerBeat.objects.create(
        owner="worker-0", host="h", pid=1, started_at=now, seen_at=now, held=1
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_is_the_length_of_its_list(
    fill: Fill, people: dict[str, User], now: datetime, seed: int
) -> None:
    break_things(fill(seed), now)
    checked, above_zero = 0, set()
    for place, user in enumerate(people.values()):
        answer = dashboard(user, WINDOWS[(seed + place) % 4], afternoon(now))
        for path, figure in figures(answer):
            if figure["to"] is None:
                continue
            assert figure["count"] == rows_at(user, figure["to"]), (user.username, path, figure)
            checked += 1
            above_zero |= {path.split("[")[0]} if figure["count"] else set()
    assert checked > 200
    # Nothing above was true only because there was nothing to count.
    assert above_zero >= {
        ".running", ".running.finished", ".people", ".people.overdue", ".people.by_hand",
        ".outside", ".failed.ended", ".ages", ".workflows", ".decisions", ".decisions.late",
        ".decisions.queue", ".nodes", ".operations.due", ".operations.soon",
        ".operations.messages", ".operations.workers", ".broken",
    }  # fmt: skip


def test_the_lists_of_the_api_say_the_same(
    fill: Fill, people: dict[str, User], now: datetime, api: Any
) -> None:
    break_things(fill(4), now)
    for name in ("otto", "maria"):
        answer = api(name).get("dashboard/", window="30d").json()
        for path, figure in figures(answer):
            parts = urlsplit(figure["to"] or "")
            if not parts.path:
                continue
            asked = {**dict(parse_qsl(parts.query)), "count": "1", "page_size": "1"}
            listed = api(name).get(APIS[parts.path], **asked)
            assert listed.status_code == 200, (path, listed.content)
            assert listed.json()["count"] == figure["count"], (path, figure)


def test_what_is_broken_is_told_with_its_list(
    fill: Fill, people: dict[str, User], now: datetime
) -> None:
    break_things(fill(5), now)
    names = [item["name"] for item in dashboard(people["otto"], "24h")["broken"]]
    assert names == [
        "stuck_runs", "overdue_timers", "untaken_runs", "passed_over", "nobody_tasks",
        "late_messages",
    ]  # fmt: skip


def test_only_operators_see_the_machinery(fill: Fill, people: dict[str, User]) -> None:
    fill()
    for name in ("root", "otto"):
        assert dashboard(people[name], "24h")["operations"] is not None
    for name in ("maria", "ada", "olga"):
        answer = dashboard(people[name], "24h")
        assert (answer["operations"], answer["broken"]) == (None, [])


def test_somebody_without_a_part_in_anything_sees_zeros(
    fill: Fill, people: dict[str, User]
) -> None:
    fill()
    answer = dashboard(people["olga"], "30d")
    assert {figure["count"] for _, figure in figures(answer)} == {0}
    assert (answer["empty"], answer["people"]["oldest"], answer["decisions"]["queue"]) == (
        False, None, None,
    )  # fmt: skip
    assert not any(answer[card]["trend"][-1] for card in ("running", "people", "outside", "failed"))


def test_an_installation_without_runs_is_empty(people: dict[str, User], now: datetime) -> None:
    assert dashboard(people["root"], "24h")["empty"] is True


def test_ages_add_up_to_the_open_tasks_and_workflows_to_ages(
    fill: Fill, people: dict[str, User]
) -> None:
    fill()
    answer = dashboard(people["root"], "24h")
    assert sum(age["count"] for age in answer["ages"]) == answer["people"]["count"] == 40
    for age in answer["ages"]:
        assert sum(pile["count"] for pile in age["workflows"]) == age["count"]
        assert age["workflows"] == sorted(age["workflows"], key=lambda pile: -pile["count"])


def test_the_oldest_task_is_the_one_asked_first(fill: Fill, people: dict[str, User]) -> None:
    fill()
    first = Task.objects.filter(state="open").order_by("created_at").first()
    assert first is not None
    oldest = dashboard(people["root"], "24h")["people"]["oldest"]
    assert oldest["at"] == first.created_at.isoformat()
    assert oldest["to"].startswith(f"/inbox/{first.pk}?")


@pytest.mark.parametrize("window", WINDOWS)
def test_trends_are_what_the_rows_say(
    fill: Fill, people: dict[str, User], now: datetime, window: str
) -> None:
    fill()
    answer = dashboard(people["root"], window)
    start, width = datetime.fromisoformat(answer["since"]), answer["bucket_seconds"]
    ends = [
        start + timedelta(seconds=width * (n + 1)) for n in range(len(answer["failed"]["trend"]))
    ]
    waits = list(Suspension.objects.all())

    def open_at(end: datetime, kinds: set[str]) -> int:
        return sum(
            wait.kind in kinds and wait.opened_at < end
            and (wait.closed_at is None or wait.closed_at >= end)
            for wait in waits
        )  # fmt: skip

    def ended(end: datetime, *statuses: str) -> int:
        begin = end - timedelta(seconds=width)
        rows = Run.objects.filter(status__in=statuses, finished_at__gte=begin, finished_at__lt=end)
        return rows.count()

    # What happens within the last second counts as the end of the last bucket.
    early = slice(None, -1)
    assert answer["people"]["trend"][early] == [open_at(end, {"approval"}) for end in ends][early]
    assert answer["outside"]["trend"][early] == [open_at(end, {"timer"}) for end in ends][early]
    assert answer["people"]["trend"][-1] == answer["people"]["count"]
    assert answer["outside"]["trend"][-1] == answer["outside"]["count"]
    assert answer["failed"]["trend"][early] == [ended(end, "failed") for end in ends][early]
    assert (
        answer["running"]["trend"][early]
        == [ended(end, "completed", "failed", "cancelled") for end in ends][early]
    )
    assert sum(answer["running"]["trend"]) == answer["running"]["finished"]["count"]


def test_decisions_are_measured_from_being_asked(
    fill: Fill, people: dict[str, User], now: datetime
) -> None:
    fill()
    found = dashboard(people["root"], "30d")["decisions"]
    since = now.replace(microsecond=0) - timedelta(days=30)
    made = list(Task.objects.filter(state="decided", decided_at__gte=since))
    took = sorted((task.decided_at - task.created_at).total_seconds() for task in made)
    assert found["half_seconds"] == pytest.approx(took[ceil(len(took) * 0.5) - 1], abs=0.01)
    assert found["most_seconds"] == pytest.approx(took[ceil(len(took) * 0.9) - 1], abs=0.01)
    late = sum(task.due_at is not None and task.decided_at > task.due_at for task in made)
    assert found["late_share"] == late / len(made)


def test_success_is_a_share_of_what_completed_or_failed(
    fill: Fill, people: dict[str, User]
) -> None:
    fill()
    for row in dashboard(people["root"], "30d")["workflows"]:
        judged = row["completed"]["count"] + row["failed"]["count"]
        assert row["rate"] == (row["completed"]["count"] / judged if judged else None)
        assert row["count"] == judged + row["cancelled"]["count"]


def test_today_begins_at_the_midnight_of_whoever_looks(
    people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = datetime.fromisoformat("2026-03-10T22:30:00+00:00")
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    here = dashboard(people["root"], "1h")["today"]
    there = dashboard(people["root"], "1h", "Asia/Tokyo")["today"]
    assert (here, there) == ("2026-03-10T00:00:00+00:00", "2026-03-10T15:00:00+00:00")


@pytest.mark.parametrize(("window", "zone"), [("soon", ""), ("", ""), ("24h", "Mars/Base")])
def test_an_unknown_window_or_zone_is_refused(
    people: dict[str, User], window: str, zone: str
) -> None:
    with pytest.raises(Invalid):
        dashboard(people["root"], window, zone)
