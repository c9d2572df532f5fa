"""Grants: what people and groups may do to one workflow, beside what their groups say."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models

from .workflow import Workflow


class WorkflowGrant(models.Model):
    """One role of one person or group on one workflow; each role may do what those before it may.

    ``implied``: the creator got it by creating the workflow. It counts from the moment the workflow
    is restricted; until then the groups say what he may do.
    """

    class Role(models.IntegerChoices):
        """The roles, the weakest first."""

        VIEWER = 1
        OPERATOR = 2
        EDITOR = 3
        OWNER = 4

    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="grants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    role = models.PositiveSmallIntegerField(choices=Role.choices)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    implied = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Either a user or a group, each once a workflow."""

        db_table = "workflows_workflow_grant"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=True) ^ models.Q(group__isnull=True),
                name="grant_is_to_user_or_group",
            ),
            models.UniqueConstraint(
                fields=["workflow", "user"],
                condition=models.Q(user__isnull=False),
                name="grant_user",
            ),
            models.UniqueConstraint(
                fields=["workflow", "group"],
                condition=models.Q(group__isnull=False),
                name="grant_group",
            ),
        ]

    def __str__(self) -> str:
        """Name who and as what."""
        return f"{self.user or self.group}: {self.get_role_display()}"
