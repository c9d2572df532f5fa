"""Tables of upkeep: a stand-still after a restore, what is kept from retention, its policy."""

from .legal_hold import LegalHold
from .pause import Pause
from .retention_policy import RetentionPolicy

__all__ = ["LegalHold", "Pause", "RetentionPolicy"]
