"""What people did outside of runs: appended, and never changed; what happens in runs is the log."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from ..fields import JsonText
from ..workspaces.belonging import WorkspaceKey


class AuditEntry(models.Model):
    """Who did what, when, to what, through which door. Triggers refuse changes and deletions.

    ``by`` is a username and no reference: whoever is deleted later has done it all the same; null
    is the system. ``object`` names what it was done to, as ``token wf_pat_abcd``.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.CharField(max_length=150, null=True)
    verb = models.CharField(max_length=64)
    object = models.CharField(max_length=300, blank=True, default="")
    workspace = WorkspaceKey(db_index=False, db_constraint=False)
    door = models.CharField(max_length=16)
    address = models.CharField(max_length=64, null=True)
    detail = JsonText(null=True)

    class Meta:
        """Carry the permission of auditors."""

        db_table = "workflows_audit_entry"
        verbose_name = "audit entry"
        verbose_name_plural = "audit entries"
        permissions = [("see_audit", "Can see and export who decided what")]
        indexes = [models.Index(fields=["verb", "id"], name="audit_entry_by_verb")]

    def __str__(self) -> str:
        """Name who and what."""
        return f"{self.by or 'system'}: {self.verb} {self.object}".rstrip()
