"""The address of a run or a task that was handed on leads into the workspace of what it shows."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.auth.models import User

from tests.api.conftest import Api, Drain, approval
from workflows.adapters.workspaces import places
from workflows.models import Membership, Run, Task, Workspace
from workflows.services.definitions import create_workflow, publish

People = dict[str, User]
Client = Callable[..., Api]


@pytest.fixture
def asked(api: Client, people: People, drain: Drain) -> Task:
    """Ask ada, who is at home in the default workspace, something in another one."""
    made, home = places.create("acme", "Acme"), places.find("default")
    assert made is not None
    assert home is not None
    places.add(home, [people["ada"]])
    places.add(made, [people["ada"], people["otto"]])
    root = people["root"]
    places.put_into(root, made.pk)
    create_workflow(root, "Ask", slug="ask", graph=approval(users=["ada"], groups=[]))
    publish(root, "ask")
    places.put_into(people["otto"], made.pk)
    assert api("otto").post("workflows/ask/runs/", {"inputs": {"amount": 1}}).status_code == 201
    drain()
    return Task.objects.get()


def here(client: Api) -> str:
    """Name the workspace that a session is in."""
    rows = client.get("me/").json()["workspaces"]
    return next(row["slug"] for row in rows if row["current"])


@pytest.mark.parametrize("page", ["/inbox/{task}", "/runs/{run}", "/runs/{run}/compare",
                                  "/decide/{task}/"])  # fmt: skip
def test_it_leads_there_and_the_session_stays_there(api: Client, asked: Task, page: str) -> None:
    ada = api("ada")
    assert here(ada) == "default"
    assert ada.get(f"tasks/{asked.pk}/").status_code == 404
    address = page.format(task=asked.pk, run=asked.run.uuid)
    opened = ada.client.get(address)
    assert opened.status_code == 200
    assert here(ada) == "acme"
    assert ada.get(f"tasks/{asked.pk}/").status_code == 200
    # What belongs to the other workspace leads back.
    Run.objects.update(workspace=1)
    ada.client.get(address)
    assert here(ada) == "default"


def test_nobody_comes_in_by_an_address_where_he_does_not_belong(
    api: Client, people: People, asked: Task
) -> None:
    ben = api("ben")
    other = places.create("other", "Other")
    assert other is not None
    places.add(other, [people["ben"]])
    places.add(Workspace.objects.get(slug="default"), [people["ben"]])
    before = here(ben)
    for address in (f"/inbox/{asked.pk}", f"/runs/{asked.run.uuid}"):
        assert ben.client.get(address).status_code == 200
    assert ben.client.get(f"/decide/{asked.pk}/").status_code == 404
    assert here(ben) == before


def test_only_opening_a_page_leads_anywhere(api: Client, asked: Task) -> None:
    ada = api("ada")
    addresses = (f"/api/tasks/{asked.pk}/", f"/inbox/{uuid4()}", "/inbox", f"/runs/{asked.pk}",
                 f"/workflows/{asked.run.uuid}")  # fmt: skip
    for address in addresses:
        ada.client.get(address)
    ada.client.head(f"/inbox/{asked.pk}")
    ada.client.post(f"/decide/{asked.pk}/", {"decision": "approve"})
    assert here(ada) == "default"
    Membership.objects.filter(user__username="ada", workspace__slug="acme").delete()
    ada.client.get(f"/inbox/{asked.pk}")
    assert here(ada) == "default"
    assert Task.objects.get().decided_by is None
