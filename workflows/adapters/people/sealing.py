"""Secrets of second factors as they are stored: encrypted with keys of the settings."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from workflows.conf import load_conf

PURPOSE = b"fermata: second factors"


def seal(text: str) -> str:
    """Encrypt with the first key: of the credentials where there is one, else of the sessions."""
    return _ring().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Decrypt with whichever key it was; raises ``InvalidToken`` when that one is gone."""
    return _ring().decrypt(sealed.encode()).decode()


def _ring() -> MultiFernet:
    kept = (*load_conf().credential_keys, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derive(key)) for key in kept])


def _derive(key: str | bytes) -> bytes:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=PURPOSE)
    return base64.urlsafe_b64encode(derived.derive(key.encode() if isinstance(key, str) else key))
