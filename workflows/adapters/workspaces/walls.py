"""The second wall, on PostgreSQL: which rows a connection of the web process is shown at all.

The policies are the migration's; they ask the connection which workspace it serves. Where the
process's role owns the tables or may pass every policy, and on SQLite, nothing is said or asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection

EVERYTHING = "*"
"""For the administration and for figures of the whole installation."""

NOTHING = ""

_WALLED: dict[str, bool] = {}


def show(workspace: int | str) -> None:
    """Let this connection see a workspace, until it is told otherwise."""
    if _is_walled():
        _say(str(workspace))


def show_nothing() -> None:
    """Let this connection see nothing, before it goes back to others."""
    if connection.connection is None:
        return
    # A connection that is lost serves nobody any more.
    with suppress(Error):
        if _is_walled():
            _say(NOTHING)


@contextmanager
def recording_in(workspace: int) -> Iterator[None]:
    """Let this connection write what happened in a workspace, whatever it is shown; then it is
    shown what it was before. Accounts come in and go out where nobody has entered one."""
    before = _said() if _is_walled() else EVERYTHING
    if before in (EVERYTHING, str(workspace)):
        yield
        return
    _say(str(workspace))
    try:
        yield
    except Error:
        # The transaction that is undone takes back the setting, too; outside of one it is still
        # possible to say so.
        with suppress(Error):
            _say(before)
        raise
    _say(before)


def show_place_of(kind: str, token_hash: str) -> None:
    """Let this connection see the workspace that a token leads to, which nobody has entered: the
    token of a ``callback``, a ``trigger``, a ``link`` that decides (``link_key``: its number, which
    a signed cookie told), or an ``invitation``."""
    if not _is_walled():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT fermata_place_of_token(%s, %s)", [kind, token_hash])
        place = cursor.fetchone()[0]
    _say(NOTHING if place is None else str(place))


def _said() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.workspace', true), '')")
        return str(cursor.fetchone()[0])


def _say(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.workspace', %s, false)", [value])


def _is_walled() -> bool:
    """Say whether the policies count for this process's role; asked once a database."""
    if connection.vendor != "postgresql":
        return False
    name = str(connection.settings_dict["NAME"])
    if name not in _WALLED:
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_security_active('workflows_run')")
            _WALLED[name] = bool(cursor.fetchone()[0])
    return _WALLED[name]
