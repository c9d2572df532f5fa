"""Workers' signs of life and idempotency keys, for whoever looks after the installation."""

from __future__ import annotations

from django.contrib import admin
from unfold.decorators import display

from workflows.admin.pieces import NOTHING, link_to, link_to_list
from workflows.admin.readonly import LongTableAdmin, ReadOnlyAdmin
from workflows.models import RequestKey, Run, WorkerBeat


@admin.register(WorkerBeat)
class WorkerBeatAdmin(ReadOnlyAdmin):
    """Workers, the one seen last first."""

    search_fields = ("owner", "host")
    list_display = ("owner", "host", "pid", "held", "started_at", "seen_at")
    list_filter = ("host",)
    date_hierarchy = "seen_at"
    ordering = ("-seen_at",)
    fields = (("owner", "host", "pid"), ("started_at", "seen_at"), ("held", "held_runs"))
    readonly_fields = ("held_runs",)

    @display(description="Runs it holds")
    def held_runs(self, beat: WorkerBeat) -> str:
        """Link to the runs whose lease it has."""
        return link_to_list(Run, "Runs it holds", q=beat.owner)


@admin.register(RequestKey)
class RequestKeyAdmin(LongTableAdmin):
    """Idempotency keys, newest first."""

    uuid_lookups = ("run_uuid",)
    search_fields = ("=key", "scope")
    search_help_text = "A run's id, a key, or a part of its scope"
    list_display = ("scope", "key", "run_uuid", "created_at")
    date_hierarchy = "created_at"
    fields = (("scope", "key"), ("run_link", "created_at"), "digest")
    readonly_fields = ("run_link",)

    @display(description="Run")
    def run_link(self, key: RequestKey) -> str:
        """Link to the run that was answered with."""
        run = Run.objects.filter(uuid=key.run_uuid).first()
        return link_to(run) if run is not None else f"{key.run_uuid} {NOTHING} pruned"
