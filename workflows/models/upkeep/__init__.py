"""Tables of upkeep: a stand-still after a restore, legal holds, retention, keys of subjects."""

from .legal_hold import LegalHold
from .pause import Pause
from .retention_policy import RetentionPolicy
from .sealed_run import SealedRun
from .subject_key import SubjectKey

__all__ = ["LegalHold", "Pause", "RetentionPolicy", "SealedRun", "SubjectKey"]
