"""Which runs are sealed, and under whose key: one row a run, none for what is not personal."""

from __future__ import annotations

from django.db import models

from ..run import Run
from .subject_key import SubjectKey


class SealedRun(models.Model):
    """A run whose log holds what is personal; the key stays when it is erased."""

    run = models.OneToOneField(
        Run, primary_key=True, on_delete=models.CASCADE, related_name="sealed"
    )
    key = models.ForeignKey(SubjectKey, on_delete=models.PROTECT, related_name="runs")

    class Meta:
        """Name the table."""

        db_table = "workflows_sealed_run"

    def __str__(self) -> str:
        """Name both."""
        return f"{self.run} under {self.key}"
