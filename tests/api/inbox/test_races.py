"""Decisions at the same moment: one of fifty counts, one of decision and deadline, never a second
task by a first click."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection

from tests.api.conftest import Api, Drain, approval, edge, graph, node
from tests.api.inbox.conftest import Client, ids
from tests.support.clock import DatabaseClock, moved_clock
from tests.support.threads import together
from workflows.adapters.ports import current_ports
from workflows.engine.errors import Refused
from workflows.engine.transition import claim
from workflows.models import Event, Run, Suspension, Task, TaskDecision
from workflows.services.commands import RunRequest, start_run
from workflows.services.inbox.deciding import DecideRequest, decide_task

ROUNDS = 1_000 if connection.vendor == "postgresql" else 200
"""SQLite lets one write at a time: there are few ways for two to meet."""

HOUR = 3_600
CROWD = 50


@pytest.fixture(autouse=True)
def _real_transactions(transactional_db: None) -> Iterator[None]:
    yield
    Run.objects.all().delete()
    Event.objects.all().delete()


def test_of_fifty_decisions_at_once_one_counts_and_all_others_are_told_whose(
    api: Client, published: Callable[..., str], drain: Drain, people: dict[str, User]
) -> None:
    crowd = [User.objects.create_user(f"m{number}") for number in range(CROWD)]
    for user in crowd:
        user.groups.set(people["maria"].groups.all())
    run = start_run(people["otto"], published(approval()), RunRequest({"amount": 1}))
    drain()
    task = str(Task.objects.get().pk)

    def decide(number: int) -> Callable[[], str]:
        def work() -> str:
            decision = "approved" if number % 2 else "rejected"
            window = 8 if number % 3 else 0
            decide_task(crowd[number], task, DecideRequest(decision, undo_seconds=window))
            return decision

        return work

    answers = together(*(decide(number) for number in range(CROWD)))
    won = [place for place, answer in enumerate(answers) if isinstance(answer, str)]
    assert len(won) == 1, [repr(a) for a in answers if not isinstance(a, Refused | str)]
    winner = crowd[won[0]].username
    for place, answer in enumerate(answers):
        if place != won[0]:
            assert isinstance(answer, Refused)
            assert answer.detail["by"] == winner
    vote = TaskDecision.objects.get()
    assert (vote.user, vote.decision) == (crowd[won[0]], answers[won[0]])
    kinds = Counter(Event.objects.filter(run__uuid=run).values_list("type", flat=True))
    assert kinds["TaskDecided"] == 1


def test_of_a_decision_and_its_deadline_one_wins_each_time(
    published: Callable[..., str], drain: Drain, people: dict[str, User]
) -> None:
    ask = {
        "groups": ["managers"],
        "timeout_seconds": {"$expr": "inputs.seconds"},
        "on_timeout": "resume",
        "timeout_data": {"approved": False},
    }
    slug = published(graph([node("ask", "approval", **ask)], []))
    for number in range(ROUNDS):
        # Far apart, so that in each round one deadline is due.
        start_run(people["otto"], slug, RunRequest({"seconds": (number + 1) * HOUR}))
    with moved_clock() as clock:
        while drain():
            pass
        tasks = [str(pk) for pk in Task.objects.order_by("created_at").values_list("pk", flat=True)]
        gate, dice = threading.Barrier(2), random.Random(7)
        told: list[str] = []

        def lead(word: str) -> int:
            # However busy the machine is: whoever wins too often looks at more before.
            return dice.randrange(9) + max(0, 2 * told.count(word) - len(told))

        together(
            lambda: [_decide(people["maria"], task, gate, told, lead("won")) for task in tasks],
            lambda: [_wake_one(gate, clock, lead("deadline")) for _ in tasks],
        )
    assert len(told) == ROUNDS
    closed = Suspension.objects.values_list("task__pk", "closed_via", "closed_by")
    outcomes = {str(task): (via, by) for task, via, by in closed}
    # Whoever decided was told the truth, and so was whoever came too late.
    expected = {"deadline": ("deadline", None), "won": ("api", "maria")}
    assert outcomes == {task: expected[word] for task, word in zip(tasks, told, strict=True)}
    both = Counter(told)
    assert min(both["deadline"], both["won"]) > ROUNDS / 20, both
    assert Event.objects.filter(type="NodeResumed").count() == ROUNDS
    assert TaskDecision.objects.count() == both["won"]


def _decide(who: User, task: str, gate: threading.Barrier, told: list[str], looks: int) -> None:
    """Decide when the deadline fires, too; tell who was first."""
    gate.wait(30)
    _look(looks)
    try:
        _patiently(lambda: decide_task(who, task, DecideRequest("approved")))
    except Refused as refused:
        told.append(str(refused.detail["via"]))
    else:
        told.append("won")


def _look(times: int) -> None:
    for _ in range(times):
        Task.objects.order_by("pk").first()


def _wake_one(gate: threading.Barrier, clock: DatabaseClock, looks: int) -> None:
    """Let the next deadline come and fire it, after having looked at something for a moment."""
    gate.wait(30)
    clock.forward(HOUR)
    _look(looks)
    # What the decision before has woken is due as well.
    _patiently(lambda: claim(current_ports(), "w", 10, 600))


def _patiently(work: Callable[[], Any]) -> Any:
    """SQLite lets one write at a time and others wait; who waits too long asks again."""
    while True:
        try:
            return work()
        except OperationalError as error:
            if "locked" not in str(error):
                raise


def test_a_first_click_that_comes_again_leaves_the_second_approval_alone(
    api: Client, published: Callable[..., str], drain: Drain
) -> None:
    slug = published(
        graph(
            [
                node("one", "approval", groups=["managers"]),
                node("two", "approval", groups=["managers"]),
            ],
            [edge("one", "two", "approved")],
        )
    )
    run = api("otto").post(f"workflows/{slug}/runs/").json()["id"]
    drain()
    maria: Api = api("maria")
    (first,) = ids(maria)
    suspension = maria.get(f"tasks/{first}/").json()["suspension"]
    click = {"decision": "approved", "idempotency_key": "k1"}
    assert maria.post(f"tasks/{first}/decide/", click).status_code == 200
    drain()
    (second,) = ids(maria)
    before = Event.objects.filter(run__uuid=run).count()
    again = maria.post(f"tasks/{first}/decide/", click)
    assert again.status_code == 200
    for path, body in (
        (f"tasks/{first}/decide/", {"decision": "approved"}),
        (f"tasks/{first}/decide/", {"decision": "approved", "idempotency_key": "k2"}),
        (f"runs/{run}/resume/", {"suspension": suspension, "action": "approved"}),
        (f"runs/{run}/resume/", {"node": "one", "action": "approved"}),
    ):
        answer = maria.post(path, body)
        assert (answer.status_code, answer.json()["by"]) == (409, "maria")
    assert Event.objects.filter(run__uuid=run).count() == before
    shown = maria.get(f"tasks/{second}/").json()
    assert (shown["state"], shown["agreed"]) == ("open", 0)
