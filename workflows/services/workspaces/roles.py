"""The database roles of the web process and of workers, for whoever types commands there."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.adapters.workspaces import roles as table
from workflows.engine.errors import Refused


def statements(web: str, worker: str) -> list[str]:
    """List what makes them and what they may do. Raises `Refused` where there are no roles."""
    if not table.is_postgres():
        raise Refused("Only PostgreSQL has roles; SQLite's file belongs to one.", code="no_roles")
    return table.statements(web, worker)


def apply(lines: Sequence[str]) -> None:
    """Execute them as whoever this process is to the database."""
    table.apply(lines)
