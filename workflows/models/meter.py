"""Meters: figures that only grow, of the whole installation, for monitoring; runs need none."""

from __future__ import annotations

from django.db import models


class Meter(models.Model):
    """One figure. ``labels`` is a JSON object of texts with its names in order.

    Written by ``adapters.operating.meters`` alone, which adds to ``value``.
    """

    name = models.CharField(max_length=64)
    labels = models.CharField(max_length=400)
    value = models.FloatField(default=0)

    class Meta:
        """One row a figure."""

        db_table = "workflows_meter"
        constraints = [models.UniqueConstraint(fields=["name", "labels"], name="meter_once")]

    def __str__(self) -> str:
        """Name figure and labels."""
        return f"{self.name} {self.labels}"
