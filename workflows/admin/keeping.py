"""Legal holds, and the policy by which retention works by itself."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from unfold.admin import ModelAdmin
from unfold.decorators import display

from workflows.adapters.workspaces.places import being_in
from workflows.admin.pieces import link_to
from workflows.engine.errors import FermataError
from workflows.engine.workspaces import DEFAULT
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

    def has_delete_permission(self, request: HttpRequest, obj: LegalHold | None = None) -> bool:
        """Allow whoever may set it: lifting is the same right."""
        return self.has_add_permission(request)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; what is refused is told."""
        try:
            answer: HttpResponse = super().add_view(request, *args, **kwargs)
        except FermataError as error:
            answer = _told(request, error)
        return answer

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask and lift; what is refused is told."""
        try:
            answer: HttpResponse = super().delete_view(request, *args, **kwargs)
        except FermataError as error:
            answer = _told(request, error)
        return answer

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Set it as every door does, in the workspace of what is held."""
        who: Any = request.user
        with being_in(who, _place(obj)):
            set_hold(who, *_named(obj), obj.reason)
        held = {"run": obj.run} if obj.run else {"workflow": obj.workflow}
        obj.pk = LegalHold.objects.get(**held).pk

    def delete_model(self, request: HttpRequest, obj: LegalHold) -> None:
        """Lift it as every door does, in the workspace of what is held."""
        who: Any = request.user
        with being_in(who, _place(obj)):
            lift_hold(who, *_named(obj))


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


def _place(hold: LegalHold) -> int:
    held = hold.run or hold.workflow
    return (held.workspace_id if held else None) or DEFAULT


def _told(request: HttpRequest, error: FermataError) -> HttpResponse:
    messages.error(request, error.message)
    return HttpResponseRedirect(reverse("admin:workflows_legalhold_changelist"))
