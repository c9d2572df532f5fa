"""Test data of a workflow: inputs and pinned outputs under a name; only trial runs use them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .fields import JsonText
from .workflow import Workflow


class TestSet(models.Model):
    """A named set. ``pins`` are ``{node id: {"output", "action"}}``: what those nodes give."""

    __test__ = False

    workflow = models.ForeignKey(
        Workflow, on_delete=models.CASCADE, related_name="test_sets", db_index=False
    )
    name = models.CharField(max_length=80)
    inputs = JsonText(default=dict)
    pins = JsonText(default=dict)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        """Names are unique for a workflow."""

        db_table = "workflows_test_set"
        constraints = [models.UniqueConstraint(fields=["workflow", "name"], name="test_set_name")]

    def __str__(self) -> str:
        """Give the name."""
        return self.name
