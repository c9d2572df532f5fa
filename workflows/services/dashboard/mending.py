"""Mending what is broken, by a button: each act can be done twice without harm, and is logged."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User

from workflows.adapters.people.office import known
from workflows.adapters.ports import current_ports
from workflows.adapters.workspaces.places import put_into
from workflows.engine.commands import ActOnTask, Command, Rewake
from workflows.engine.errors import FermataError, FieldError, Forbidden, Invalid, Refused
from workflows.engine.ports import Work
from workflows.engine.state import RunState
from workflows.engine.transition import apply, deliver_now, relay
from workflows.engine.workspaces import parted

from .. import policy
from ..applying import apply_work
from ..notices.webhooks import redeliver_dead
from ..queries.inbox import boxes
from ..queries.operating import messages, working
from ..upkeep.standing import continue_work
from .invariants import broken

log = logging.getLogger(__name__)

MOST = 500
"""So many things are mended by one press; what is left is told, and mended by the next."""

_BATCH = 100


@dataclass(frozen=True, slots=True)
class Mended:
    """What came of it: how many things were mended, and how many are still broken."""

    invariant: str
    mended: int
    left: int

    def as_dict(self) -> dict[str, Any]:
        """Give JSON."""
        return {"invariant": self.invariant, "mended": self.mended, "left": self.left}


def mend(who: User, invariant: str) -> Mended:
    """Mend it. Raises `Forbidden`, and `Invalid` for what cannot be mended from here."""
    if not policy.can(who, policy.MACHINERY):
        raise Forbidden("Only who looks after runs may mend this.")
    act = _ACTS.get(invariant)
    if act is None:
        listed = ", ".join(_ACTS)
        fault = FieldError("unknown_invariant", f"One of: {listed}.", "invariant")
        raise Invalid(f"There is no button for {invariant[:50]!r}.", errors=[fault])
    mended = act(who)
    left = next((item.count for item in broken() if item.name == invariant), 0)
    log.info("%s mended %s: %d done, %d left.", who.username, invariant, mended, left)
    return Mended(invariant, mended, left)


def _wake(troubles: str) -> Callable[[User], int]:
    def wake(who: User) -> int:
        """Write the runs' times anew, from their logs; then have the workers look."""
        found = working.in_trouble(troubles, MOST)
        done = 0
        for start in range(0, len(found), _BATCH):
            works = [Work(run, Rewake(epoch)) for run, epoch in found[start : start + _BATCH]]
            done += sum(answer.error is None for answer in apply(current_ports(), works))
        current_ports().bell.ring([run for run, _ in found])
        return done

    return wake


def _ring(who: User) -> int:
    """Have the workers look."""
    found = working.in_trouble("untaken", MOST)
    current_ports().bell.ring([run for run, _ in found])
    return len(found)


def _entrust(who: User) -> int:
    """Ask the operators in place of people who are not there."""
    return sum(_entrust_one(who, run, task) for run, task in boxes.asking_nobody(MOST))


def _entrust_one(who: User, run_id: str, task_id: str) -> bool:
    def prepare(state: RunState, given: Command) -> Command:
        wait = next((item for item in state.suspensions.values() if item.task == task_id), None)
        if wait is not None and known(wait.users, wait.groups, parted(state.workflow)[0]).anybody:
            raise Refused("Somebody is there by now.", code="somebody_there")
        put_into(who, parted(state.workflow)[0])
        person = policy.person_of(who, state.workflow, state.started_by)
        return replace(given, person=person) if isinstance(given, ActOnTask) else given

    try:
        apply_work(Work(run_id, ActOnTask(task_id, "entrust", who.username), prepare=prepare))
    except FermataError as error:
        log.info("Task %s was not handed to the operators: %s", task_id, error)
        return False
    return True


def _deliver(who: User) -> int:
    """Deliver the messages that did not arrive, due or not."""
    before = {message.pk for message in messages.late()}
    deliver_now(current_ports(), sorted(before))
    relay(current_ports())
    return len(before - {message.pk for message in messages.late()})


def _redeliver(who: User) -> int:
    """Have what was given up sent again."""
    return redeliver_dead(MOST)


def _continue(who: User) -> int:
    """Let a restored installation go on."""
    continue_work(who)
    return 1


_ACTS: Mapping[str, Callable[[User], int]] = {
    "paused": _continue,
    "stuck_runs": _wake("stuck"),
    "overdue_timers": _wake("overdue_timer"),
    "untaken_runs": _ring,
    "nobody_tasks": _entrust,
    "late_messages": _deliver,
    "dead_deliveries": _redeliver,
}
