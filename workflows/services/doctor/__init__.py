"""Looking an installation over: settings, database, Redis, workers, work left lying, the machine.

Each finding says how things are and, when they are not well, what to do; nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import Error as DatabaseFault

from . import database, machine, notices, settings, work
from .findings import FAIL, OK, WARN, Finding

__all__ = ["FAIL", "OK", "WARN", "Finding", "examine"]

Check = Callable[[], Iterator[Finding]]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("Settings", settings.system_checks),
    ("Debug", settings.debug),
    ("Keys", settings.keys),
    ("Mail", settings.mail),
    ("Home", machine.home),
    ("Disk", machine.disk),
    ("Redis", work.redis),
)
DATABASE_CHECKS: tuple[tuple[str, Check], ...] = (
    ("Database", database.reachable),
    ("Durability", database.durable),
    ("Damage", database.sound),
    ("Clock", database.clock),
    ("Migrations", database.migrated),
)
TABLE_CHECKS: tuple[tuple[str, Check], ...] = (
    ("Workers", work.workers),
    ("Due runs", work.due_runs),
    ("Stranded runs", work.stranded_runs),
    ("Messages", work.messages),
    ("Notices", notices.notices),
    ("Webhooks", notices.webhooks),
    ("Invariants", work.invariants),
    ("Keys of people", settings.people_keys),
    ("Administrator", settings.administrator),
    ("Passwords", settings.passwords),
)


def examine() -> Iterator[Finding]:
    """Make each check in turn; one that cannot be made is a finding as well.

    Where the database does not answer, or its tables are not those of this version, what is in
    them is not asked for: each further check would only fail for the same reason.
    """
    yield from _make(CHECKS)
    failed = False
    for checks in (DATABASE_CHECKS, TABLE_CHECKS):
        if failed:
            return
        for finding in _make(checks):
            yield finding
            failed |= finding.level == FAIL and finding.name in ("Database", "Migrations")


def _make(checks: tuple[tuple[str, Check], ...]) -> Iterator[Finding]:
    for name, check in checks:
        try:
            yield from check()
        except DatabaseFault as error:
            told = f"The database cannot be asked: {_first_line(error)}"
            advice = "Check DATABASE_URL and that the database runs; see its log."
            yield Finding("Database", FAIL, told, advice)
            return
        except OSError as error:
            yield Finding(name, FAIL, str(error), "See whether the address and the rights are so.")


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
