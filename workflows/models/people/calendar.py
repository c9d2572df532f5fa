"""Business calendars: when there is work, for due dates; counting with them is the engine's."""

from __future__ import annotations

from django.db import models

from ..fields import JsonText
from ..workspaces.belonging import WorkspaceKey


class Calendar(models.Model):
    """Working hours in a time zone.

    ``hours`` maps ``mon`` … ``sun`` to lists of ``["09:00", "17:00"]``, ``holidays`` is a list of
    ISO dates without work; those of ``country`` (and ``subdivision``, ISO 3166) come on top.
    """

    workspace = WorkspaceKey()
    slug = models.SlugField(max_length=50)
    name = models.CharField(max_length=100)
    zone = models.CharField(max_length=64, default="UTC")
    hours = JsonText(default=dict)
    holidays = JsonText(default=list)
    country = models.CharField(max_length=2, blank=True, default="")
    subdivision = models.CharField(max_length=8, blank=True, default="")

    class Meta:
        """By name."""

        db_table = "workflows_calendar"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "slug"], name="calendar_slug")]

    def __str__(self) -> str:
        """Give the name."""
        return self.name
