"""Legal holds, and the policy by which retention works by itself."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.decorators import display

from workflows.admin.pieces import link_to
from workflows.models import LegalHold, RetentionPolicy
from workflows.services.audit import note
from workflows.services.upkeep.holds import lift_hold, set_hold


@admin.register(LegalHold)
class LegalHoldAdmin(ModelAdmin):
    """Holds are set and lifted, each noted; they are never changed."""

    search_fields = ("reason", "by", "workflow__slug")
    list_display = ("held", "reason", "by", "at")
    list_select_related = ("run", "workflow")
    list_fullwidth = True
    ordering = ("-at",)
    fields = ("run", "workflow", "reason")
    autocomplete_fields = ("run", "workflow")
    actions = None

    @display(description="Held")
    def held(self, hold: LegalHold) -> str:
        """Link to the run or the workflow."""
        return link_to(hold.run or hold.workflow)

    def has_change_permission(self, request: HttpRequest, obj: LegalHold | None = None) -> bool:
        """Refuse: a hold with another reason is another hold."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Set it as every door does."""
        set_hold(request.user, *_named(obj), obj.reason)  # type: ignore[arg-type]
        held = {"run": obj.run} if obj.run else {"workflow": obj.workflow}
        obj.pk = LegalHold.objects.get(**held).pk

    def delete_model(self, request: HttpRequest, obj: LegalHold) -> None:
        """Lift it as every door does."""
        lift_hold(request.user, *_named(obj))  # type: ignore[arg-type]


@admin.register(RetentionPolicy)
class RetentionPolicyAdmin(ModelAdmin):
    """One policy; each change of it is noted."""

    list_display = ("__str__", "active", "days", "archive", "last_at", "last_result")
    fields = (
        ("active", "days", "batch"), ("completed", "failed", "cancelled"), "archive",
        ("last_at", "last_result"),
    )  # fmt: skip
    readonly_fields = ("last_at", "last_result")
    compressed_fields = True
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let there be one."""
        return super().has_add_permission(request) and not RetentionPolicy.objects.exists()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Note what it is now."""
        super().save_model(request, obj, form, change)
        told = ("active", "days", "batch", "completed", "failed", "cancelled", "archive")
        values = {name: getattr(obj, name) for name in told}
        note(request.user, "retention.changed", "", values)  # type: ignore[arg-type]


def _named(hold: LegalHold) -> tuple[str, str]:
    if hold.run is not None:
        return "run", str(hold.run.uuid)
    return "workflow", hold.workflow.slug if hold.workflow else ""
