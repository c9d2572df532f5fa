"""Runs: what became of them, with the end of their log and what they wait for."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from workflows.admin.pieces import link_to, link_to_list, moment, one_line, public_id, table
from workflows.admin.readonly import LongTableAdmin
from workflows.models import Checkpoint, Event, Run, Suspension, Task

SHOWN_EVENTS = 100
SHOWN_ROWS = 50
STATUS_LABELS = {
    "queued": "default",
    "running": "info",
    "suspended": "primary",
    "completed": "success",
    "failed": "danger",
    "cancelled": "default",
}


@admin.register(Run)
class RunAdmin(LongTableAdmin):
    """Runs, newest first."""

    uuid_lookups = ("uuid",)
    search_fields = ("workflow__slug", "=lease_owner")
    search_help_text = "A run's id, a workflow, or a worker that holds runs"
    list_display = (
        "run_id", "status_label", "workflow", "version_number", "started_by", "created",
        "finished", "wakes", "seq",
    )  # fmt: skip
    list_select_related = ("workflow", "version", "started_by")
    list_filter = ("status", "workflow", "draft")
    date_hierarchy = "created_at"
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("run_id", "status_label"),
                    ("workflow_link", "version_link"),
                    ("started_by", "parent_link"),
                    ("created", "started"),
                    ("finished", "tags_line"),
                    ("priority", "draft"),
                    "error",
                )
            },
        ),
        ("Waits", {"fields": ("suspension_table", "task_table")}),
        ("Log", {"fields": ("event_table", "all_events")}),
        ("Checkpoints", {"fields": ("checkpoint_table",), "classes": ("collapse",)}),
        (
            "Lease",
            {
                "fields": (
                    ("wakes", "lease_owner", "lease_epoch"),
                    ("claims", "seq", "checkpoint_seq"),
                ),
                "classes": ("collapse",),
            },
        ),
    )
    readonly_fields = (
        "status_label", "workflow_link", "version_link", "parent_link", "tags_line",
        "suspension_table", "task_table", "event_table", "all_events", "checkpoint_table", "wakes",
        "run_id", "created", "started", "finished",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        """Take the rows that a page names along."""
        runs: QuerySet[Run] = super().get_queryset(request)
        return runs.select_related("workflow", "version__workflow", "started_by", "parent")

    @display(description="Id", ordering="id")
    def run_id(self, run: Run) -> str:
        """Show the id that is used outside."""
        return public_id(run.uuid)

    @display(description="Created", ordering="created_at")
    def created(self, run: Run) -> str:
        """Show when it was asked for."""
        return moment(run.created_at)

    @display(description="Started", ordering="started_at")
    def started(self, run: Run) -> str:
        """Show when a worker took it up."""
        return moment(run.started_at)

    @display(description="Finished", ordering="finished_at")
    def finished(self, run: Run) -> str:
        """Show when it ended."""
        return moment(run.finished_at)

    @display(description="Status", label=STATUS_LABELS, ordering="status")
    def status_label(self, run: Run) -> str:
        """Show the status with its colour."""
        return run.status

    @display(description="Version", ordering="version__number")
    def version_number(self, run: Run) -> int:
        """Show the version's number."""
        return run.version.number

    @display(description="Wakes", ordering="wake_at")
    def wakes(self, run: Run) -> str:
        """Show when a worker is next needed."""
        return moment(run.wake_at)

    @display(description="Workflow")
    def workflow_link(self, run: Run) -> str:
        """Link to the workflow."""
        return link_to(run.workflow)

    @display(description="Version")
    def version_link(self, run: Run) -> str:
        """Link to the version."""
        return link_to(run.version)

    @display(description="Parent")
    def parent_link(self, run: Run) -> str:
        """Link to the run that started this one."""
        return link_to(run.parent)

    @display(description="Tags")
    def tags_line(self, run: Run) -> str:
        """Show the tags as words."""
        return ", ".join(run.tags or ()) or "–"

    @display(description="Suspensions")
    def suspension_table(self, run: Run) -> str:
        """Show the latest waits, open ones included."""
        waits = run.suspensions.order_by("-seq")[:SHOWN_ROWS]
        return table(
            ("Seq", "Node", "Kind", "Reason", "Opened", "Until", "Closed", "By"),
            (_suspension_cells(wait) for wait in waits),
        )

    @display(description="Tasks")
    def task_table(self, run: Run) -> str:
        """Show what people were asked."""
        tasks = run.tasks.select_related("decided_by").order_by("-created_at")[:SHOWN_ROWS]
        return table(("Task", "State", "Decision", "By", "Created"), map(_task_cells, tasks))

    @display(description="Latest events")
    def event_table(self, run: Run) -> str:
        """Show the end of the log; a log may have a hundred thousand events."""
        events = run.events.order_by("-seq")[:SHOWN_EVENTS]
        return table(
            ("Seq", "Type", "Node", "At", "Payload"), (_event_cells(event) for event in events)
        )

    @display(description="Whole log")
    def all_events(self, run: Run) -> str:
        """Link to all events of the run."""
        return link_to_list(Event, f"All {run.seq} events", run=run.pk)

    @display(description="Latest checkpoints")
    def checkpoint_table(self, run: Run) -> str:
        """Show where the state was kept, without loading it."""
        kept = run.checkpoints.defer("body").order_by("-seq")[:SHOWN_ROWS]
        return table(("Checkpoint", "At"), (_checkpoint_cells(one) for one in kept))


def _event_cells(event: Event) -> Sequence[object]:
    node = f"{event.node_id} #{event.iteration}" if event.node_id else ""
    return (
        link_to(event, event.seq), event.type, node, moment(event.at), one_line(event.payload),
    )  # fmt: skip


def _suspension_cells(wait: Suspension) -> Sequence[object]:
    return (
        link_to(wait, wait.seq), wait.node_id, wait.kind, wait.reason, moment(wait.opened_at),
        moment(wait.wake_at), moment(wait.closed_at), wait.closed_by or wait.closed_via or "",
    )  # fmt: skip


def _task_cells(task: Task) -> Sequence[object]:
    by = task.decided_by.get_username() if task.decided_by else ""
    return (link_to(task), task.state, task.decision or "", by, moment(task.created_at))


def _checkpoint_cells(checkpoint: Checkpoint) -> Sequence[object]:
    return (link_to(checkpoint), moment(checkpoint.at))
