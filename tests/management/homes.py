"""A home of an installation to restore into, beside that of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection


@contextmanager
def at_home(home: Path, settings: Any) -> Iterator[Path]:
    """Be another installation for a while; give the path of its database."""
    home.mkdir(exist_ok=True)
    database = home / "fermata.sqlite3"
    known, name = (settings.FERMATA, settings.STORAGES), connection.settings_dict["NAME"]
    files = {**known[1]["attachments"], "OPTIONS": {"location": home / "files"}}
    connection.close()
    connection.settings_dict["NAME"] = str(database)
    settings.FERMATA = {**known[0], "home": home}
    settings.STORAGES = {**known[1], "attachments": files}
    try:
        yield database
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        settings.FERMATA, settings.STORAGES = known
