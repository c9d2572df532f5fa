"""The secret key that is made and kept in FERMATA_HOME when none is given."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from core.errors import ConfigurationError


def find_secret_key(raw: Mapping[str, str], home: Path, debug: bool) -> str:
    """Give the key that is set, else the kept one, else, under DEBUG, a new one that is kept."""
    key = raw.get("FERMATA_SECRET_KEY")
    if key:
        if len(key) < 32:
            raise ConfigurationError("FERMATA_SECRET_KEY is too short: use 32 characters or more.")
        return key
    path = home / "secret_key"
    try:
        kept = path.read_text("ascii").strip()
        if len(kept) < 32:
            raise ConfigurationError(f"The key in {path} is damaged: remove the file or mend it.")
        return kept
    except FileNotFoundError:
        if not debug:
            raise ConfigurationError(
                "FERMATA_SECRET_KEY is not set: give it 50 random characters, or set DEBUG=1 "
                "to have a key made and kept in FERMATA_HOME."
            ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The key in {path} cannot be read.") from error
    return _make_secret_key(path)


def _make_secret_key(path: Path) -> str:
    """Keep a new key: of two starters, both use one key."""
    from workflows.adapters.operating import whole  # once in the life of an installation

    try:
        with suppress(FileExistsError), whole.writing(path) as file:
            file.write(secrets.token_urlsafe(48).encode())
        return path.read_text("ascii").strip()
    except OSError as error:
        raise ConfigurationError(
            f"A secret key cannot be kept in {path.parent} ({error.strerror})."
        ) from error
