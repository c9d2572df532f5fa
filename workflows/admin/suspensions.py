"""Suspensions and checkpoints: what runs wait or waited for, and where their state was kept."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from workflows.admin.pieces import NOTHING, link_to, moment, public_id, readable_json
from workflows.admin.readonly import LongTableAdmin
from workflows.models import Checkpoint, Event, Suspension, Task


class OpenFilter(admin.SimpleListFilter):
    """Filter open from closed."""

    title = "state"
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer both."""
        return [("yes", "Open"), ("no", "Closed")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Suspension]
    ) -> QuerySet[Suspension]:
        """Keep one side."""
        sides = {"yes": True, "no": False}
        side = sides.get(self.value() or "")
        return queryset if side is None else queryset.filter(closed_at__isnull=side)


@admin.register(Suspension)
class SuspensionAdmin(LongTableAdmin):
    """Suspensions, newest first."""

    uuid_lookups = ("run__uuid",)
    search_fields = ("reason", "=node_id")
    search_help_text = "A run's or suspension's id, a node's id, or words of the reason"
    list_display = ("reason", "kind_label", "run_id", "node_id", "opened", "until", "closed", "how")
    list_select_related = ("run",)
    list_filter = (OpenFilter, "kind")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("run_link", "kind_label"),
                    ("node_id", "iteration"),
                    "seq",
                    "reason",
                    ("opened", "until"),
                    ("closed", "closed_by"),
                    ("closed_via", "action"),
                    ("task_link", "event_link"),
                )
            },
        ),
        ("What was recorded", {"fields": ("event_payload",)}),
    )
    readonly_fields = (
        "run_link", "kind_label", "opened", "until", "closed", "task_link", "event_link",
        "event_payload",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Suspension]:
        """Take the run along."""
        waits: QuerySet[Suspension] = super().get_queryset(request)
        return waits.select_related("run")

    @display(description="Kind", label={"approval": "primary", "timer": "info"}, ordering="kind")
    def kind_label(self, wait: Suspension) -> str:
        """Show the kind."""
        return wait.kind

    @display(description="Run")
    def run_id(self, wait: Suspension) -> str:
        """Show the run's id."""
        return public_id(wait.run)

    @display(description="Opened", ordering="opened_at")
    def opened(self, wait: Suspension) -> str:
        """Show since when."""
        return moment(wait.opened_at)

    @display(description="Until", ordering="wake_at")
    def until(self, wait: Suspension) -> str:
        """Show the timer or deadline."""
        return moment(wait.wake_at)

    @display(description="Closed", ordering="closed_at")
    def closed(self, wait: Suspension) -> str:
        """Show when it ended."""
        return moment(wait.closed_at)

    @display(description="How")
    def how(self, wait: Suspension) -> str:
        """Show who or what ended it."""
        said = [wait.action, wait.closed_by, wait.closed_via]
        return " · ".join(word for word in said if word) or NOTHING

    @display(description="Run")
    def run_link(self, wait: Suspension) -> str:
        """Link to the run."""
        return link_to(wait.run)

    @display(description="Task")
    def task_link(self, wait: Suspension) -> str:
        """Link to the task."""
        return link_to(Task.objects.filter(suspension=wait).first())

    @display(description="Event")
    def event_link(self, wait: Suspension) -> str:
        """Link to the event that opened it."""
        return link_to(_event(wait))

    @display(description="Payload")
    def event_payload(self, wait: Suspension) -> str:
        """Show saved state, rules and metadata, which stand in the event."""
        event = _event(wait)
        return readable_json(event.payload if event is not None else None)


@admin.register(Checkpoint)
class CheckpointAdmin(LongTableAdmin):
    """Checkpoints, newest first; their packed state is not shown."""

    uuid_lookups = ("run__uuid",)
    search_fields = ("name",)
    search_help_text = "A run's id, or a checkpoint's name"
    list_display = ("run_id", "seq", "name", "saved", "has_body")
    list_select_related = ("run",)
    fields = (("run_link", "seq"), ("name", "public_id"), ("saved", "has_body"))
    readonly_fields = ("run_link", "saved", "has_body")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Checkpoint]:
        """Leave the packed state where it is: fifty of them on a page would be much."""
        kept: QuerySet[Checkpoint] = super().get_queryset(request)
        own = Checkpoint.objects.filter(pk=OuterRef("pk"), body__isnull=False)
        return kept.defer("body").select_related("run").annotate(packed=Exists(own))

    @display(description="Run")
    def run_link(self, checkpoint: Checkpoint) -> str:
        """Link to the run."""
        return link_to(checkpoint.run)

    @display(description="Run")
    def run_id(self, checkpoint: Checkpoint) -> str:
        """Show the run's id."""
        return public_id(checkpoint.run)

    @display(description="Saved", ordering="at")
    def saved(self, checkpoint: Checkpoint) -> str:
        """Show the instant."""
        return moment(checkpoint.at)

    @display(description="State kept", boolean=True)
    def has_body(self, checkpoint: Any) -> bool:
        """Say whether the state itself is kept, or must be folded from the log."""
        return bool(checkpoint.packed)


def _event(wait: Suspension) -> Event | None:
    return Event.objects.filter(run=wait.run_id, seq=wait.seq).first()
