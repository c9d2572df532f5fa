"""`manage.py workspaces`: made, named, peopled, and each time noted."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User

from tests.management.conftest import call
from workflows.models import AuditEntry, Workspace

pytestmark = pytest.mark.django_db


def noted() -> list[str]:
    """Name what was done, in its order."""
    found = AuditEntry.objects.filter(verb__startswith="workspace.").order_by("pk")
    return list(found.values_list("verb", flat=True))


def test_a_workspace_is_made_named_and_peopled(people: dict[str, User]) -> None:
    assert call("workspaces", "create", "acme", "--name", "Acme").code == 0
    assert call("workspaces", "rename", "acme", "--name", "  Acme   Ltd ").code == 0
    assert call("workspaces", "add", "acme", "ada", "ben").text.startswith("Added 2")
    assert call("workspaces", "remove", "acme", "ben").text.startswith("Removed 1")
    rows = json.loads(call("workspaces", "list", "--json").text)
    made = next(row for row in rows if row["slug"] == "acme")
    assert made == {"slug": "acme", "name": "Acme Ltd", "members": ["ada"]}
    assert noted() == [f"workspace.{verb}" for verb in ("created", "renamed", "joined", "left")]
    renamed = AuditEntry.objects.get(verb="workspace.renamed")
    assert (renamed.object, renamed.detail) == (
        "workspace acme", {"from": "Acme", "to": "Acme Ltd"}
    )  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("rename", "acme"),
        ("rename", "acme", "--name", "  "),
        ("rename", "nowhere", "--name", "X"),
        ("create", "acme"),
        ("create", "No Slug"),
        ("add", "acme", "nobody"),
        ("add", "acme"),
        ("rename",),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    people: dict[str, User], words: tuple[str, ...]
) -> None:
    call("workspaces", "create", "acme", "--name", "Acme")
    assert call("workspaces", *words).code != 0
    assert Workspace.objects.get(slug="acme").name == "Acme"
    assert noted() == ["workspace.created"]
