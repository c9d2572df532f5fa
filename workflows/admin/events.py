"""The log, event by event, with the way to the run, the suspension and the task of each."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from workflows.admin.pieces import link_to, moment, one_line, public_id, readable_json
from workflows.admin.readonly import LongTableAdmin
from workflows.models import Event, Suspension, Task


class TypeFilter(admin.SimpleListFilter):
    """Filter by type, from a fixed list: the types in the table would have to be searched for."""

    title = "type"
    parameter_name = "type"
    GROUPS: ClassVar[dict[str, str]] = {
        "Run": "Of the run",
        "Node": "Of nodes",
        "Task": "Of tasks",
        "NodeSuspended": "Suspensions",
        "NodeResumed": "Resumptions",
        "NodeFailed": "Failures",
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the groups."""
        return list(self.GROUPS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        """Keep the events whose type begins so."""
        value = self.value()
        return queryset.filter(type__startswith=value) if value in self.GROUPS else queryset


@admin.register(Event)
class EventAdmin(LongTableAdmin):
    """Events, newest first."""

    uuid_lookups = ("run__uuid",)
    search_fields = ("=type", "=node_id")
    search_help_text = "A run's id, a type, or a node's id"
    list_display = ("place", "type", "run_id", "node_id", "when", "summary")
    list_select_related = ("run",)
    list_filter = (TypeFilter,)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("run_link", "type"),
                    ("seq", "when"),
                    ("node_id", "iteration"),
                    "epoch",
                    ("suspension_link", "task_link"),
                )
            },
        ),
        ("Payload", {"fields": ("payload_text",)}),
    )
    readonly_fields = ("run_link", "when", "payload_text", "suspension_link", "task_link")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """Take the run along."""
        events: QuerySet[Event] = super().get_queryset(request)
        return events.select_related("run")

    @display(description="Seq", ordering="id")
    def place(self, event: Event) -> int:
        """Show the place in the run's log."""
        return event.seq

    @display(description="Run")
    def run_id(self, event: Event) -> str:
        """Show the run's id."""
        return public_id(event.run)

    @display(description="At", ordering="id")
    def when(self, event: Event) -> str:
        """Show the instant."""
        return moment(event.at)

    @display(description="Payload")
    def summary(self, event: Event) -> str:
        """Show the beginning of the payload."""
        return one_line(event.payload)

    @display(description="Payload")
    def payload_text(self, event: Event) -> str:
        """Show the payload as it is stored, without defaults."""
        return readable_json(event.payload)

    @display(description="Run")
    def run_link(self, event: Event) -> str:
        """Link to the run."""
        return link_to(event.run)

    @display(description="Suspension")
    def suspension_link(self, event: Event) -> str:
        """Link to the suspension that the event opened or closed."""
        seq = _suspension_seq(event)
        if seq is None:
            return link_to(None)
        return link_to(Suspension.objects.filter(run=event.run_id, seq=seq).first())

    @display(description="Task")
    def task_link(self, event: Event) -> str:
        """Link to the task that the event is about."""
        if not event.type.startswith("Task"):
            return link_to(None)
        return link_to(Task.objects.filter(pk=event.payload.get("task")).first())


def _suspension_seq(event: Event) -> int | None:
    payload = event.payload if isinstance(event.payload, dict) else {}
    detail = payload.get("detail")
    named = payload.get("suspension") or (
        detail.get("suspension") if isinstance(detail, dict) else None
    )
    seq = str(named or "").rpartition(".")[2]
    return int(seq) if seq.isdecimal() else None
