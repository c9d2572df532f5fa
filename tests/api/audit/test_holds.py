"""Legal holds over HTTP, on the command line and in the admin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.api.conftest import Api, Drain, waiting
from tests.management.conftest import call
from workflows.adapters.workspaces import places
from workflows.models import AuditEntry, LegalHold, RetentionPolicy, Run, Workflow
from workflows.services.definitions import create_workflow


@pytest.fixture
def run_id(api: Callable[..., Api], published: Callable[..., str], drain: Drain) -> str:
    """A run that waits."""
    slug = published(waiting("only"))
    made: str = api("root").post(f"workflows/{slug}/runs/", {}).json()["id"]
    drain()
    return made


@pytest.mark.parametrize("kind", ["runs", "workflows"])
def test_a_hold_is_set_shown_and_lifted(api: Callable[..., Api], run_id: str, kind: str) -> None:
    name = run_id if kind == "runs" else "flow"
    place = f"{kind}/{name}/hold/"
    assert api("ada").get(place).json() == {"hold": None}
    assert api("otto").send("put", place, {"reason": "Case 12"}).status_code == 403
    assert api("root").send("put", place, {"reason": " "}).status_code == 400
    answer = api("root").send("put", place, {"reason": "Case 12"})
    assert (answer.status_code, answer.json()["hold"]["by"]) == (200, "root")
    assert api("ada").get(place).json()["hold"]["reason"] == "Case 12"
    assert api("otto").delete(place).status_code == 403
    assert api("root").delete(place).status_code == 204
    assert api("root").delete(place).status_code == 404
    assert api(None).get(place).status_code == 401


def test_a_run_that_one_may_not_see_has_no_hold(api: Callable[..., Api], run_id: str) -> None:
    assert api("olga").get(f"runs/{run_id}/hold/").status_code == 404


def test_a_held_workflow_is_not_deleted(api: Callable[..., Api], people: dict[str, User]) -> None:
    api("ada").post("workflows/", {"name": "Held"})
    api("root").send("put", "workflows/held/hold/", {"reason": "Case 12"})
    assert api("ada").delete("workflows/held/").status_code == 409


def test_the_command_sets_lists_and_lifts(people: dict[str, User], run_id: str) -> None:
    assert call("legal_hold", "set", "--run", run_id, "--reason", "Case 12").code == 0
    assert "by root: Case 12" in call("legal_hold", "list").text
    assert '"kind": "run"' in call("legal_hold", "list", "--json").text
    assert call("legal_hold", "set", "--run", run_id).code == 2
    assert call("legal_hold", "set").code == 2
    assert call("legal_hold", "lift", "--run", run_id).code == 0
    assert call("legal_hold", "lift", "--run", run_id).code == 2


def test_the_admin_sets_and_lifts_by_the_same_door(
    people: dict[str, User], run_id: str, client: Client
) -> None:
    client.force_login(people["root"])
    form = {"run": Run.objects.get().pk, "workflow": "", "reason": "Case 12"}
    made = client.post(reverse("admin:workflows_legalhold_add"), form)
    assert made.status_code == 302
    hold = LegalHold.objects.get()
    assert (hold.by, hold.reason) == ("root", "Case 12")
    assert "Case 12" in client.get(reverse("admin:workflows_legalhold_changelist")).content.decode()
    gone = reverse("admin:workflows_legalhold_delete", args=[hold.pk])
    assert client.post(gone, {"post": "yes"}).status_code == 302
    assert not LegalHold.objects.exists()
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert [verb for verb in verbs if verb.startswith("hold")] == ["hold.set", "hold.lifted"]


def test_the_policy_of_retention_is_one_row_and_each_change_is_noted(
    people: dict[str, User], client: Client
) -> None:
    client.force_login(people["root"])
    form = {"active": "on", "days": "30", "batch": "50", "completed": "on", "archive": "on"}
    assert client.post(reverse("admin:workflows_retentionpolicy_add"), form).status_code == 302
    policy = RetentionPolicy.objects.get()
    assert (policy.active, policy.days, policy.failed) == (True, 30, False)
    assert client.get(reverse("admin:workflows_retentionpolicy_add")).status_code == 403
    change = reverse("admin:workflows_retentionpolicy_change", args=[policy.pk])
    assert client.post(change, form | {"days": "0"}).status_code == 200
    assert client.post(change, form | {"days": "31"}).status_code == 302
    noted = AuditEntry.objects.filter(verb="retention.changed").order_by("pk")
    assert [entry.detail["days"] for entry in noted] == [30, 31]


def test_a_hold_is_of_the_workflow_of_one_workspace(
    people: dict[str, User], api: Callable[..., Api], client: Client
) -> None:
    acme, root = places.create("acme", "Acme"), people["root"]
    assert acme is not None
    for place in (1, acme.pk):
        places.put_into(root, place)
        create_workflow(root, "Twin", slug="twin")
    assert call("legal_hold", "set", "--workspace", "acme", "--workflow", "twin", "--reason", "x")
    assert [hold.workflow.workspace_id for hold in LegalHold.objects.all()] == [acme.pk]
    assert api("root").get("workflows/twin/hold/").json() == {"hold": None}
    assert api("root").delete("workflows/twin/hold/").status_code == 404
    assert "twin" not in call("legal_hold", "list").text
    client.force_login(User.objects.get(username="root"))
    gone = reverse("admin:workflows_legalhold_delete", args=[LegalHold.objects.get().pk])
    assert client.post(gone, {"post": "yes"}).status_code == 302
    assert not LegalHold.objects.exists()
    there = Workflow.objects.get(workspace=acme.pk)
    form = {"run": "", "workflow": there.pk, "reason": "Case 12"}
    assert client.post(reverse("admin:workflows_legalhold_add"), form).status_code == 302
    assert LegalHold.objects.get().workflow == there
    noted = AuditEntry.objects.filter(verb__startswith="hold").values_list("workspace", flat=True)
    assert set(noted) == {acme.pk}
