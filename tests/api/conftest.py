"""People, workflows and a client for tests of the API; runs advance in the test's own thread."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.contrib.auth.models import Group, Permission, User
from django.core.cache import cache
from django.test import Client

from workflows.adapters import ports
from workflows.adapters.callbacks import make_address
from workflows.adapters.people.office import DatabaseOffice
from workflows.engine.callbacks import CallbackRequest
from workflows.engine.execution import InlineWorker, Tools
from workflows.engine.ports import Ports, Store
from workflows.engine.program import Program
from workflows.models import Version
from workflows.services.definitions import create_workflow, publish

RIGHTS = {"authors": "edit_workflow", "operators": "operate_run", "managers": "see_team_tasks"}
PEOPLE = {
    "ada": ("authors",),
    "otto": ("operators",),
    "maria": ("managers",),
    "ben": ("managers",),
    "rita": (),
    "olga": (),
}
Graph = dict[str, Any]
Drain = Callable[[], int]


class Api:
    """One person's client: paths below /api/, JSON both ways."""

    def __init__(self, user: User | None, **headers: str) -> None:
        """Sign in, or stay a stranger."""
        self.client = Client(raise_request_exception=True, headers=headers)
        if user is not None:
            self.client.force_login(user)

    def get(self, path: str, **query: Any) -> Any:
        """GET with query parameters."""
        return self.client.get(f"/api/{path}", query)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        """POST a JSON body."""
        return self.send("post", path, body, **more)

    def patch(self, path: str, body: Any, **more: Any) -> Any:
        """PATCH with a JSON body."""
        return self.send("patch", path, body, **more)

    def delete(self, path: str) -> Any:
        """DELETE."""
        return self.client.delete(f"/api/{path}")

    def send(self, method: str, path: str, body: Any, **more: Any) -> Any:
        """Send any body with any method."""
        text = body if isinstance(body, str | bytes) else json.dumps(body or {})
        call = getattr(self.client, method)
        return call(f"/api/{path}", text, content_type="application/json", **more)


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    # Rows that a test's end takes back leave their numbers to others: programs are kept by number.
    ports._made.clear()
    cache.clear()
    yield
    ports._made.clear()
    cache.clear()


@pytest.fixture
def people(db: None) -> dict[str, User]:
    """Give one person for each role: author, operator, two managers, requester, outsider, root."""
    groups = {}
    for name, right in RIGHTS.items():
        groups[name], _ = Group.objects.get_or_create(name=name)
        permission = Permission.objects.get(content_type__app_label="workflows", codename=right)
        groups[name].permissions.add(permission)
    found = {}
    for name, held in PEOPLE.items():
        found[name] = User.objects.create_user(name, f"{name}@example.org", "pw-of-tests")
        found[name].groups.set([groups[group] for group in held])
    found["root"] = User.objects.create_superuser("root", password="pw-of-tests")
    return found


@pytest.fixture
def api(people: dict[str, User]) -> Callable[..., Api]:
    """Give a client by name; `api(None)` is a stranger."""
    return lambda name=None, **more: Api(people[name] if name else None, **more)


class KnownPrograms:
    """The store, with programs kept: the event loop then needs no connection of its own."""

    def __init__(self, store: Store) -> None:
        self.store = store
        names = Version.every.values_list("workflow__key", "number")
        self.programs: dict[tuple[str, int], Program] = {
            name: store.program(*name) for name in names
        }

    def transaction(self) -> Any:
        return self.store.transaction()

    def program(self, workflow: str, version: int) -> Program:
        return self.programs[workflow, version]

    def has_messages(self) -> bool:
        return self.store.has_messages()


async def in_test_thread(work: Callable[[], Any]) -> Any:
    """Do database work where the test's transaction is."""
    return await sync_to_async(work)()


async def address_from_test_thread(request: CallbackRequest) -> str:
    """Make a callback's address as a worker does."""
    made: str = await sync_to_async(make_address)(request)
    return made


@pytest.fixture
def drain(db: None) -> Drain:
    """Do all the work that is due, in this thread and so in this test's transaction."""

    def work() -> int:
        real = ports.current_ports()
        kept = Ports(KnownPrograms(real.store), real.bell, real.feed)
        tools = Tools(
            progress=real.feed.progress,
            callbacks=address_from_test_thread,
            office=DatabaseOffice(in_test_thread),
        )
        return async_to_sync(InlineWorker(kept, tools=tools, call=in_test_thread).drain)()

    return work


@pytest.fixture
def published(people: dict[str, User]) -> Callable[..., str]:
    """Publish a graph under a name and give its slug."""

    def make(graph: Graph, name: str = "Flow") -> str:
        slug = create_workflow(people["root"], name, graph=graph)
        publish(people["root"], slug)
        return slug

    return make


def node(node_id: str, kind: str, **properties: Any) -> dict[str, Any]:
    """Write a node."""
    return {"id": node_id, "type": kind, "title": node_id.title(), "properties": properties}


def edge(source: str, target: str, action: str | None = None) -> dict[str, Any]:
    """Write an edge."""
    return {
        "id": f"{source}-{action or 'to'}-{target}",
        "source": source,
        "target": target,
        "action": action,
    }


def graph(nodes: list[Any], edges: list[Any]) -> Graph:
    """Write a graph."""
    return {"schema": 1, "nodes": nodes, "edges": edges}


def approval(**properties: Any) -> Graph:
    """Write the expense approval: a form, a manager's decision, two ways out."""
    form = {
        "type": "object",
        "properties": {"amount": {"type": "number"}, "note": {"type": "string"}},
        "required": ["amount"],
    }
    asked = {"title": "Approve the expense", "groups": ["managers"], **properties}
    return graph(
        [
            node("start", "input", schema=form),
            node("review", "approval", **asked),
            node("pay", "constant", value="paid"),
            node("deny", "constant", value="denied"),
        ],
        [
            edge("start", "review"),
            edge("review", "pay", "approved"),
            edge("review", "deny", "rejected"),
        ],
    )


def waiting(*names: str) -> Graph:
    """Write a graph of waits beside each other behind one start."""
    waits = [node(name, "wait", wait_reason=f"Wait at {name}") for name in names]
    return graph([node("start", "input"), *waits], [edge("start", name) for name in names])
