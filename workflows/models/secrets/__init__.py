"""Tables whose rows hold secrets, encrypted."""

from .credential import Credential

__all__ = ["Credential"]
