"""Files that people handed in, and what is still to be told to them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from unfold.decorators import display

from workflows.admin.pieces import link_to, moment, public_id
from workflows.admin.readonly import LongTableAdmin
from workflows.models import Announcement, Attachment, Run


@admin.register(Attachment)
class AttachmentAdmin(LongTableAdmin):
    """Files, newest first; their bytes are not shown here."""

    ordering = ("-id",)
    uuid_lookups = ("pk", "run__uuid", "task__pk")
    search_fields = ("=name", "=sha256")
    search_help_text = "The id of a file, a run or a task, a whole name, or a digest"
    list_display = ("name", "media_type", "bytes", "by", "at", "run_id")
    list_select_related = ("by", "run")
    fields = (
        ("name", "media_type", "bytes"), ("by", "at"), ("run_link", "task_link"), "sha256",
    )  # fmt: skip
    readonly_fields = ("bytes", "run_link", "task_link")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attachment]:
        """Take the rows that a page names along."""
        files: QuerySet[Attachment] = super().get_queryset(request)
        return files.select_related("by", "run", "task")

    @display(description="Size", ordering="size")
    def bytes(self, file: Attachment) -> str:
        """Show the size."""
        return filesizeformat(file.size)

    @display(description="Run", empty_value="–")
    def run_id(self, file: Attachment) -> str | None:
        """Show the id of the run it belongs to."""
        return public_id(file.run) if file.run else None

    @display(description="Run")
    def run_link(self, file: Attachment) -> str:
        """Link to the run."""
        return link_to(file.run)

    @display(description="Task")
    def task_link(self, file: Attachment) -> str:
        """Link to the task."""
        return link_to(file.task)


@admin.register(Announcement)
class AnnouncementAdmin(LongTableAdmin):
    """What happened and is still to be told, newest first; what was told is gone from here."""

    search_fields = ("=kind",)
    list_display = ("kind", "run_id", "seq", "when")
    list_filter = ("kind",)
    fields = (("kind", "when"), ("run_link", "seq"))
    readonly_fields = ("run_link", "when")

    @display(description="Run")
    def run_link(self, row: Announcement) -> str:
        """Link to the run."""
        return link_to(Run.objects.filter(pk=row.run_id).first())

    @display(description="At", ordering="id")
    def when(self, row: Announcement) -> str:
        """Show the instant."""
        return moment(row.at)
