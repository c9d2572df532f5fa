"""Workspaces with their members, which `manage.py workspaces` keeps, and the grants on workflows,
which their owners keep."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import TabularInline

from workflows.admin.readonly import ReadOnlyAdmin
from workflows.models import Membership, WorkflowGrant, Workspace


class MembershipInline(TabularInline):
    """Who belongs to it; who belongs to none is in the default one."""

    model = Membership
    extra = 0
    fields = ("user",)
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Workspace | None = None) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Workspace | None = None) -> bool:
        """Refuse."""
        return False


@admin.register(Workspace)
class WorkspaceAdmin(ReadOnlyAdmin):
    """Workspaces as they are; what the command does to them is checked and noted."""

    list_display = ("name", "slug", "created_at")
    search_fields = ("name", "slug")
    fields = ("slug", "name")
    inlines = (MembershipInline,)


@admin.register(WorkflowGrant)
class WorkflowGrantAdmin(ReadOnlyAdmin):
    """Grants as they are; owners change them on the workflow's page, where the last one stays."""

    list_display = ("workflow", "user", "group", "role", "given_by", "created_at")
    list_select_related = ("workflow", "user", "group", "given_by")
    list_filter = ("role",)
    search_fields = ("workflow__slug", "user__username", "group__name")
