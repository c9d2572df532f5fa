"""What `manage.py up` prints once it serves: the address and links to sign in."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import connection

from workflows.conf import load_conf
from workflows.services import accounts
from workflows.services.doctor.database import SOUND_SQLITE


def banner(url: str) -> list[str]:
    """Make the administrator if needed and return the lines; every link counts once."""
    admin, password = accounts.ensure_admin()
    lines = ["", f"  Fermata is running at {url}", "", *link_lines(url, [admin])]
    if password:
        lines += ["", f"  Password of {admin.username}, shown only now: {password}"]
    if load_conf().demo:
        titles = {person.username: person.title for person in accounts.DEMO_PEOPLE}
        links = link_lines(url, accounts.ensure_demo_users(), titles)
        lines += ["", "  The people of the demo:", *links]
    return [
        *lines,
        *sqlite_note(),
        "",
        "  Each link counts once, for 15 minutes; `manage.py sign_in_link NAME` makes another.",
        "  Stop with Ctrl-C.",
        "",
    ]


def link_lines(url: str, users: list[User], titles: Mapping[str, str] | None = None) -> list[str]:
    """Return one line a user: the name, a fresh link, and what the person is, if that is known."""
    known = titles or {}
    return [
        f"  Sign in as {user.username}: {url}{accounts.create_sign_in_link(user)}"
        f"  {known.get(user.username, '')}".rstrip()
        for user in users
    ]


def sqlite_note() -> list[str]:
    """Warn of the rare fault of older SQLite versions; memory mapping is off because of it."""
    if connection.vendor != "sqlite" or sqlite3.sqlite_version_info >= SOUND_SQLITE:
        return []
    version = sqlite3.sqlite_version
    return ["", f"  SQLite {version} has a rare fault when its WAL file is reset: keep backups."]
