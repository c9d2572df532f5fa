"""Tasks: who was asked what, and who decided."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from unfold.decorators import action, display

from workflows.admin.deciding import decide_view, may_override
from workflows.admin.pieces import link_to, link_to_list, moment, public_id, readable_json, table
from workflows.admin.readonly import LongTableAdmin
from workflows.models import Event, Task, TaskDecision
from workflows.services.queries.inbox.boxes import OPEN

STATE_LABELS = {
    "open": "primary",
    "claimed": "info",
    "decided": "success",
    "expired": "warning",
    "withdrawn": "default",
    "superseded": "default",
}


@admin.register(Task)
class TaskAdmin(LongTableAdmin):
    """Tasks, newest first."""

    ordering = ("-created_at",)
    uuid_lookups = ("pk", "run__uuid")
    search_fields = ("title", "=node_id")
    search_help_text = "A task's or run's id, a node's id, or words of the title"
    list_display = (
        "title", "state_label", "run_id", "node_id", "claimed_by", "decision", "decided_by",
        "created",
    )  # fmt: skip
    list_select_related = ("run", "claimed_by", "decided_by")
    list_filter = ("state", "unassigned", "priority")
    date_hierarchy = "created_at"
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("title", "state_label"),
                    ("run_link", "suspension_link"),
                    "log_link",
                    ("node_id", "iteration"),
                    "instructions",
                    ("created_at", "due_at"),
                    ("quorum", "four_eyes", "priority", "level"),
                    ("claimed_until", "reminded_at", "info_from"),
                    ("closed_at", "closed_reason"),
                    "asked",
                )
            },
        ),
        ("Decision", {"fields": (("decision", "decided_by"), "decided_at", "given_table")}),
        ("Data", {"fields": ("subject_text", "data_text")}),
    )
    readonly_fields = (
        "state_label", "run_link", "suspension_link", "log_link", "asked", "given_table",
        "subject_text", "data_text",
    )  # fmt: skip

    actions_detail = ("decide_for_others",)  # type: ignore[assignment]

    # Unfold says nothing of what its decorator gives.
    @action(  # type: ignore[operator]
        description="Decide…", url_path="decide", permissions=["decide_for_others"]
    )
    def decide_for_others(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Decide an open task as an override."""
        return decide_view(request, object_id)

    def has_decide_for_others_permission(
        self, request: HttpRequest, object_id: str | None = None
    ) -> bool:
        """Allow superusers, while the task is open."""
        if not may_override(request):
            return False
        return object_id is None or Task.objects.filter(pk=object_id, state__in=OPEN).exists()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Task]:
        """Take the rows that a page names along."""
        tasks: QuerySet[Task] = super().get_queryset(request)
        return tasks.select_related("run", "suspension", "claimed_by", "decided_by")

    @display(description="State", label=STATE_LABELS, ordering="state")
    def state_label(self, task: Task) -> str:
        """Show the state."""
        return task.state

    @display(description="Run")
    def run_id(self, task: Task) -> str:
        """Show the run's id."""
        return public_id(task.run)

    @display(description="Created", ordering="created_at")
    def created(self, task: Task) -> str:
        """Show when it was asked."""
        return moment(task.created_at)

    @display(description="Run")
    def run_link(self, task: Task) -> str:
        """Link to the run that waits."""
        return link_to(task.run)

    @display(description="Suspension")
    def suspension_link(self, task: Task) -> str:
        """Link to the suspension."""
        return link_to(task.suspension)

    @display(description="Log")
    def log_link(self, task: Task) -> str:
        """Link to the events of the run."""
        return link_to_list(Event, "Events of the run", run=task.run_id)

    @display(description="Asked")
    def asked(self, task: Task) -> str:
        """Name who may decide."""
        if task.unassigned:
            return "whoever may resume the run"
        rows = task.assignees.select_related("user", "group")
        return ", ".join(str(row) for row in rows) or "–"

    @display(description="Decisions given")
    def given_table(self, task: Task) -> str:
        """Show each person's decision."""
        given = task.given.select_related("user").order_by("at")
        return table(("Who", "Decision", "Comment", "Door", "At"), map(_given_cells, given))

    @display(description="Subject")
    def subject_text(self, task: Task) -> str:
        """Show what the question is about."""
        return readable_json(task.subject)

    @display(description="Form data")
    def data_text(self, task: Task) -> str:
        """Show what was filled in."""
        return readable_json(task.data)


def _given_cells(given: TaskDecision) -> Sequence[object]:
    who = given.user.get_username() if given.user else "–"
    via = f"{given.via}, override" if given.override else given.via
    return (who, given.decision, given.comment or "", via, moment(given.at))
