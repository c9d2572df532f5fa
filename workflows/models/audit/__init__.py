"""The record of what people did outside of runs."""

from .entry import AuditEntry

__all__ = ["AuditEntry"]
