"""The matrix: each role, each verb, the exact answer."""

from collections.abc import Callable

import pytest

from tests.api.conftest import Api, Drain, approval, waiting

Client = Callable[..., Api]
ROLES = ("root", "ada", "otto", "maria", "ben", "rita", "olga")
# rita has started the run (an operator then, who has left the group since), ben is not asked but
# shares a group with maria, who is.
MATRIX = {
    #                 root ada  otto maria ben  rita olga
    "see_run":       (200, 200, 200, 200, 200, 200, 404),
    "see_events":    (200, 200, 200, 200, 200, 200, 404),
    "see_task":      (200, 200, 200, 200, 200, 200, 404),
    "comment":       (200, 200, 200, 200, 200, 200, 404),
    "checkpoint":    (201, 403, 201, 403, 403, 403, 404),
    "claim":         (200, 403, 403, 200, 403, 403, 404),
    "decide":        (200, 403, 403, 200, 403, 403, 404),
    "resume":        (202, 403, 403, 202, 403, 403, 404),
    "stop":          (202, 403, 202, 403, 403, 403, 404),
    "start":         (201, 201, 201, 403, 403, 403, 403),
    "save":          (200, 200, 403, 403, 403, 403, 403),
    "publish":       (200, 200, 403, 403, 403, 403, 403),
}  # fmt: skip


@pytest.mark.parametrize("verb", MATRIX)
@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_exactly_its_answer(
    api: Client, published: Callable[..., str], drain: Drain, people: dict[str, object],
    verb: str, role: str,
) -> None:  # fmt: skip
    slug = published(approval(users=["maria"], groups=[]))
    run = start_as_requester(api, people, slug)
    drain()
    task = api("root").get(f"runs/{run}/").json()["suspensions"][0]["task"]
    answer = act(api(role), verb, slug, run, task)
    assert answer == MATRIX[verb][ROLES.index(role)]


def start_as_requester(api: Client, people: dict[str, object], slug: str) -> str:
    """Let rita start a run while she is an operator, and leave the group."""
    from django.contrib.auth.models import Group

    rita = people["rita"]
    operators = Group.objects.get(name="operators")
    rita.groups.add(operators)  # type: ignore[attr-defined]
    run: str = api("rita").post(f"workflows/{slug}/runs/", {"inputs": {"amount": 1}}).json()["id"]
    rita.groups.remove(operators)  # type: ignore[attr-defined]
    people["rita"] = type(rita).objects.get(pk=rita.pk)  # type: ignore[attr-defined]
    return run


def act(person: Api, verb: str, slug: str, run: str, task: str) -> int:
    """Do the verb and give the status."""
    calls = {
        "see_run": lambda: person.get(f"runs/{run}/"),
        "see_events": lambda: person.get(f"runs/{run}/events/"),
        "see_task": lambda: person.get(f"tasks/{task}/"),
        "comment": lambda: person.post(f"tasks/{task}/comment/", {"text": "Hm"}),
        "checkpoint": lambda: person.post(f"runs/{run}/checkpoints/", {"name": "now"}),
        "claim": lambda: person.post(f"tasks/{task}/claim/"),
        "decide": lambda: person.post(f"tasks/{task}/decide/", {"decision": "approved"}),
        "resume": lambda: person.post(f"runs/{run}/resume/", {"data": {"approved": True}}),
        "stop": lambda: person.post(f"runs/{run}/stop/"),
        "start": lambda: person.post(f"workflows/{slug}/runs/", {"inputs": {"amount": 1}}),
        "save": lambda: person.patch(f"workflows/{slug}/", {"description": "x"}),
        "publish": lambda: person.post(f"workflows/{slug}/versions/"),
    }
    return int(calls[verb]().status_code)


def test_the_state_of_a_run_is_changed_only_by_those_who_operate_it(
    api: Client, published: Callable[..., str], drain: Drain
) -> None:
    slug = published(approval())
    run = api("otto").post(f"workflows/{slug}/runs/", {"inputs": {"amount": 1}}).json()["id"]
    drain()
    body = {"data": {"approved": True}, "state": {"limit": 10**6}}
    assert api("maria").post(f"runs/{run}/resume/", body).status_code == 403
    assert api("root").post(f"runs/{run}/resume/", body).json()["state"] == {"limit": 10**6}


def test_an_author_resumes_and_stops_what_he_started_and_nothing_else(
    api: Client, published: Callable[..., str], drain: Drain
) -> None:
    slug, ada = published(waiting("only")), api("ada")
    own = ada.post(f"workflows/{slug}/runs/").json()["id"]
    other = api("otto").post(f"workflows/{slug}/runs/").json()["id"]
    drain()
    assert ada.get(f"runs/{own}/").json()["can_operate"] is True
    assert ada.get(f"runs/{other}/").json()["can_operate"] is False
    assert ada.post(f"runs/{other}/resume/").status_code == 403
    assert ada.post(f"runs/{other}/stop/").status_code == 403
    assert ada.post(f"runs/{own}/resume/").status_code == 202
