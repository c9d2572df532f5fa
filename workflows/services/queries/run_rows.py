"""Runs in lists, filtered by what people know of them; one run in full is in `runs.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, TextField, Value
from django.db.models.functions import StrIndex

from workflows.engine.errors import FieldError, Invalid
from workflows.engine.payload import dumps
from workflows.models import Run, Suspension

from .suspensions import assignees
from .times import instant, iso
from .visible import visible_runs
from .workflows import kinds_of

# Whom or what a wait is for; a run that waits for both is one that waits for people.
PEOPLE = ("wait", "approval", "question", "form", "pause")
OUTSIDE = ("timer", "callback", "event", "children")
_PREFIX = re.compile(r"[0-9a-fA-F][0-9a-fA-F-]{5,35}")


def rows(user: User, asked: Mapping[str, str]) -> QuerySet[Run]:
    """Select the visible runs that match the parameters of the API; raises `Invalid`."""
    found = visible_runs(user)
    for name, narrow in _FILTERS.items():
        if asked.get(name):
            found = narrow(found, asked[name])
    waits = Suspension.objects.filter(closed_at=None).order_by("seq").select_related("task")
    # Of a waiting task only the id is shown: what people wrote into it may be large.
    waits = waits.defer("task__subject", "task__data", "task__instructions")
    return (
        found.select_related("workflow", "version", "started_by", "parent")
        .defer("workflow__draft", "version__graph")
        .prefetch_related(Prefetch("suspensions", waits, to_attr="open_waits"))
    )


def present(page: list[Run]) -> list[dict[str, Any]]:
    """Show a page of the list; each run with its open waits in brief."""
    open_waits = {row.pk: vars(row)["open_waits"] for row in page}
    tasks = [getattr(wait, "task", None) for waits in open_waits.values() for wait in waits]
    asked = assignees([task.pk for task in tasks if task])
    kinds = kinds_of(row.workflow_id for row in page)
    return [
        {
            **summary(row),
            "kind": kinds[row.workflow_id],
            "suspensions": [_wait(row, wait, asked) for wait in open_waits[row.pk]],
        }
        for row in page
    ]


def summary(row: Run) -> dict[str, Any]:
    """Show what the row of a run holds."""
    return {
        "id": str(row.uuid),
        "workflow": row.workflow.slug,
        "workflow_name": row.workflow.name,
        "version": row.version.number,
        "status": row.status,
        "tags": row.tags or [],
        "priority": row.priority,
        "created_by": row.started_by.get_username() if row.started_by else None,
        "created_at": iso(row.created_at),
        "started_at": iso(row.started_at),
        "finished_at": iso(row.finished_at),
        "seq": row.seq,
        "parent": str(row.parent.uuid) if row.parent else None,
        "error": {"type": "RunFailed", "message": row.error} if row.error else None,
    }


def waiting(found: QuerySet[Run], what: str) -> QuerySet[Run]:
    """Select the suspended runs that wait for `people`, or for `time` (or outside) alone."""
    if what not in ("people", "time"):
        fault = FieldError("unknown_waiting", "One of: people, time.", "waiting")
        raise Invalid(f"Nobody waits for {what[:50]!r}.", errors=[fault])
    suspended = found.filter(status=Run.Status.SUSPENDED)
    if what == "people":
        return suspended.filter(_waits(PEOPLE))
    return suspended.filter(_waits(OUTSIDE), ~_waits(PEOPLE))


def _waits(kinds: tuple[str, ...]) -> Exists:
    return Exists(Suspension.objects.filter(run=OuterRef("pk"), closed_at=None, kind__in=kinds))


def _wait(
    row: Run, wait: Suspension, asked: Mapping[Any, tuple[list[str], list[str]]]
) -> dict[str, Any]:
    task = getattr(wait, "task", None)
    users, groups = asked.get(task.pk, ([], [])) if task else ([], [])
    return {
        "id": f"{row.uuid}.{wait.seq}",
        "node_id": wait.node_id,
        "kind": wait.kind,
        "reason": wait.reason,
        "opened_at": iso(wait.opened_at),
        "wake_at": iso(wait.wake_at),
        "task": str(task.pk) if task else None,
        "users": users,
        "groups": groups,
    }


def _by_status(found: QuerySet[Run], text: str) -> QuerySet[Run]:
    wanted = [word.strip() for word in text.split(",") if word.strip()]
    unknown = [word for word in wanted if word not in Run.Status.values]
    if unknown:
        known = ", ".join(Run.Status.values)
        fault = FieldError("unknown_status", f"One or several of: {known}.", "status")
        raise Invalid(f"There is no status {unknown[0][:50]!r}.", errors=[fault])
    return found.filter(status__in=wanted)


def _by_tag(found: QuerySet[Run], tag: str) -> QuerySet[Run]:
    quoted = Value(dumps(tag), output_field=TextField())
    return found.annotate(tagged=StrIndex(F("tags"), quoted)).filter(tagged__gt=0)


def _by_words(found: QuerySet[Run], text: str) -> QuerySet[Run]:
    text = text.strip()[:200]
    match = Q(workflow__name__icontains=text) | Q(workflow__slug__icontains=text)
    match |= Q(started_by__username__icontains=text)
    if _PREFIX.fullmatch(text):
        digits = text.replace("-", "")[:32]
        first, last = UUID(digits.ljust(32, "0")), UUID(digits.ljust(32, "f"))
        match |= Q(uuid__gte=first, uuid__lte=last)
    return found.filter(match)


def _by_parent(found: QuerySet[Run], text: str) -> QuerySet[Run]:
    try:
        return found.filter(parent__uuid=UUID(text))
    except ValueError:
        return found.none()


_FILTERS = {
    "status": _by_status,
    "waiting": waiting,
    "workflow": lambda found, slug: found.filter(workflow__slug=slug),
    "tag": _by_tag,
    "q": _by_words,
    "started_after": lambda found, text: found.filter(
        created_at__gte=instant(text, "started_after")
    ),
    "started_before": lambda found, text: found.filter(
        created_at__lt=instant(text, "started_before")
    ),
    "finished_after": lambda found, text: found.filter(
        finished_at__gte=instant(text, "finished_after")
    ),
    "parent": _by_parent,
}
