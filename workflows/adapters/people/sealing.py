"""Secrets of second factors as they are stored: encrypted with keys of the settings."""

from __future__ import annotations

from ..personal import ring

PURPOSE = b"fermata: second factors"


def seal(text: str) -> str:
    """Encrypt with the first key: of the credentials where there is one, else of the sessions."""
    return ring.seal(text, PURPOSE)


def unseal(sealed: str) -> str:
    """Decrypt with whichever key it was; raises ``Invalid`` when that one is gone."""
    return ring.unseal(sealed, PURPOSE)
