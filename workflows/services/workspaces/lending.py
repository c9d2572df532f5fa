"""Credentials and the workflows that may use them: granted by whoever manages credentials, never by
changing a workflow."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db import transaction

from workflows.adapters import credentials as table
from workflows.engine.errors import FieldError, Forbidden, Invalid
from workflows.engine.events import Json

from .. import policy
from ..audit import note
from ..queries.visible import find_workflow

NAMED = "credential"
"""The property of nodes that names a credential."""


def may_manage(who: User) -> bool:
    """Say whether somebody may grant the credentials of his workspace to workflows."""
    return policy.can(who, policy.CREDENTIALS)


@transaction.atomic
def lend(who: User, name: str, slug: str) -> None:
    """Let a workflow use a credential. Raises `Forbidden`, `NotFound`."""
    key = _managed(who, slug)
    if table.lend(key, name):
        note(who, "credential.granted", f"credential {name}", {"workflow": slug})


@transaction.atomic
def take_back(who: User, name: str, slug: str) -> None:
    """Let it use the credential no more: its runs fail where they need it."""
    key = _managed(who, slug)
    if table.take_back(key, name):
        note(who, "credential.revoked", f"credential {name}", {"workflow": slug})


def lent_to(who: User, slug: str) -> list[str]:
    """Name the credentials that a workflow may use. Raises `Forbidden`, `NotFound`."""
    return table.lent_to(_managed(who, slug))


def refuse_foreign_credentials(who: User, workflow: str, graph: Json) -> None:
    """Raise `Invalid` for a version that names a credential which is not granted to the workflow
    (the engine's name), unless who publishes it manages credentials."""
    if may_manage(who):
        return
    lent = set(table.lent_to(workflow))
    faults = [
        FieldError("credential_not_granted", _told(name), f"graph.nodes.{node}.properties.{NAMED}")
        for node, name in credentials_in(graph)
        if name not in lent
    ]
    if faults:
        raise Invalid(faults[0].detail, code="credential_not_granted", errors=faults)


def credentials_in(graph: Json) -> Iterator[tuple[str, str]]:
    """List the nodes of a graph that name a credential, with its name; what is computed when the
    node runs is found out then."""
    nodes = graph.get("nodes", ()) if isinstance(graph, dict) else ()
    for node in nodes:
        properties = node.get("properties") or {}
        name = properties.get(NAMED) if isinstance(properties, dict) else None
        if isinstance(name, str) and name:
            yield str(node.get("id")), name


def _told(name: str) -> str:
    # The same for one that does not exist: names are nobody's business here.
    return (
        f"This workflow may not use the credential {name[:100]!r}: ask somebody who manages "
        "credentials to grant it."
    )


def _managed(who: User, slug: str) -> str:
    if not may_manage(who):
        raise Forbidden("You may not grant credentials.")
    return str(find_workflow(who, slug).key)
