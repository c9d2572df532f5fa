"""The table of named test data: written and taken away; who may is the service's to say."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import User

from workflows.engine.events import Json
from workflows.models import TestSet, Workflow

MOST = 50


def count_others(workflow: str, name: str) -> int:
    """Count the sets of a workflow that have another name."""
    return TestSet.objects.filter(workflow__key=workflow).exclude(name=name).count()


def keep_set(
    workflow: str, name: str, inputs: Mapping[str, Json], pins: Mapping[str, Json], who: User
) -> None:
    """Write a set, over the one of the same name."""
    given = {"inputs": dict(inputs), "pins": dict(pins), "updated_by": who}
    row = Workflow.objects.only("pk").get(key=workflow)
    TestSet.objects.update_or_create(workflow=row, name=name, defaults=given)


def drop_set(workflow: str, name: str) -> bool:
    """Delete a set; False when there is none."""
    return bool(TestSet.objects.filter(workflow__key=workflow, name=name).delete()[0])
