"""Snapshots of drafts: versions that nobody is shown, numbered apart from what was published."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from workflows.adapters.definitions import digest_of
from workflows.engine.events import Json
from workflows.models import Version, Workflow
from workflows.models.version import SNAPSHOTS_FROM


def keep_snapshot(workflow: str, graph: Json, who: User) -> int:
    """Keep the graph of a trial run; give its number, that of an earlier one when it is the same.

    Snapshots that no run needs any more go at the same time.
    """
    digest = digest_of(graph)
    with transaction.atomic():
        row = Workflow.objects.select_for_update().only("pk").get(key=workflow)
        rows = Version.every.filter(workflow=row, number__gte=SNAPSHOTS_FROM)
        known = rows.filter(digest=digest).values_list("number", flat=True).first()
        if known is not None:
            return known
        # The newest stays: its number is not given to another graph, which programs are kept by.
        newest: int | None = rows.aggregate(newest=Max("number"))["newest"]
        number = SNAPSHOTS_FROM
        if newest is not None:
            rows.filter(runs=None).exclude(number=newest).delete()
            number = newest + 1
        kept: Any = graph
        Version.every.create(workflow=row, number=number, graph=kept, digest=digest, created_by=who)
    return number
