"""Small secrets encrypted with keys of the settings, each kind under keys of its own."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from workflows.conf import load_conf


def seal(text: str, purpose: bytes) -> str:
    """Encrypt with the first key: of the credentials where there is one, else of the sessions."""
    return _ring(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: bytes) -> str:
    """Decrypt with whichever key it was; raises ``InvalidToken`` when that one is gone."""
    return _ring(purpose).decrypt(sealed.encode()).decode()


def _ring(purpose: bytes) -> MultiFernet:
    kept = (*load_conf().credential_keys, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derive(key, purpose)) for key in kept])


def _derive(key: str | bytes, purpose: bytes) -> bytes:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose)
    return base64.urlsafe_b64encode(derived.derive(key.encode() if isinstance(key, str) else key))
