"""What must hold of an installation at any moment, and what is broken of it; mending stands beside
it. The dashboard, the reconciler, /readyz, the admin and the doctor all ask here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflows.adapters.presence import living_workers

from ..queries.inbox.boxes import nobody_there
from ..queries.notices.troubles import sending
from ..queries.operating import doctor, messages, working
from ..upkeep.standing import standstill
from . import addresses
from .addresses import runs, tasks

CONTINUE = "continue"
"""The action that only superusers may take."""

SKEW_SECONDS = 2.0
"""By more than this no two clocks of well-kept machines differ."""


@dataclass(frozen=True, slots=True)
class Broken:
    """An invariant that does not hold.

    ``name`` is how programs call it, ``message`` a sentence, ``to`` the list of the ``count``
    things that it is about (None without one), ``things`` names that belong to it, ``action`` how
    it can be mended from here: ``wake ring entrust deliver redeliver continue``; None: by
    other means, which ``advice`` names.
    """

    name: str
    count: int
    message: str
    to: str | None = None
    advice: str = ""
    action: str | None = None
    things: Sequence[str] = ()

    def as_dict(self) -> dict[str, Any]:
        """Give JSON."""
        return {
            "name": self.name,
            "count": self.count,
            "to": self.to,
            "message": self.message,
            "advice": self.advice,
            "action": self.action,
            "things": list(self.things),
        }


def broken() -> list[Broken]:
    """Check everything; give what does not hold, the worst first."""
    counts = working.count_troubles()
    found = [check(counts) for check in _CHECKS]
    return [item for item in found if item is not None]


def paused(counts: Mapping[str, int]) -> Broken | None:
    """Say that a restored installation stands still."""
    still = standstill()
    if still is None:
        return None
    message = f"Nothing is executed or sent. {still.reason}"
    advice = (
        "`manage.py continue_after_restore --show` lists what may happen again. Then a superuser "
        "lets it go on."
    )
    return Broken("paused", 1, message, None, advice, CONTINUE)


def no_worker(counts: Mapping[str, int]) -> Broken | None:
    """Say that nobody works."""
    if living_workers():
        return None
    advice = "Start `manage.py up` or `manage.py worker`."
    message = "No worker is alive: nothing that is due will move."
    return Broken("no_worker", counts["due"], message, runs(due="true"), advice)


def stuck_runs(counts: Mapping[str, int]) -> Broken | None:
    """Say that runs have nothing that would ever move them."""
    count = counts["stuck"]
    message = f"{_runs(count)} stuck: no worker, no time and no open wait will move {_it(count)}."
    advice = "Waking looks at the log and sets the time anew."
    return _some(count, Broken("stuck_runs", count, message, runs(stuck="true"), advice, "wake"))


def overdue_timers(counts: Mapping[str, int]) -> Broken | None:
    """Say that timers have passed and nobody came."""
    count = counts["overdue_timer"]
    timer = "has a timer that is" if count == 1 else "have timers that are"
    message = f"{_many(count, 'run')} {timer} overdue by more than a minute."
    to, advice = runs(overdue_timer="true"), "Waking looks at the log and sets the time anew."
    return _some(count, Broken("overdue_timers", count, message, to, advice, "wake"))


def untaken_runs(counts: Mapping[str, int]) -> Broken | None:
    """Say that runs have been due for long."""
    count = counts["untaken"]
    message = f"{_runs(count)} due for more than a minute, and no worker has taken {_it(count)}."
    advice = "Start more workers; the logs of those there are say what holds them up."
    to = runs(untaken="true")
    return _some(count, Broken("untaken_runs", count, message, to, advice, "ring"))


def passed_over(counts: Mapping[str, int]) -> Broken | None:
    """Say that workers lack what runs need."""
    count = counts["passed_over"]
    if not count:
        return None
    types = working.lacking_types()
    named = f"the node type {', '.join(types)}" if types else "a node type"
    message = f"{_many(count, 'run')} cannot go on: no worker has {named}."
    advice = "Install the module that has it, and name it in FERMATA_MODULES."
    return Broken("passed_over", count, message, runs(passed_over="true"), advice, None, types)


def nobody_tasks(counts: Mapping[str, int]) -> Broken | None:
    """Say that tasks ask nobody who is there."""
    count = nobody_there()
    verb = "asks" if count == 1 else "ask"
    message = f"{_many(count, 'task')} {verb} only people who are not there."
    advice = "Ask the operators instead, or put somebody into the group."
    to = tasks(nobody="true")
    return _some(count, Broken("nobody_tasks", count, message, to, advice, "entrust"))


def late_messages(counts: Mapping[str, int]) -> Broken | None:
    """Say that messages between runs do not arrive."""
    count = len(messages.late())
    verb = "is" if count == 1 else "are"
    message = f"{_many(count, 'message')} between runs {verb} not delivered."
    advice = "The logs of the workers say what is wrong."
    to = addresses.messages(late="true")
    return _some(count, Broken("late_messages", count, message, to, advice, "deliver"))


def dead_deliveries(counts: Mapping[str, int]) -> Broken | None:
    """Say that mails and webhooks were given up."""
    count = sending().dead
    message = f"{count} {'delivery was' if count == 1 else 'deliveries were'} given up."
    advice = "Mend the cause, then have them sent again."
    to = addresses.deliveries("dead")
    return _some(count, Broken("dead_deliveries", count, message, to, advice, "redeliver"))


def failing_webhooks(counts: Mapping[str, int]) -> Broken | None:
    """Say that webhooks do not arrive."""
    count = sending().failing
    message = f"{_many(count, 'webhook')} {'fails' if count == 1 else 'fail'}."
    advice = "Look at what the receiver answers."
    to = addresses.failing_webhooks()
    return _some(count, Broken("failing_webhooks", count, message, to, advice))


def clock(counts: Mapping[str, int]) -> Broken | None:
    """Say that the clocks of the database and of this machine differ."""
    skew = doctor.clock_skew()
    if abs(skew) < SKEW_SECONDS:
        return None
    where = "ahead of" if skew > 0 else "behind"
    message = f"The database's clock is {abs(skew):.0f} s {where} the web server's."
    return Broken("clock", 1, message, None, "Set both clocks by NTP.")


_CHECKS: Sequence[Callable[[Mapping[str, int]], Broken | None]] = (
    paused,
    no_worker,
    stuck_runs,
    overdue_timers,
    untaken_runs,
    passed_over,
    nobody_tasks,
    late_messages,
    dead_deliveries,
    failing_webhooks,
    clock,
)


def _some(count: int, item: Broken) -> Broken | None:
    return item if count else None


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _runs(count: int) -> str:
    return f"{_many(count, 'run')} {'is' if count == 1 else 'are'}"


def _it(count: int) -> str:
    return "it" if count == 1 else "them"
