"""Answers at the same moment: two clicks with one key, a crowd with its deadline and a stop, both
branches of a join; whoever was not first is told who was."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.api.conftest import Api, Drain, approval, edge, graph, node
from tests.api.inbox.test_races import _patiently
from tests.support.clock import moved_clock
from tests.support.threads import together
from workflows.adapters.leases import expire_owner
from workflows.adapters.ports import current_ports
from workflows.engine.errors import Refused
from workflows.engine.transition import claim
from workflows.models import Event, Run, Suspension, Task, TaskDecision
from workflows.services.commands import RunRequest, start_run, stop_run
from workflows.services.inbox.deciding import DecideRequest, decide_task
from workflows.services.verify import verify_runs

Client = Callable[..., Api]
Publish = Callable[..., str]
pytestmark = pytest.mark.usefixtures("real_transactions")

ROUNDS = 20
MANY = 200
MANAGERS = 8
HOUR = 3_600


def kinds(run: str) -> Counter[str]:
    return Counter(Event.objects.filter(run__uuid=run).values_list("type", flat=True))


def sound(*runs: str) -> None:
    """See that what is stored of runs is what their logs say."""
    for run in runs:
        assert [str(fault) for verdict in verify_runs(run) for fault in verdict.faults] == []


def finish(drain: Drain) -> None:
    """Have the holder be dead, and somebody else do what is left."""
    expire_owner("w")
    while drain():
        pass


def test_two_clicks_with_one_key_get_the_same_answer(
    api: Client, published: Publish, drain: Drain, people: dict[str, User]
) -> None:
    slug = published(approval())
    for number in range(5):
        run = start_run(people["otto"], slug, RunRequest({"amount": 1}))
        drain()
        task = Task.objects.get(run__uuid=run).pk
        click = {"decision": "approved", "idempotency_key": f"click-{number}"}
        first, second = together(*[_clicking(api("maria"), task, click) for _ in range(2)])
        assert (first.status_code, second.status_code) == (200, 200)
        assert first.json() == second.json()
        assert kinds(run)["TaskDecided"] == 1
        drain()
        assert kinds(run)["NodeResumed"] == 1
        sound(run)


def _clicking(client: Api, task: Any, click: dict[str, str]) -> Callable[[], Any]:
    return lambda: client.post(f"tasks/{task}/decide/", click)


def test_of_a_crowd_its_deadline_and_a_stop_one_wins_and_all_others_are_told(
    published: Publish, drain: Drain, people: dict[str, User]
) -> None:
    contend(published, drain, people, ROUNDS)


@pytest.mark.soak
def test_so_it_is_two_hundred_times(
    published: Publish, drain: Drain, people: dict[str, User]
) -> None:
    contend(published, drain, people, MANY)


def contend(published: Publish, drain: Drain, people: dict[str, User], rounds: int) -> None:
    """Have eight managers, the deadline and a stop meet, so often."""
    crowd = [User.objects.create_user(f"m{number}") for number in range(MANAGERS)]
    for user in crowd:
        user.groups.set(people["maria"].groups.all())
    ask = {
        "groups": ["managers"], "timeout_seconds": {"$expr": "inputs.seconds"},
        "on_timeout": "resume", "timeout_data": {"approved": False},
    }  # fmt: skip
    slug = published(graph([node("ask", "approval", **ask)], []))
    # Far apart, so that in each round one deadline is due.
    runs = [
        start_run(people["otto"], slug, RunRequest({"seconds": (number + 1) * HOUR}))
        for number in range(rounds)
    ]
    dice, won = random.Random(37), Counter[str]()
    with moved_clock() as clock:
        while drain():
            pass
        for run in runs:
            task = str(Task.objects.get(run__uuid=run).pk)
            works = [_deciding(user, task) for user in crowd]
            works += [lambda r=run: _stopping(people["otto"], r), _firing]
            dice.shuffle(works)
            clock.forward(HOUR)
            won[_judge(run, together(*works))] += 1
            finish(drain)
    assert won.total() == rounds
    sound(*runs)


def _deciding(user: User, task: str) -> Callable[[], str]:
    def work() -> str:
        _patiently(lambda: decide_task(user, task, DecideRequest("approved")))
        return user.username

    return work


def _stopping(user: User, run: str) -> str:
    _patiently(lambda: stop_run(user, run, "Enough."))
    return "stop"


def _firing() -> None:
    _patiently(lambda: claim(current_ports(), "w", 10, 600))


def _judge(run: str, answers: list[Any]) -> str:
    """See that one won and that everybody was told the truth; name the winner."""
    told = [answer for answer in answers if isinstance(answer, str)]
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert all(isinstance(error, Refused) for error in refused), refused
    closed = Suspension.objects.get(run__uuid=run)
    by = closed.closed_by
    log = kinds(run)
    deciders = [name for name in told if name != "stop"]
    # A stop also ends a run whose wait was over, as long as the run has not ended.
    assert log["RunCancelled"] == told.count("stop")
    assert log["NodeResumed"] + log["NodeCancelled"] >= 1
    assert log["NodeResumed"] <= 1
    assert deciders == ([by] if closed.closed_via == "api" else [])
    assert TaskDecision.objects.filter(task__run__uuid=run).count() == len(deciders)
    for error in refused:
        assert error.detail["at"] is not None
        assert "by" in error.detail
    return str(closed.closed_via)


def test_both_branches_decided_in_the_same_moment_count_and_their_join_fires_once(
    published: Publish, drain: Drain, people: dict[str, User]
) -> None:
    join(published, drain, people, ROUNDS)


@pytest.mark.soak
def test_so_it_is_with_two_hundred_joins(
    published: Publish, drain: Drain, people: dict[str, User]
) -> None:
    join(published, drain, people, MANY)


def join(published: Publish, drain: Drain, people: dict[str, User], rounds: int) -> None:
    """Have two people decide the two branches of a run at the same moment, so often."""
    asks = [node(name, "approval", groups=["managers"]) for name in ("one", "two")]
    slug = published(
        graph(
            [*asks, node("end", "constant", value=1)],
            [edge("one", "end", "approved"), edge("two", "end", "approved")],
        )
    )
    runs = [start_run(people["otto"], slug, RunRequest({})) for _ in range(rounds)]
    while drain():
        pass
    for run in runs:
        tasks = Task.objects.filter(run__uuid=run).values_list("pk", flat=True)
        pairs = zip((people["maria"], people["ben"]), tasks, strict=True)
        works = [_deciding(person, str(task)) for person, task in pairs]
        # Whoever takes the run up meanwhile must not overlook the second answer.
        assert together(*works, _firing)[:2] == ["maria", "ben"]
    finish(drain)
    assert set(Run.objects.values_list("status", flat=True)) == {"completed"}
    for run in runs:
        log = kinds(run)
        assert (log["TaskDecided"], log["NodeResumed"]) == (2, 2)
        ended = Event.objects.filter(run__uuid=run, node_id="end", type="NodeCompleted")
        assert ended.count() == 1
    sound(*runs)
