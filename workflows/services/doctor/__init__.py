"""Looking an installation over: settings, database, Redis, workers, work left lying, the machine.

Each finding says how things are and, when they are not well, what to do; nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import Error as DatabaseFault

from . import database, machine, settings, work
from .findings import FAIL, OK, WARN, Finding

__all__ = ["FAIL", "OK", "WARN", "Finding", "examine"]

Check = Callable[[], Iterator[Finding]]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("Settings", settings.system_checks),
    ("Debug", settings.debug),
    ("Keys", settings.keys),
    ("Home", machine.home),
    ("Disk", machine.disk),
    ("Database", database.reachable),
    ("Durability", database.durable),
    ("Damage", database.sound),
    ("Migrations", database.migrated),
    ("Clock", database.clock),
    ("Redis", work.redis),
    ("Workers", work.workers),
    ("Due runs", work.due_runs),
    ("Stranded runs", work.stranded_runs),
    ("Messages", work.messages),
    ("Administrator", settings.administrator),
    ("Passwords", settings.passwords),
    ("Mail", settings.mail),
)


def examine() -> Iterator[Finding]:
    """Make each check in turn; one that cannot be made is a finding as well."""
    without_database = False
    for name, check in CHECKS:
        try:
            for finding in check():
                # Tables that are not there cannot be asked either.
                without_database |= (finding.name, finding.level) == ("Migrations", FAIL)
                yield finding
        except DatabaseFault as error:
            if without_database:
                continue
            # Told once; all others would only repeat it.
            without_database = True
            yield Finding(
                name, FAIL, f"The database cannot be asked: {_first_line(error)}",
                "Check DATABASE_URL and that the database runs; then run `manage.py migrate`.",
            )  # fmt: skip
        except OSError as error:
            yield Finding(name, FAIL, str(error), "See whether the address and the rights are so.")


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
