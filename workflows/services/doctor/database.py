"""The database: does it answer, will it keep what it says, is it up to date."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.adapters.upkeep import schema

from ..queries.operating import doctor as facts
from .findings import FAIL, OK, WARN, Finding

# Versions from here on cannot lose a write when the WAL file is reset.
SOUND_SQLITE = (3, 51, 3)
OLDEST_POSTGRES = 14
SKEW_SECONDS, WRONG_SECONDS = 2.0, 60.0
NEARLY_ALL = 0.9


def reachable() -> Iterator[Finding]:
    """Say which database it is."""
    known = facts.database_settings()
    version = known.get("server_version", "?")
    if facts.vendor() == "sqlite":
        yield _sqlite(version)
        return
    if int(version.split(".")[0]) < OLDEST_POSTGRES:
        told = f"PostgreSQL {version} is older than {OLDEST_POSTGRES}."
        yield Finding("Database", WARN, told, "Plan an upgrade: nobody mends it any more.")
    else:
        yield Finding("Database", OK, f"PostgreSQL {version}.")
    yield _connections(int(known.get("max_connections", "0")))


def _sqlite(version: str) -> Finding:
    told = f"SQLite {version} at {facts.place()}."
    if tuple(int(part) for part in version.split(".")) >= SOUND_SQLITE:
        return Finding("Database", OK, told)
    # Rare, and not to be met with memory mapping off: no reason to be alarmed each time.
    more = "It has a rare fault when its WAL file is reset."
    return Finding("Database", OK, f"{told} {more}", "Keep backups, or use PostgreSQL.")


def _connections(most: int) -> Finding:
    used = facts.connections_in_use()
    told = f"{used} of {most} connections are in use."
    if most and used > most * NEARLY_ALL:
        return Finding("Connections", WARN, told, "Raise max_connections or run fewer workers.")
    return Finding("Connections", OK, told)


def durable() -> Iterator[Finding]:
    """Say whether what was acknowledged is kept when the power fails."""
    known = facts.database_settings()
    sqlite = facts.vendor() == "sqlite"
    wanted = (
        {"journal_mode": ("wal",), "synchronous": ("2", "3"), "foreign_keys": ("1",)}
        if sqlite
        else {"synchronous_commit": ("on", "remote_apply", "remote_write"), "fsync": ("on",)}
    )
    wrong = [
        f"{name} is {known.get(name)}"
        for name, good in wanted.items()
        if known.get(name) not in good
    ]
    if wrong:
        told = f"{', '.join(wrong)}: a power cut may lose what was acknowledged."
        yield Finding("Durability", FAIL, told, "Put the setting back to its default.")
    elif known.get("default_transaction_read_only") == "on":
        told = "The database takes no writes (default_transaction_read_only is on)."
        yield Finding("Durability", FAIL, told, "Connect to the primary server.")
    else:
        shown = ", ".join(f"{name}={known[name]}" for name in wanted)
        yield Finding("Durability", OK, f"What is acknowledged is kept ({shown}).")


def sound() -> Iterator[Finding]:
    """Look for damage in SQLite's file."""
    if facts.vendor() != "sqlite":
        return
    if found := facts.damage():
        told = f"The database file is damaged: {found[0]}"
        yield Finding("Damage", FAIL, told, "Stop the server and restore the last backup.")
    else:
        yield Finding("Damage", OK, "SQLite finds no damage in its file.")


def migrated() -> Iterator[Finding]:
    """Say whether the tables are those of this version."""
    if newer := schema.newer():
        told = f"The tables are those of a newer release (up to {newer[-1]})."
        yield Finding("Migrations", FAIL, told, "Workers of this release rest: start the newer.")
    elif missing := schema.missing_migrations():
        told = f"{len(missing)} migrations are missing, the first is {missing[0]}."
        yield Finding("Migrations", FAIL, told, "Run `manage.py migrate`.")
    else:
        yield Finding("Migrations", OK, "The tables are those of this version.")


def clock() -> Iterator[Finding]:
    """Compare the database's clock with ours: it alone decides about timers."""
    skew = facts.clock_skew()
    told = f"The database's clock is {abs(skew):.1f} s {'ahead of' if skew > 0 else 'behind'} ours."
    if abs(skew) >= SKEW_SECONDS:
        level = FAIL if abs(skew) >= WRONG_SECONDS else WARN
        yield Finding("Clock", level, told, "Set both clocks by NTP; timers follow the database's.")
    else:
        yield Finding("Clock", OK, "The database's clock agrees with ours.")
