"""Two people at the same moment, in real threads and transactions: one wins, the other knows."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.api.conftest import Api, Drain, approval
from tests.support.threads import together
from workflows.models import Event, Run

Client = Callable[..., Api]


@pytest.fixture(autouse=True)
def _real_transactions(transactional_db: None) -> Iterator[None]:
    yield
    # The log may go only after its run: the flush that follows knows nothing of that.
    Run.objects.all().delete()
    Event.objects.all().delete()


def test_of_many_decisions_exactly_one_counts(
    api: Client, published: Callable[..., str], drain: Drain, people: dict[str, User]
) -> None:
    slug = published(approval())
    run = api("otto").post(f"workflows/{slug}/runs/", {"inputs": {"amount": 1}}).json()["id"]
    drain()
    task = api("root").get(f"runs/{run}/").json()["suspensions"][0]["task"]

    def decide(person: Api, decision: str) -> Callable[[], Any]:
        return lambda: person.post(f"tasks/{task}/decide/", {"decision": decision})

    answers = together(
        decide(api("maria"), "approved"),
        decide(api("ben"), "rejected"),
        decide(api("root"), "approved"),
        lambda: api("maria").post(f"runs/{run}/resume/", {"data": {"approved": False}}),
    )
    assert sorted(answer.status_code // 100 for answer in answers) == [2, 4, 4, 4]
    winner = next(answer for answer in answers if answer.status_code < 300)
    for loser in answers:
        if loser is not winner:
            assert loser.status_code == 409
            assert loser.json()["by"] in ("maria", "ben", "root")
    drain()
    log = api("root").get(f"runs/{run}/events/").json()["results"]
    assert [event["type"] for event in log].count("NodeResumed") == 1


def test_of_many_starts_with_one_key_there_is_one_run(
    api: Client, published: Callable[..., str]
) -> None:
    slug, clients = published(approval()), [api("otto") for _ in range(4)]
    body = {"inputs": {"amount": 1}, "idempotency_key": "once"}
    calls = [lambda c=client: c.post(f"workflows/{slug}/runs/", body) for client in clients]
    answers = together(*calls)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert Run.objects.count() == 1


def test_of_two_saves_of_one_revision_one_is_stale(api: Client) -> None:
    ada, root = api("ada"), api("root")
    ada.post("workflows/", {"name": "Flow"})
    answers = together(
        lambda: ada.patch("workflows/flow/", {"revision": 1, "name": "Ada's"}),
        lambda: root.patch("workflows/flow/", {"revision": 1, "name": "Root's"}),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]


def test_of_two_publications_of_one_draft_there_is_one_version(api: Client) -> None:
    ada, root = api("ada"), api("root")
    ada.post("workflows/", {"name": "Flow", "graph": approval()})
    answers = together(
        lambda: ada.post("workflows/flow/versions/"), lambda: root.post("workflows/flow/versions/")
    )
    assert sorted(answer.status_code for answer in answers) == [200, 201]
    assert {answer.json()["number"] for answer in answers} == {1}
