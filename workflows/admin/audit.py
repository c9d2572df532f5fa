"""What people did outside of runs, and the signed heads, for auditors to read; neither can be
changed, here or anywhere."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from unfold.decorators import display

from workflows.admin.pieces import one_line, readable_json
from workflows.admin.readonly import LongTableAdmin
from workflows.models import AuditEntry, SignedHead


class AuditorsAdmin(LongTableAdmin):
    """A table for those who may open the export."""

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Allow auditors: the permission that opens the export opens this."""
        return bool(request.user.has_perm("workflows.see_audit"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the table to those."""
        return self.has_view_permission(request)


@admin.register(SignedHead)
class SignedHeadAdmin(AuditorsAdmin):
    """Days, newest first; `verify_log` checks them."""

    list_display = ("day", "at", "event", "entry", "key")
    fields = (("day", "at"), ("event", "entry"), "key", "signed_with")
    readonly_fields = ("signed_with",)

    @display(description="Signature")
    def signed_with(self, head: SignedHead) -> str:
        """Show the signature."""
        return bytes(head.signature).hex()


@admin.register(AuditEntry)
class AuditEntryAdmin(AuditorsAdmin):
    """Entries, newest first."""

    search_fields = ("=by", "=verb", "object")
    search_help_text = "A username, a verb, or a part of the object"
    list_display = ("at", "by", "verb", "object", "door", "address", "summary")
    list_filter = ("door",)
    date_hierarchy = "at"
    fields = (("at", "by"), ("verb", "object"), ("door", "address"), "detail_text")
    readonly_fields = ("detail_text",)

    @display(description="Detail")
    def summary(self, entry: AuditEntry) -> str:
        """Show the beginning of the detail."""
        return one_line(entry.detail)

    @display(description="Detail")
    def detail_text(self, entry: AuditEntry) -> str:
        """Show the detail."""
        return readable_json(entry.detail)
