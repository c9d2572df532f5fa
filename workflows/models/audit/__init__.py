"""The record of what people did outside of runs, and the heads that are signed each day."""

from .entry import AuditEntry
from .head import SignedHead

__all__ = ["AuditEntry", "SignedHead"]
