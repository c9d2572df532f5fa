"""Writing workflows and versions to their tables; what may be written is decided by the service.

A ``workflow`` is named as the engine does; code has its workflows in the default workspace.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError
from django.utils import timezone

from workflows.engine.errors import NotFound, Refused
from workflows.engine.events import Json
from workflows.engine.graphs import changed_parts
from workflows.engine.workspaces import name_in, slug_of
from workflows.models import Version, Workflow, WorkflowGrant

_ATTEMPTS = 50
FROM_CODE = "Published from code."


@dataclass(frozen=True, slots=True)
class Change:
    """What a save changes; None leaves a field as it is. `revision` None saves over anything."""

    revision: int | None = None
    name: str | None = None
    description: str | None = None
    graph: Mapping[str, Json] | None = None


def exists(workflow: str) -> bool:
    """Say whether there is a workflow of this name."""
    return Workflow.objects.filter(key=workflow).exists()


def create(place: int, slug: str, change: Change, who: User) -> str:
    """Insert a workflow in a workspace and return its slug; `Refused` when the slug is taken.

    Whoever creates it is its owner.
    """
    draft: Any = change.graph
    row = Workflow(
        workspace_id=place,
        slug=slug,
        name=change.name or slug,
        description=change.description or "",
        draft=draft,
        created_by=who,
        updated_by=who,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            WorkflowGrant.objects.create(
                workflow=row, user=who, role=WorkflowGrant.Role.OWNER, given_by=who, implied=True
            )
    except IntegrityError:
        raise Refused(
            f"There is already a workflow {slug!r}.", code="slug_taken", detail={"slug": slug}
        ) from None
    return slug


def create_under_free_slug(place: int, base: str, change: Change, who: User) -> str:
    """Insert a workflow under `base`, or `base-2` and so on; return the slug."""
    for number in range(1, _ATTEMPTS):
        slug = base if number == 1 else f"{base}-{number}"
        if exists(name_in(place, slug)):
            continue
        try:
            return create(place, slug, change, who)
        except Refused:
            continue
    raise Refused(f"There are too many workflows {base!r}: choose a slug.", code="slug_taken")


def save(workflow: str, change: Change, who: User) -> int:
    """Update the draft if it is still at the revision that was read; return the new revision."""
    fields: dict[str, Any] = {"updated_by": who, "updated_at": timezone.now()}
    given = {"name": change.name, "description": change.description, "draft": change.graph}
    fields.update({key: value for key, value in given.items() if value is not None})
    with transaction.atomic():
        rows = Workflow.objects.filter(key=workflow)
        if change.revision is not None:
            rows = rows.filter(revision=min(change.revision, 2**31 - 1))
        if change.graph is not None:
            fields["changes"] = _with_author(workflow, change.graph, who)
        # One statement: of two savers with the same revision the second finds no row.
        if not rows.update(revision=F("revision") + 1, **fields):
            raise _stale(workflow)
        return Workflow.objects.values_list("revision", flat=True).get(key=workflow)


def _with_author(workflow: str, graph: Json, who: User) -> Json:
    """Note who changes which nodes and edges of the draft; of several the last one counts."""
    row = Workflow.objects.select_for_update().filter(key=workflow).only("draft", "changes").first()
    if row is None:
        return {}
    mark = {"by": who.get_username(), "at": timezone.now().isoformat()}
    touched = changed_parts(row.draft, graph)
    return {
        part: {**row.changes.get(part, {}), **dict.fromkeys(names, mark)}
        for part, names in touched.items()
    }


def withdraw(workflow: str) -> bool:
    """Let nobody start the workflow until it is published again; False when that is so already."""
    return bool(Workflow.objects.filter(key=workflow, withdrawn=False).update(withdrawn=True))


def publish(workflow: str, who: User, note: str, check: Callable[[Json], None]) -> tuple[int, bool]:
    """Make a version of the draft unless the latest one is the same: its number, and made or not.

    `check` is called with the graph under the lock and raises to refuse it.
    """
    with transaction.atomic():
        row = Workflow.objects.select_for_update().filter(key=workflow).first()
        if row is None:
            raise NotFound(f"There is no workflow {slug_of(workflow)!r}.")
        check(row.draft)
        digest = digest_of(row.draft)
        latest = Version.objects.filter(workflow=row).defer("graph").order_by("-number").first()
        Workflow.objects.filter(pk=row.pk).update(changes={}, withdrawn=False)
        if latest is not None and latest.digest == digest:
            return latest.number, False
        number = latest.number + 1 if latest is not None else 1
        Version.objects.create(
            workflow=row, number=number, graph=row.draft, digest=digest, note=note, created_by=who
        )
    return number, True


def is_code(workflow: str) -> bool:
    """Say whether a workflow is a Python function: it is changed in its code, not here."""
    draft: Any = Workflow.objects.filter(key=workflow).values_list("draft", flat=True).first()
    return isinstance(draft, dict) and "function" in draft


def publish_code(workflow: str, change: Change, check: Callable[[Json], None]) -> bool:
    """Make a version of a workflow that is written in Python, when its content is not the one that
    was published from code last; say whether one was made.

    Raises `Refused` when people have drawn a workflow of this name.
    """
    try:
        with transaction.atomic():
            return _publish_code(workflow, change, check)
    except IntegrityError:
        # Another process starts at the same moment and was first.
        return False


def _publish_code(workflow: str, change: Change, check: Callable[[Json], None]) -> bool:
    graph: Any = change.graph
    row = Workflow.objects.select_for_update().filter(key=workflow).first()
    versions = Version.objects.filter(workflow__key=workflow).defer("graph").order_by("-number")
    # By the note: what somebody made whose account is gone names no author either.
    published = versions.filter(created_by=None, note=FROM_CODE).first()
    if row is None:
        row = Workflow(slug=workflow, draft=graph)
    elif published is None:
        raise Refused(
            f"There is a drawn workflow {slug_of(workflow)!r} already.", code="slug_taken"
        )
    check(graph)
    digest = digest_of(graph)
    if published is not None and published.digest == digest:
        return False
    latest = versions.first()
    row.name, row.description, row.draft = change.name or workflow, change.description or "", graph
    row.revision += 1
    row.save()
    number = latest.number + 1 if latest is not None else 1
    Version.objects.create(workflow=row, number=number, graph=graph, digest=digest, note=FROM_CODE)
    return True


def delete(workflow: str) -> None:
    """Delete a workflow with its versions; raises `Refused` when there are runs."""
    try:
        with transaction.atomic():
            Workflow.objects.filter(key=workflow).delete()
    except (ProtectedError, IntegrityError):
        raise Refused(
            "The workflow has runs; they are kept, and so is it.", code="has_runs"
        ) from None


def digest_of(graph: Json) -> str:
    """Return the SHA-256 of the canonical JSON, hexadecimal."""
    return hashlib.sha256(orjson.dumps(graph, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _stale(workflow: str) -> Exception:
    row = Workflow.objects.select_related("updated_by").filter(key=workflow).first()
    if row is None:
        return NotFound(f"There is no workflow {slug_of(workflow)!r}.")
    by = row.updated_by.get_username() if row.updated_by else None
    facts = {"revision": row.revision, "by": by, "at": row.updated_at.isoformat()}
    return Refused(
        f"{by or 'Somebody'} has saved the draft meanwhile.", code="stale_revision", detail=facts
    )
