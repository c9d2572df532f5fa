"""Who stands in for whom, from when to when, for which workflows."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ..workflow import Workflow


class Substitution(models.Model):
    """``substitute`` decides what asks ``user`` from ``starts_at`` until before ``ends_at``.

    Without ``workflows`` in all of them. It is not handed on: a substitute's own substitute has no
    part in it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="substitutions"
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stands_in"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    workflows = models.ManyToManyField(Workflow, blank=True, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Nobody stands in for himself, and time goes forward."""

        db_table = "workflows_substitution"
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(user=models.F("substitute")), name="substitute_is_another"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="substitution_lasts"
            ),
        ]

    def __str__(self) -> str:
        """Name both."""
        return f"{self.substitute} for {self.user}"
