"""Idempotency keys: which request was answered with which run."""

from __future__ import annotations

from django.db import models


class RequestKey(models.Model):
    """A key in its scope (person, call and object) with the digest of the request's content."""

    scope = models.CharField(max_length=300)
    key = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    run_uuid = models.UUIDField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        """One answer a key."""

        db_table = "workflows_request_key"
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="request_key")]

    def __str__(self) -> str:
        """Name scope and key."""
        return f"{self.scope} {self.key}"
