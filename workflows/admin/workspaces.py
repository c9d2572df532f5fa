"""Workspaces with their members, and the grants on workflows; entering one is the page's."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from workflows.admin.readonly import ReadOnlyAdmin
from workflows.engine.workspaces import DEFAULT
from workflows.models import Membership, WorkflowGrant, Workspace


class MembershipInline(TabularInline):
    """Who belongs to it; who belongs to none is in the default one."""

    model = Membership
    extra = 0
    fields = ("user",)
    autocomplete_fields = ("user",)


@admin.register(Workspace)
class WorkspaceAdmin(ModelAdmin):
    """Workspaces; the default one stays, as does one that holds anything."""

    list_display = ("name", "slug", "created_at")
    list_fullwidth = True
    search_fields = ("name", "slug")
    fields = ("slug", "name")
    inlines = (MembershipInline,)
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Workspace | None = None) -> bool:
        """Keep the default workspace."""
        if obj is not None and obj.pk == DEFAULT:
            return False
        return super().has_delete_permission(request, obj)


@admin.register(WorkflowGrant)
class WorkflowGrantAdmin(ReadOnlyAdmin):
    """Grants as they are; owners change them on the workflow's page, where the last one stays."""

    list_display = ("workflow", "user", "group", "role", "given_by", "created_at")
    list_select_related = ("workflow", "user", "group", "given_by")
    list_filter = ("role",)
    search_fields = ("workflow__slug", "user__username", "group__name")
