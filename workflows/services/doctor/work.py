"""The work: are there workers, does anything lie about that nobody takes up."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.adapters.presence import living_workers
from workflows.adapters.upkeep.redis import redis_facts
from workflows.conf import load_conf

from ..dashboard.invariants import broken
from ..queries.operating import doctor as facts
from ..queries.operating import monitoring
from ..queries.operating.verify import stale_messages
from .findings import FAIL, OK, WARN, Finding

LATE_SECONDS, MUCH_TOO_LATE = 60.0, 600.0
_LOOKED_AT = ("no_worker", "stuck_runs", "untaken_runs", "late_messages", "clock")
"""Invariants that the other checks tell of, with more about them."""

SLOW_SECONDS = 0.2


def redis() -> Iterator[Finding]:
    """Ask Redis, when there is one."""
    if load_conf().redis_url is None:
        yield Finding("Redis", OK, "Not used: workers are woken by sockets and by the database.")
        return
    found = redis_facts()
    told = f"Redis {found.version} answers in {found.seconds * 1000:.0f} ms."
    if found.seconds > SLOW_SECONDS:
        yield Finding("Redis", WARN, told, "It is slow: look at its machine and the network.")
    elif found.policy not in ("noeviction", "?"):
        told = f"{told} It forgets keys when its memory is full ({found.policy})."
        yield Finding("Redis", OK, told, "Nothing is lost by that; runs may start later.")
    else:
        yield Finding("Redis", OK, told)


def workers() -> Iterator[Finding]:
    """Say whether anybody works."""
    alive = living_workers()
    if alive:
        yield Finding("Workers", OK, f"{_many(len(alive), 'worker')} alive.")
    else:
        told = "No worker is alive: runs that are started will not move."
        yield Finding("Workers", WARN, told, "Start `manage.py up`, or `manage.py worker`.")
    if silent := facts.silent_workers(load_conf().lease_seconds):
        told = f"Fallen silent within a day: {', '.join(silent[:3])}{' …' if silent[3:] else ''}."
        yield Finding("Workers", WARN, told, "Look into their logs; others took over their runs.")


def due_runs() -> Iterator[Finding]:
    """Say how long due runs have waited."""
    found = monitoring.due_runs()
    if found.seconds < LATE_SECONDS:
        told = f"{_many(found.count, 'run')} due, none for long." if found.count else "None is due."
        yield Finding("Due runs", OK, told)
        return
    told = f"{_many(found.count, 'run')} due, the first for {found.seconds / 60:.0f} min."
    level = FAIL if found.seconds >= MUCH_TOO_LATE else WARN
    yield Finding("Due runs", level, told, "Start more workers; see the logs of those there are.")


def stranded_runs() -> Iterator[Finding]:
    """Look for runs that nothing will move any more."""
    if count := facts.stranded():
        told = f"{_many(count, 'run')} stranded: no worker, time or wait will move them."
        yield Finding("Stranded runs", FAIL, told, "`manage.py verify` names them; then stop them.")
    else:
        yield Finding("Stranded runs", OK, "Every run that goes on has something that moves it.")


def messages() -> Iterator[Finding]:
    """Look for messages between runs that are not delivered."""
    total, failing = facts.failing_messages()
    if stale := stale_messages(LATE_SECONDS):
        named = f"{'; '.join(stale[:3])}{' …' if stale[3:] else ''}"
        told = f"{_many(len(stale), 'message')} between runs on the way for over a minute: {named}."
        yield Finding("Messages", FAIL, told, "Start a worker; the logs of those there say more.")
    elif failing:
        told = f"{_many(failing, 'message')} between runs could not be delivered at once."
        yield Finding("Messages", WARN, told, "Workers try again; their logs say what is wrong.")
    else:
        told = f"{_many(total, 'message')} between runs on the way." if total else "None waits."
        yield Finding("Messages", OK, told)


def invariants() -> Iterator[Finding]:
    """Look at what the dashboard's strip shows and nothing above has looked at."""
    found = [item for item in broken() if item.name not in _LOOKED_AT]
    for item in found:
        yield Finding("Invariants", WARN, item.message, item.advice)
    if not found:
        yield Finding("Invariants", OK, "Timers fire, tasks ask people who are there.")


def _many(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
