"""Runs counted: under way, waiting, ended by workflow and version, failed by node."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Case, Count, Max, Q, When

from workflows.adapters.workspaces.places import workspace_of
from workflows.models import Run, Version, Workflow

from ..failed_node import failed_node
from ..run_filters import waiting
from .sight import Sight
from .window import Bucket, Window, fold

ENDED = ("completed", "failed", "cancelled")
SOON = timedelta(hours=1)


@dataclass(slots=True)
class Ended:
    """Runs that ended: counts by status in the window and today, by bucket, and by version.

    ``versions`` has version row → status → count.
    """

    window: Counter[str] = field(default_factory=Counter)
    today: Counter[str] = field(default_factory=Counter)
    buckets: dict[str, list[int]] = field(default_factory=dict)
    versions: dict[int, Counter[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Runs that wait: for a person though nobody was asked, for time or outside, and of these
    those that are due within the hour."""

    by_hand: int
    outside: int
    soon: int


@dataclass(frozen=True, slots=True)
class FailedNode:
    """A node of a workflow, how many runs it ended in the window and today, in which version
    lately."""

    workflow: int
    node_id: str
    count: int
    today: int
    version: int


def going(sight: Sight) -> int:
    """Count the runs that are queued or running."""
    return sight.runs().filter(status__in=(Run.Status.QUEUED, Run.Status.RUNNING)).count()


def waiting_now(sight: Sight, at: datetime) -> Waiting:
    """Count the runs that wait, other than for a task."""
    mine = sight.runs()
    outside = waiting(mine, "time").aggregate(
        all=Count("pk"), soon=Count("pk", filter=Q(wake_at__lt=at + SOON))
    )
    return Waiting(waiting(mine, "hand").count(), outside["all"], outside["soon"])


def ended(sight: Sight, window: Window) -> Ended:
    """Count what ended in the window, and today, in one query."""
    found = Ended()
    rows = sight.runs().filter(status__in=ENDED, finished_at__gte=window.earliest).order_by()
    lately = Case(When(finished_at__gte=window.today, then=1), default=0)
    grouped = rows.values_list("version", "status", Bucket("finished_at", window), lately).annotate(
        n=Count("pk")
    )
    trends: dict[str, Counter[int]] = {status: Counter() for status in ENDED}
    for version, status, bucket, is_today, count in grouped:
        found.today[status] += count * is_today
        if bucket < 0:
            continue
        found.window[status] += count
        found.versions.setdefault(version, Counter())[status] += count
        trends[status][bucket] += count
    found.buckets = {status: fold(counts, window) for status, counts in trends.items()}
    return found


def failed_by_node(sight: Sight, window: Window) -> list[FailedNode]:
    """Count the failed runs of the window and of today by the node that ended them."""
    rows = sight.runs().filter(status=Run.Status.FAILED, finished_at__gte=window.earliest)
    grouped = (
        rows.order_by()
        .annotate(failed_node=failed_node())
        .values_list("workflow", "failed_node")
        .annotate(
            within=Count("pk", filter=Q(finished_at__gte=window.since)),
            lately=Count("pk", filter=Q(finished_at__gte=window.today)),
            newest=Max("version__number"),
        )
    )
    return [FailedNode(*values) for values in grouped]


def names(workflows: set[int]) -> Mapping[int, tuple[str, str, str]]:
    """Give slug, name and the engine's name of workflows by their rows."""
    rows = Workflow.objects.filter(pk__in=workflows).values_list("pk", "slug", "name", "key")
    return {pk: (slug, name, key) for pk, slug, name, key in rows}


def numbers(versions: Iterable[int]) -> Mapping[int, tuple[int, int]]:
    """Give the workflow's row and the number of published versions by their rows."""
    rows = Version.objects.filter(pk__in=versions).values_list("pk", "workflow", "number")
    return {pk: (workflow, number) for pk, workflow, number in rows}


def any_run(user: User) -> bool:
    """Say whether there is any run at all."""
    return Run.objects.filter(workspace=workspace_of(user)).exists()
