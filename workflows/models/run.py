"""Runs: one row each with its place in the log, its lease and when it next needs a worker."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .fields import JsonText, MomentField
from .version import Version
from .workflow import Workflow
from .workspaces.belonging import DEFAULT, WorkspaceKey


class Run(models.Model):
    """One execution of a version. Written only by the store, from the state folded from the log.

    ``id`` is ours alone; outside a run is its ``uuid``. ``wake_at``: now when ready, the lease's
    expiry while held, the next timer or deadline, or null. ``claims`` counts take-overs since the
    last recorded outcome. ``checkpoint_seq`` is the place of the latest checkpoint (0: none).
    ``chain`` is the hash of the last event that has one: the head of the log's chain.
    """

    class Status(models.TextChoices):
        """The statuses of a run."""

        QUEUED = "queued"
        RUNNING = "running"
        SUSPENDED = "suspended"
        COMPLETED = "completed"
        FAILED = "failed"
        CANCELLED = "cancelled"

    uuid = models.UUIDField(unique=True)
    # Without a constraint: the statement that makes a run copies it from the workflow, and
    # PostgreSQL holds both together by a reference to the pair.
    workspace = WorkspaceKey(db_index=False, db_constraint=False)
    workflow = models.ForeignKey(
        Workflow, on_delete=models.PROTECT, related_name="runs", db_index=False
    )
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="runs", db_index=False
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    seq = models.PositiveIntegerField(default=0)
    checkpoint_seq = models.PositiveIntegerField(default=0)
    priority = models.SmallIntegerField(default=0)
    draft = models.BooleanField(default=False)
    claims = models.PositiveSmallIntegerField(default=0)
    lease_epoch = models.PositiveIntegerField(default=0)
    lease_owner = models.TextField(null=True, blank=True)
    wake_at = MomentField(null=True, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="children",
        db_index=False,
    )
    forked_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="forks",
        db_index=False,
    )
    tags = JsonText(null=True, blank=True)
    """A list of words; null when there are none."""

    error = models.TextField(null=True, blank=True)
    """One line of what ended a failed run; the whole error is in the log."""

    chain = models.BinaryField(max_length=32, null=True)

    class Meta:
        """Index for waking and for the filters of lists; carry the permission of operators."""

        db_table = "workflows_run"
        permissions = [("operate_run", "Can start, resume and stop runs")]
        indexes = [
            models.Index(
                fields=["wake_at"], condition=models.Q(wake_at__isnull=False), name="run_wake"
            ),
            models.Index(fields=["workflow", "id"], name="run_by_workflow"),
            # An installation that has one workspace keeps nothing in it.
            models.Index(
                fields=["workspace", "id"],
                condition=models.Q(workspace__gt=DEFAULT),
                name="run_by_workspace",
            ),
            models.Index(fields=["status", "id"], name="run_by_status"),
            models.Index(
                fields=["started_by", "id"],
                condition=models.Q(started_by__isnull=False),
                name="run_by_starter",
            ),
            models.Index(
                fields=["parent", "id"],
                condition=models.Q(parent__isnull=False),
                name="run_by_parent",
            ),
            # What ended when, how, and of which version: the figures come from the index alone.
            models.Index(
                fields=["status", "finished_at", "workflow", "version"],
                condition=models.Q(finished_at__isnull=False),
                name="run_finished",
            ),
            # Few rows are in it; without it each deletion of a run would read the whole table.
            models.Index(
                fields=["forked_from", "id"],
                condition=models.Q(forked_from__isnull=False),
                name="run_by_origin",
            ),
        ]

    def __str__(self) -> str:
        """Give the id that is used outside."""
        return str(self.uuid)
