"""The key under which all that is personal about one subject is sealed; without it that is gone."""

from __future__ import annotations

from django.db import models


class SubjectKey(models.Model):
    """One subject: a username, or what a run's inputs say. Erasing empties ``subject`` and ``key``.

    ``key`` is encrypted with a key of the settings; ``erased_at`` tells that it is gone for good.
    """

    subject = models.TextField(unique=True, null=True)
    key = models.TextField(blank=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A key that is there belongs to somebody, and an erased one to nobody."""

        db_table = "workflows_subject_key"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True, subject__isnull=False)
                | models.Q(erased_at__isnull=False, subject__isnull=True, key=""),
                name="subject_key_erased",
            )
        ]

    def __str__(self) -> str:
        """Give the number, never the subject."""
        return f"key {self.pk}"
