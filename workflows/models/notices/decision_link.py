"""Links that decide without signing in: only the hash of each token is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ..fields import MomentField
from ..inbox.task import Task


class DecisionLink(models.Model):
    """The link of one mail to one person about one task; all of a pair are used up together."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = MomentField()
    expires_at = MomentField()
    used_at = MomentField(null=True, blank=True)

    class Meta:
        """One without a token would be everybody's."""

        db_table = "workflows_decision_link"
        constraints = [
            models.CheckConstraint(condition=~models.Q(token_hash=""), name="link_has_a_token")
        ]

    def __str__(self) -> str:
        """Name whose it is, never the token."""
        return f"{self.user}: {self.task}"
