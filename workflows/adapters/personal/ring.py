"""Small secrets encrypted with keys of the settings, each kind under keys of its own.

The library of ciphers takes long to load: here and beside, it is imported where it is used.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from django.conf import settings

from workflows.conf import load_conf
from workflows.engine.errors import Invalid

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


def seal(text: str, purpose: bytes) -> str:
    """Encrypt with the first key: of the credentials where there is one, else of the sessions."""
    return _ring(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: bytes) -> str:
    """Decrypt with whichever key it was; raises ``Invalid`` (``no_key``) when that one is gone."""
    from cryptography.fernet import InvalidToken

    try:
        return _ring(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        told = "What is kept encrypted cannot be read with the keys of the settings."
        raise Invalid(told, code="no_key") from None


def _ring(purpose: bytes) -> MultiFernet:
    from cryptography.fernet import Fernet, MultiFernet

    kept = (*load_conf().credential_keys, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derive(key, purpose)) for key in kept])


def _derive(key: str | bytes, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose)
    return base64.urlsafe_b64encode(derived.derive(key.encode() if isinstance(key, str) else key))
