"""The two database roles of PostgreSQL, as statements: what the web process may do, and workers."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import apps
from django.db import connection, transaction

from workflows.models import AuditEntry, Event, SignedHead

APPEND_ONLY = (Event._meta.db_table, AuditEntry._meta.db_table)
SIGNED = SignedHead._meta.db_table
"""Signed by workers, read by everybody."""


def statements(web: str, worker: str) -> list[str]:
    """List what makes the roles and what they may do; said twice, it changes nothing.

    They may sign in once somebody gives them a password or a rule of the server does. ``web`` is
    shown one workspace at a time and cannot change what is recorded; ``worker`` sees all and cannot
    change accounts.
    """
    own = sorted(_tables("workflows"))
    others = sorted(set(_tables()) - set(own))
    recorded = [name for name in own if name in APPEND_ONLY]
    changing = [name for name in own if name not in (*APPEND_ONLY, SIGNED)]
    # Retention deletes what runs are kept no longer; the triggers see to it that only those go.
    pruned = [Event._meta.db_table]
    return [
        *[line for role in (web, worker) for line in _role(role)],
        f"ALTER ROLE {_name(worker)} BYPASSRLS",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {_names([*changing, *others])} TO {_name(web)}",
        f"GRANT SELECT, INSERT ON {_names(recorded)} TO {_name(web)}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {_names(changing)} TO {_name(worker)}",
        f"GRANT SELECT ON {_name(SIGNED)} TO {_name(web)}",
        f"GRANT SELECT, INSERT ON {_names([*recorded, SIGNED])} TO {_name(worker)}",
        f"GRANT DELETE ON {_names(pruned)} TO {_name(worker)}",
        f"GRANT SELECT ON {_names(others)} TO {_name(worker)}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {_name(web)}, {_name(worker)}",
    ]


def apply(lines: Sequence[str]) -> None:
    """Execute them in one transaction, as whoever this process is to the database."""
    with transaction.atomic(), connection.cursor() as cursor:
        for line in lines:
            cursor.execute(line)


def is_postgres() -> bool:
    """Say whether the database has roles."""
    return connection.vendor == "postgresql"


def _role(role: str) -> list[str]:
    made = f"CREATE ROLE {_name(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE"
    return [
        f"DO $$ BEGIN {made}; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {_name(role)}",
        f"GRANT USAGE ON SCHEMA public TO {_name(role)}",
    ]


def _tables(label: str | None = None) -> list[str]:
    """List the tables of an app, or of all apps and Django's own, that are there."""
    there = set(connection.introspection.table_names())
    configs = [apps.get_app_config(label)] if label else apps.get_app_configs()
    named = {
        model._meta.db_table
        for config in configs
        for model in config.get_models(include_auto_created=True)
    }
    return [name for name in there if name in named or (not label and name.startswith("django_"))]


def _names(tables: Sequence[str]) -> str:
    return ", ".join(_name(table) for table in tables)


def _name(name: str) -> str:
    return str(connection.ops.quote_name(name))
