"""Workspaces by their doors: entering one, what stays inside, sharing, credentials and sockets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import get_resolver

from tests.api.conftest import Api, Drain, approval, edge, graph, node, published, waiting
from tests.api.test_routes import PUBLIC, VALUES, api_paths, walk
from workflows.adapters import credentials as table
from workflows.adapters.workspaces import places
from workflows.engine.errors import Permanent
from workflows.live import reading
from workflows.models import ApiToken, Membership, Run, Task, WorkflowGrant
from workflows.services import tokens
from workflows.services.credentials import new_key
from workflows.services.definitions import create_workflow, publish
from workflows.services.people import invitations

People = dict[str, User]
Client = Callable[..., Api]
__all__ = ["published"]


@pytest.fixture
def acme(people: People) -> int:
    """Make a second workspace, with ada in both and otto in it alone."""
    made, home = places.create("acme", "Acme"), places.find("default")
    assert made is not None
    assert home is not None
    places.add(home, [people["ada"]])
    places.add(made, [people["ada"], people["otto"]])
    for name in ("ada", "otto"):
        people[name] = User.objects.get(username=name)
    return int(made.pk)


def test_one_alone_never_hears_of_workspaces(api: Client) -> None:
    me = api("ada").get("me/").json()
    assert me["workspaces"] == [{"slug": "default", "name": "Default", "current": True}]


def test_a_workspace_is_chosen_for_the_session_and_a_token_stays_where_it_was_made(
    api: Client, people: People, acme: int
) -> None:
    ada = api("ada")
    home = ada.post("workflows/", {"name": "Home"}).json()["slug"]
    text = tokens.create_token(people["ada"], "home")
    there = ada.post("me/workspace/", {"workspace": "acme"}).json()["results"]
    assert [row["slug"] for row in there if row["current"]] == ["acme"]
    assert ada.get(f"workflows/{home}/").status_code == 404
    assert ada.get("workflows/").json()["results"] == []
    bearer = {"Authorization": f"Bearer {text}"}
    token = Api(None, **bearer)
    assert token.get(f"workflows/{home}/").status_code == 200
    assert token.post("me/workspace/", {"workspace": "acme"}).status_code == 403
    assert api("maria").post("me/workspace/", {"workspace": "acme"}).status_code == 404
    # Who does not belong any more is at home again, and his token for it counts no more.
    Membership.objects.filter(user=people["ada"], workspace__slug="default").delete()
    assert token.get("me/").status_code == 401
    assert ApiToken.objects.get().workspace_id == 1


def test_a_page_of_another_workspace_changes_nothing(
    api: Client, people: People, acme: int
) -> None:
    ada = api("ada")
    shown: dict[str, Any] = {"headers": {"X-Workspace": "default"}}
    named = {"name": "Home"}
    assert ada.post("workflows/", named, **shown).status_code == 201
    assert ada.post("me/workspace/", {"workspace": "acme"}, **shown).status_code == 200
    refused = ada.post("workflows/", named, **shown)
    assert (refused.status_code, refused.json()["code"]) == (409, "other_workspace")
    assert refused.headers["X-Workspace-Changed"] == "1"
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert ada.client.get("/api/workflows/", **shown).status_code == 200
    there = ada.post("workflows/", named, headers={"X-Workspace": "acme"})
    assert there.status_code == 201


def test_signals_children_and_people_stay_inside(
    api: Client, people: People, acme: int, drain: Drain
) -> None:
    listens = graph([node("w", "wait_for_event", name="paid")], [])
    runs = graph([node("sub", "subworkflow", workflow="child")], [])
    root = people["root"]
    for place in (1, acme):
        places.put_into(root, place)
        for slug, drawn in (("listens", listens), ("child", waiting("in")), ("parent", runs)):
            create_workflow(root, slug, slug=slug, graph=drawn)
            publish(root, slug)
    otto, maria = api("otto"), api("rita")
    people["rita"].user_permissions.add(Permission.objects.get(codename="operate_run"))
    for client in (otto, maria):
        assert client.post("workflows/listens/runs/", {}).status_code == 201
        assert client.post("workflows/parent/runs/", {}).status_code == 201
    drain()
    assert otto.post("signals/", {"name": "paid"}).json()["delivered"] == 1
    drain()
    ended = Run.objects.filter(workflow__slug="listens", status="completed")
    assert [run.workspace_id for run in ended] == [acme]
    assert {child.parent.workspace_id == child.workspace_id for child in Run.objects.filter(
        workflow__slug="child"
    )} == {True}  # fmt: skip
    names = {user["username"] for user in otto.get("people/").json()["users"]}
    assert names == {"ada", "otto"}


def test_who_is_asked_must_belong_to_the_workspace(
    api: Client, people: People, acme: int, drain: Drain
) -> None:
    root = people["root"]
    places.put_into(root, acme)
    asked = approval(users=["maria"], groups=[], fallback={"users": ["ada"]})
    create_workflow(root, "Ask", slug="ask", graph=asked)
    publish(root, "ask")
    api("otto").post("workflows/ask/runs/", {"inputs": {"amount": 1}})
    drain()
    named = Task.objects.get().assignees.values_list("user__username", flat=True)
    assert list(named) == ["ada"]


def test_an_invitation_leads_into_its_workspace(people: People, acme: int) -> None:
    root = people["root"]
    places.put_into(root, acme)
    row = invitations.table.keep("new@example.org", "", [], root, "t" * 43, invitations.LIFETIME)
    assert row.workspace_id == acme
    made = invitations.accept("t" * 43, invitations.Newcomer("newt", "Newt", "pw-of-tests-12"))
    assert places.workspace_of(made) == acme


def test_nothing_is_lost_by_sharing(api: Client, people: People) -> None:
    ada = api("ada")
    slug = ada.post("workflows/", {"name": "Plan"}).json()["slug"]
    path = f"workflows/{slug}/access/"
    assert ada.get(path).json()["grants"] == [
        {"kind": "user", "name": "ada", "label": "ada", "role": "owner"}
    ]

    def share(client: Api, *grants: tuple[str, str, str], restricted: bool = False) -> Any:
        listed = [{"kind": kind, "name": name, "role": role} for kind, name, role in grants]
        return client.send("put", path, {"restricted": restricted, "grants": listed})

    refused = share(ada, ("user", "ada", "editor"))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "no_owner")
    for wrong in (("user", "nobody", "viewer"), ("group", "ada", "viewer"), ("user", "ben", "x")):
        assert share(ada, ("user", "ada", "owner"), wrong).status_code == 400
    twice = ("user", "ben", "viewer")
    assert share(ada, ("user", "ada", "owner"), twice, twice).status_code == 400
    # To own it by having made it is no more than the groups say, until it is restricted.
    assert WorkflowGrant.objects.get().implied
    assert share(ada, ("user", "ada", "owner"), ("group", "managers", "editor")).status_code == 200
    assert api("maria").patch(f"workflows/{slug}/", {"description": "x"}).status_code == 200
    assert api("maria").patch(path, {}).status_code == 405
    assert share(api("maria"), ("user", "maria", "owner")).status_code == 403
    given = share(ada, ("user", "ben", "owner"), restricted=True)
    assert (given.status_code, given.json()["can_share"]) == (200, False)
    assert ada.get(f"workflows/{slug}/").status_code == 404
    assert api("ben").get(path).json()["can_share"] is True


def test_a_creator_who_left_the_authors_edits_no_more_until_it_is_restricted(
    api: Client, people: People
) -> None:
    slug = api("ada").post("workflows/", {"name": "Plan"}).json()["slug"]
    people["ada"].groups.clear()
    assert api("ada").get(f"workflows/{slug}/").status_code == 404
    body = {"restricted": True, "grants": [{"kind": "user", "name": "ada", "role": "owner"}]}
    assert api("root").send("put", f"workflows/{slug}/access/", body).status_code == 200
    assert api("ada").patch(f"workflows/{slug}/", {"description": "x"}).status_code == 200


@pytest.fixture
def billing(people: People, settings: Any, published: Callable[..., str]) -> str:
    """Publish a workflow and keep a credential that is not granted to it."""
    settings.FERMATA = {**settings.FERMATA, "credential_keys": (new_key(),)}
    change = table.Change(
        "bank", "bearer", "Authorization", "a-long-secret", ["https://bank.example"], []
    )
    table.keep(change, people["root"])
    return published(waiting("a"), "Billing")


def calls_bank() -> dict[str, Any]:
    call = node("call", "http_request", url="https://bank.example/x", credential="bank")
    return graph([node("start", "input"), call], [edge("start", "call")])


def test_who_edits_a_workflow_may_not_use_a_credential_by_that(
    api: Client, people: People, billing: str
) -> None:
    ada, path = api("ada"), f"workflows/{billing}"
    assert ada.patch(f"{path}/", {"graph": calls_bank()}).status_code == 200
    refused = ada.post(f"{path}/versions/")
    assert refused.status_code == 400
    assert refused.json()["errors"][0] == {
        "code": "credential_not_granted",
        "detail": "This workflow may not use the credential 'bank': ask somebody who manages "
        "credentials to grant it.",
        "attr": "graph.nodes.call.properties.credential",
    }
    with pytest.raises(Permanent):
        table.find(billing, "bank", "https://bank.example/x")
    assert ada.send("put", f"{path}/credentials/bank/", {}).status_code == 403
    manages = Permission.objects.get(codename="manage_credentials")
    people["maria"].user_permissions.add(manages)
    maria = api("maria")
    assert maria.send("put", f"{path}/credentials/bank/", {}).status_code == 204
    assert maria.get(f"{path}/credentials/").json() == {"results": ["bank"]}
    assert ada.post(f"{path}/versions/").status_code == 201
    assert table.find(billing, "bank", "https://bank.example/x").header == "Authorization"
    assert maria.delete(f"{path}/credentials/bank/").status_code == 204
    assert maria.send("put", f"{path}/credentials/other/", {}).status_code == 404
    with pytest.raises(Permanent):
        table.find(billing, "bank", "https://bank.example/x")


def test_one_workspace_s_credential_is_not_another_s(people: People, billing: str) -> None:
    acme, root = places.create("acme", "Acme"), people["root"]
    assert acme is not None
    places.put_into(root, acme.pk)
    create_workflow(root, "Billing", slug=billing, graph=waiting("a"))
    key = f"{acme.pk}/{billing}"
    # Even a row that should not be there lends nothing across.
    from workflows.models import Credential, Workflow

    Credential.objects.get().workflows.add(Workflow.objects.get(key=key))
    assert table.lent_to(key) == []
    with pytest.raises(Permanent):
        table.find(key, "bank", "https://bank.example/x")


# What answers somebody whatever he may see, by path; everything else that names a thing is 404.
OWN = {
    "me/", "me/settings/", "me/substitutions/", "me/workspace/", "people/", "calendars/",
    "node-types/", "templates/", "dashboard/", "workflows/",
    "runs/", "tasks/", "suspensions/", "upcoming/", "views/", "notices/", "schema/", "docs/",
}  # fmt: skip
REFUSED = {400, 403, 404, 405}
# An empty list, as of a workflow that nobody has.
EMPTY = {"workflows/flow/runs/"}


def test_no_address_shows_a_stranger_of_another_workspace_anything(
    api: Client, people: People, acme: int, published: Callable[..., str], drain: Drain
) -> None:
    slug = published(approval(users=["maria"], groups=[]), "Flow")
    run = api("root").post(f"workflows/{slug}/runs/", {"inputs": {"amount": 1}}).json()["id"]
    drain()
    task = str(Task.objects.get().pk)
    places.take_out(places.find("default"), [people["ada"]])  # type: ignore[arg-type]
    people["ada"] = User.objects.get(username="ada")
    given = str(VALUES["run_id"])
    shown = set()
    for path in sorted(set(api_paths())):
        real = path.replace(f"runs/{given}", f"runs/{run}").replace(
            f"tasks/{given}", f"tasks/{task}"
        )
        answer = api("ada").get(real)
        if answer.status_code in REFUSED:
            continue
        shown.add(path)
        text = answer.content.decode() if not answer.streaming else ""
        assert run not in text, path
        assert task not in text, path
        assert "Approve the expense" not in text, path
    named = {path for path in shown if any(str(value) in path for value in VALUES.values())}
    inside = ("runs/0", "tasks/0", "workflows/flow")
    assert {path for path in named if path.startswith(inside)} == EMPTY
    assert OWN - {"upcoming/", "views/"} <= shown | {"docs/"}


def test_the_list_of_public_addresses_is_a_literal() -> None:
    assert len(PUBLIC) == 12
    assert {name for name, _ in walk(get_resolver().url_patterns)} >= PUBLIC


def test_a_socket_follows_nothing_of_another_workspace(
    people: People, acme: int, published: Callable[..., str]
) -> None:
    from workflows.engine.errors import NotFound

    slug, otto = published(waiting("a")), people["otto"]
    run = str(Api(people["root"]).post(f"workflows/{slug}/runs/", {}).json()["id"])
    for look in (
        lambda: reading.find_seq(otto, run),
        lambda: reading.check_workflow(otto, slug),
        lambda: reading.check_editing(otto, slug),
    ):
        with pytest.raises(NotFound):
            look()
    assert reading.visible_among(otto, [run]) == set()
    assert reading.look_at(otto) is not None
    Membership.objects.filter(user=otto).delete()
    # Whoever is taken out while his socket is open is shown nothing any more.
    assert reading.look_at(otto) is None
