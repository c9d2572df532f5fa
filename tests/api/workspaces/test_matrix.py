"""The matrix: who gets what of another workspace, and of a workflow restricted to some."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.conftest import Api, Drain, approval
from workflows.adapters.workspaces import places
from workflows.models import Task, Workflow
from workflows.services import tokens
from workflows.services.definitions import create_workflow, publish

Client = Callable[..., Api]

# Whoever belongs to another workspace has every group: it counts for nothing here. `colleague` has
# every group, too, and is named nowhere; the others have no group but are named, asked or came by.
PEOPLE = (
    "stranger", "colleague", "viewer", "assignee", "delegate", "ex", "requester", "editor", "owner",
    "admin",
)  # fmt: skip
# fmt: off
MATRIX: dict[str, tuple[Any, ...]] = {
    #                str  col  vie  ass  del  ex   req  edi  own  adm
    "run":          (404, 404, 200, 200, 200, 404, 200, 200, 200, 200),
    "events":       (404, 404, 200, 200, 200, 404, 200, 200, 200, 200),
    "explain":      (404, 404, 200, 200, 200, 404, 200, 200, 200, 200),
    "bundle":       (404, 404, 200, 200, 200, 404, 200, 200, 200, 200),
    "compare":      (404, 404, 200, 200, 200, 404, 200, 200, 200, 200),
    "task":         (404, 404, 200, 200, 200, 404, 200, 200, 200, 200),
    "comment":      (404, 404, 200, 200, 200, 404, 200, 200, 200, 200),
    "claim":        (404, 404, 403, 200, 409, 404, 403, 403, 403, 409),
    "attachment":   (404, 404, 200, 200, 200, 404, 200, 200, 200, 200),
    "definition":   (404, 404, 200, 404, 404, 404, 404, 200, 200, 200),
    "version":      (404, 404, 200, 404, 404, 404, 404, 200, 200, 200),
    "versions":     (404, 404, 200, 404, 404, 404, 404, 200, 200, 200),
    "triggers":     (404, 404, 200, 404, 404, 404, 404, 200, 200, 200),
    "test_sets":    (404, 404, 200, 404, 404, 404, 404, 200, 200, 200),
    "access":       (404, 404, 200, 404, 404, 404, 404, 200, 200, 200),
    "save":         (404, 404, 403, 404, 404, 404, 404, 200, 200, 200),
    "start":        (404, 404, 403, 404, 404, 404, 404, 201, 201, 201),
    "checkpoint":   (404, 404, 403, 403, 403, 404, 403, 201, 201, 201),
    "fork":         (404, 404, 403, 403, 403, 404, 403, 201, 201, 201),
    "share":        (404, 404, 403, 404, 404, 404, 404, 403, 200, 200),
    "credentials":  (403, 403, 403, 403, 403, 403, 403, 403, 403, 200),
    "lend":         (403, 403, 403, 403, 403, 403, 403, 403, 403, 404),
    "webhooks":     (403, 403, 403, 403, 403, 403, 403, 403, 403, 200),
    "deliveries":   (403, 403, 403, 403, 403, 403, 403, 403, 403, 200),
    "token":        (404, 404, 200, 200, 200, 404, 200, 200, 200, 200),
    "audit":        (0,   403, 403, 403, 403, 403, 403, 403, 403, 1),
    "runs_listed":  (0,   0,   1,   1,   1,   0,   1,   1,   1,   1),
    "runs_found":   (0,   0,   1,   1,   1,   0,   1,   1,   1,   1),
    "tasks_listed": (0,   0,   1,   1,   1,   0,   1,   1,   1,   1),
    "listed":       (0,   0,   1,   0,   0,   0,   0,   1,   1,   1),
    "going":        (0,   0,   1,   1,   1,   0,   1,   1,   1,   1),
    "inbox":        (0,   0,   0,   1,   1,   0,   0,   0,   0,   0),
    "suspensions":  (0,   0,   0,   1,   1,   0,   0,   0,   0,   0),
    "picker":       (False, True, True, True, True, True, True, True, True, True),
    "names_it":     (False, False, True, True, True, False, True, True, True, True),
}
# fmt: on


class House:
    """One workspace with a restricted workflow whose run waits, and a stranger of another one."""

    def __init__(self, drain: Drain) -> None:
        """Make people, the workflow, a run, its task handed on, a file and a remark."""
        self.people = _people()
        owner = self.people["owner"]
        graph = approval(users=["assignee", "ex"], groups=[], quorum=2)
        self.slug = create_workflow(owner, "Secret plan", graph=graph)
        publish(owner, self.slug)
        self.clients: dict[str, Api] = {name: Api(user) for name, user in self.people.items()}
        started = self.clients["owner"].post(
            f"workflows/{self.slug}/runs/", {"inputs": {"amount": 77}}
        )
        self.run: str = started.json()["id"]
        _started_by(self.run, self.people["requester"])
        self.share()
        drain()
        self.task = str(Task.objects.get().pk)
        handed = self.clients["ex"].post(f"tasks/{self.task}/delegate/", {"to": "delegate"})
        assert handed.status_code == 200, handed.content
        self.file = self._file()
        self.texts = {
            name: tokens.create_token(user, "script") for name, user in self.people.items()
        }

    def share(self, name: str = "owner") -> Any:
        """Name viewer, editor and owner, and nobody else."""
        named = (("viewer", "viewer"), ("editor", "editor"), ("owner", "owner"))
        grants = [{"kind": "user", "name": user, "role": role} for user, role in named]
        body = {"restricted": True, "grants": grants}
        return self.clients[name].send("put", f"workflows/{self.slug}/access/", body)

    def _file(self) -> str:
        client = self.clients["assignee"]
        sent = client.client.post(
            "/api/attachments/", {"file": SimpleUploadedFile("a.txt", b"plan"), "task": self.task}
        )
        assert sent.status_code == 201, sent.content
        given: str = sent.json()["id"]
        body = {"text": "See the plan", "attachments": [given]}
        assert client.post(f"tasks/{self.task}/comment/", body).status_code == 200
        return given


def _people() -> dict[str, User]:
    groups = []
    for name, rights in {
        "authors": ["edit_workflow"],
        "operators": ["operate_run"],
        "managers": ["see_team_tasks"],
    }.items():
        group, _ = Group.objects.get_or_create(name=name)
        found = Permission.objects.filter(content_type__app_label="workflows", codename__in=rights)
        group.permissions.add(*found)
        groups.append(group)
    made = {}
    for name in PEOPLE:
        made[name] = User.objects.create_user(name, f"{name}@example.org", "pw-of-tests")
    made["admin"].is_superuser = True
    made["admin"].save()
    for name in ("stranger", "colleague", "owner"):
        made[name].groups.set(groups)
    audit = Permission.objects.get(content_type__app_label="workflows", codename="see_audit")
    made["stranger"].user_permissions.add(audit)
    acme = places.create("acme", "Acme")
    assert acme is not None
    places.add(acme, [made["stranger"]])
    return {name: User.objects.get(pk=user.pk) for name, user in made.items()}


def _started_by(run: str, requester: User) -> None:
    from workflows.models import Run

    Run.objects.filter(uuid=run).update(started_by=requester)


def cell(house: House, row: str, name: str) -> Any:
    """Do what a row says as somebody: a status, or what he is shown."""
    api, run, task, slug = house.clients[name], house.run, house.task, house.slug
    token = {"Authorization": f"Bearer {house.texts[name]}"}
    calls: dict[str, Callable[[], Any]] = {
        "run": lambda: api.get(f"runs/{run}/"),
        "events": lambda: api.get(f"runs/{run}/events/"),
        "explain": lambda: api.get(f"runs/{run}/explain/"),
        "bundle": lambda: api.get(f"runs/{run}/bundle/"),
        "compare": lambda: api.get(f"runs/{run}/compare/", other=run),
        "task": lambda: api.get(f"tasks/{task}/"),
        "comment": lambda: api.post(f"tasks/{task}/comment/", {"text": "Hm"}),
        "claim": lambda: api.post(f"tasks/{task}/claim/"),
        "attachment": lambda: api.get(f"attachments/{house.file}/"),
        "definition": lambda: api.get(f"workflows/{slug}/"),
        "version": lambda: api.get(f"workflows/{slug}/versions/1/"),
        "versions": lambda: api.get(f"workflows/{slug}/versions/"),
        "triggers": lambda: api.get(f"workflows/{slug}/triggers/"),
        "test_sets": lambda: api.get(f"workflows/{slug}/test-sets/"),
        "access": lambda: api.get(f"workflows/{slug}/access/"),
        "save": lambda: api.patch(f"workflows/{slug}/", {"description": "x"}),
        "start": lambda: api.post(f"workflows/{slug}/runs/", {"inputs": {"amount": 1}}),
        "checkpoint": lambda: api.post(f"runs/{run}/checkpoints/", {"name": "now"}),
        "fork": lambda: api.post(f"runs/{run}/fork/"),
        "share": lambda: house.share(name),
        "credentials": lambda: api.get(f"workflows/{slug}/credentials/"),
        "lend": lambda: api.send("put", f"workflows/{slug}/credentials/bank/", {}),
        "webhooks": lambda: api.get("webhooks/"),
        "deliveries": lambda: api.get("deliveries/"),
        "token": lambda: api.client.get(f"/api/runs/{run}/", headers=token),
        "audit": lambda: api.get("audit/"),
    }
    if row in calls:
        if row == "audit":
            house.clients["assignee"].post(f"tasks/{task}/decide/", {"decision": "approved"})
        answer = calls[row]()
        if row == "audit" and answer.status_code == 200:
            return int(run in b"".join(answer.streaming_content).decode())
        return int(answer.status_code)
    return shown(house, row, name)


def shown(house: House, row: str, name: str) -> Any:  # noqa: C901 - a table
    """Count what somebody's lists, figures and pickers show of it."""
    api, run, slug = house.clients[name], house.run, house.slug

    def count(path: str, key: str, value: str, **query: Any) -> int:
        found = api.get(path, **query).json()["results"]
        return sum(item[key] == value for item in found)

    if row == "runs_listed":
        return count("runs/", "id", run)
    if row == "runs_found":
        return count("runs/", "id", run, q="secret")
    if row == "tasks_listed":
        return count("tasks/", "id", house.task, box="all", state="all")
    if row == "listed":
        return count("workflows/", "slug", slug)
    if row == "going":
        seen = {item["id"] for item in api.get("runs/", status="suspended").json()["results"]}
        return int(api.get("dashboard/").json()["people"]["count"] > 0 and run in seen)
    if row == "inbox":
        return count("tasks/", "id", house.task, box="mine", state="open")
    if row == "suspensions":
        return count("suspensions/", "run", run)
    if row == "picker":
        return "owner" in {user["username"] for user in api.get("people/").json()["users"]}
    # What an error tells of a wait that is over or another's, or does not.
    told = api.post(f"runs/{run}/resume/", {"node": "nobody"}).content.decode()
    return "There is no run" not in told


@pytest.fixture
def house(db: None, drain: Drain) -> House:
    return House(drain)


def test_each_gets_exactly_what_is_his(house: House) -> None:
    assert all(len(row) == len(PEOPLE) for row in MATRIX.values())
    # What changes the workflow, the task or starts others comes last: every row sees the same.
    last = ("claim", "audit", "save", "share", "fork", "start")
    rows = [*(row for row in MATRIX if row not in last), *last]
    found = {row: tuple(cell(house, row, name) for name in PEOPLE) for row in rows}
    wrong = {row: (found[row], MATRIX[row]) for row in MATRIX if found[row] != MATRIX[row]}
    assert wrong == {}


def test_a_slug_of_another_workspace_is_free_and_tells_nothing(house: House) -> None:
    stranger = house.clients["stranger"]
    made = stranger.post("workflows/", {"name": "Mine", "slug": house.slug})
    assert (made.status_code, made.json()["slug"]) == (201, house.slug)
    assert sorted(Workflow.objects.values_list("key", flat=True)) == sorted(
        [house.slug, f"{places.find('acme').pk}/{house.slug}"]  # type: ignore[union-attr]
    )
    assert stranger.get(f"workflows/{house.slug}/").json()["name"] == "Mine"
    assert house.clients["owner"].get(f"workflows/{house.slug}/").json()["name"] == "Secret plan"
