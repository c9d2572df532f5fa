"""Workflows and versions; graphs are drawn in the editor, here only the name can be changed."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from unfold.admin import ModelAdmin
from unfold.decorators import display

from workflows.admin.pieces import LINK, link_to, link_to_list, moment, readable_json, table
from workflows.admin.readonly import ReadOnlyAdmin
from workflows.models import Run, Version, Workflow

SHOWN_VERSIONS = 50


@admin.register(Workflow)
class WorkflowAdmin(ModelAdmin):
    """Workflows by name; the slug is what programs rely on, so it stays."""

    search_fields = ("name", "slug")
    list_display = ("name", "slug", "latest_version", "revision", "updated_by", "updated_at")
    list_select_related = ("updated_by",)
    list_fullwidth = True
    ordering = ("name",)
    date_hierarchy = "updated_at"
    actions = None
    compressed_fields = True
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "name",
                    ("slug", "editor_link"),
                    "description",
                    ("created_by", "created_at"),
                    ("updated_by", "updated_at"),
                    "revision",
                    ("run_list", "version_list"),
                )
            },
        ),
        ("Versions", {"fields": ("version_table",)}),
        ("Draft", {"fields": ("draft_text",), "classes": ("collapse",)}),
    )
    readonly_fields = (
        "slug", "editor_link", "description", "created_by", "created_at", "updated_by",
        "updated_at", "revision", "run_list", "version_list", "version_table", "draft_text",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: workflows are made in the application, which checks the graph."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Workflow | None = None) -> bool:
        """Refuse: runs and their logs hang on it."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Workflow]:
        """Take the latest number along."""
        found: QuerySet[Workflow] = super().get_queryset(request)
        return found.select_related("created_by", "updated_by").annotate(
            latest=Max("versions__number")
        )

    @display(description="Latest version", ordering="latest", empty_value="–")
    def latest_version(self, workflow: Workflow) -> int | None:
        """Show the number that a new run takes."""
        latest: int | None = getattr(workflow, "latest", None)
        return latest

    @display(description="Editor")
    def editor_link(self, workflow: Workflow) -> str:
        """Lead to the editor."""
        return format_html(LINK, f"/workflows/{workflow.slug}", "Open in the editor")

    @display(description="Runs")
    def run_list(self, workflow: Workflow) -> str:
        """Link to the runs."""
        return link_to_list(Run, "Runs of this workflow", workflow__id__exact=workflow.pk)

    @display(description="All versions")
    def version_list(self, workflow: Workflow) -> str:
        """Link to the versions."""
        return link_to_list(Version, "Versions of this workflow", workflow__id__exact=workflow.pk)

    @display(description="Latest versions")
    def version_table(self, workflow: Workflow) -> str:
        """Show the latest versions."""
        versions = workflow.versions.defer("graph").select_related("created_by").order_by("-number")
        return table(
            ("Number", "Note", "By", "Published"),
            (
                (link_to(v, v.number), v.note, v.created_by or "–", moment(v.created_at))
                for v in versions[:SHOWN_VERSIONS]
            ),
        )

    @display(description="Graph")
    def draft_text(self, workflow: Workflow) -> str:
        """Show the draft."""
        return readable_json(workflow.draft)


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    """Published versions, newest first."""

    search_fields = ("workflow__slug", "workflow__name", "note", "digest")
    list_display = ("workflow", "number", "note", "created_by", "created_at")
    list_display_links = ("workflow", "number")
    list_select_related = ("workflow", "created_by")
    list_filter = ("workflow",)
    date_hierarchy = "created_at"
    ordering = ("-id",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("workflow_link", "number"),
                    ("created_by", "created_at"),
                    "note",
                    ("digest", "run_list"),
                )
            },
        ),
        ("Graph", {"fields": ("graph_text",)}),
    )
    readonly_fields = ("workflow_link", "run_list", "graph_text")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Version]:
        """Take the workflow along."""
        versions: QuerySet[Version] = super().get_queryset(request)
        return versions.select_related("workflow", "created_by")

    @display(description="Workflow")
    def workflow_link(self, version: Version) -> str:
        """Link to the workflow."""
        return link_to(version.workflow)

    @display(description="Runs")
    def run_list(self, version: Version) -> str:
        """Link to the runs of this version."""
        return link_to_list(Run, "Runs of this version", version=version.pk)

    @display(description="Graph")
    def graph_text(self, version: Version) -> str:
        """Show the graph."""
        return readable_json(version.graph)
