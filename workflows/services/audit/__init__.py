"""Evidence: who did what, whether logs are as they were written, who decided what."""

from .noting import note
from .origin import coming_from, through

__all__ = ["coming_from", "note", "through"]
