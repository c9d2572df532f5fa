"""What people do with a task short of deciding it: claim, release, hand over or up, remark, ask,
nudge, rank, and take a decision back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from ...commands import ActOnTask
from ...errors import AlreadyClosed, FieldError, Forbidden, Invalid, Refused
from ...events import (
    Json,
    TaskClaimed,
    TaskCommented,
    TaskDelegated,
    TaskEscalated,
    TaskInfoRequested,
    TaskPrioritised,
    TaskReleased,
    TaskReminded,
)
from ...people import Person, Standing, asked
from ...people.alarms import LEAST_GAP, RELEASE, Alarm, held_back, ordered, without
from ...people.rules import claimed
from ...state import Suspension
from ..turn import Turn
from .deciding import question_of, undo

LONGEST_TEXT = 5_000
PRIORITIES = range(-1, 3)


def act(turn: Turn, command: ActOnTask) -> None:
    """Record the act, or refuse it because of the task's state or of who holds it."""
    wait = next((s for s in turn.state.suspensions.values() if s.task == command.task), None)
    if wait is None:
        raise Refused("The task is no longer open.", code="already_closed")
    if command.verb not in ("comment", "undo") and wait.closing is not None:
        question = question_of(turn.state, wait)
        raise AlreadyClosed("This was already decided.", detail=dict(question.closing or {}))
    _VERBS[command.verb](turn, wait, command)


def _standing(turn: Turn, wait: Suspension, command: ActOnTask) -> Standing:
    """Say as whom the person acts; ``Forbidden`` when he is not asked."""
    return asked(question_of(turn.state, wait), _person(command))


def _person(command: ActOnTask) -> Person:
    return command.person or Person(command.by, trusted=True)


def _free_for(wait: Suspension, command: ActOnTask, standing: Standing) -> None:
    if wait.claimed_by not in (None, command.by, standing.acting_for):
        raise claimed(wait.claimed_by)


def _claim(turn: Turn, wait: Suspension, command: ActOnTask) -> None:
    standing = _standing(turn, wait, command)
    if wait.claimed_by == command.by:
        return
    _free_for(wait, command, standing)
    detail: dict[str, Json] = {}
    seconds = wait.rules.get("claim_seconds")
    if seconds:
        until = (turn.now + timedelta(seconds=float(seconds))).isoformat()
        end: Alarm = {"at": until, "do": RELEASE}
        detail = {"until": until, "alarms": ordered([*without(wait.alarms, RELEASE), end])}
    turn.emit(TaskClaimed(wait.node_id, wait.iteration, command.task, command.by, detail))


def _release(turn: Turn, wait: Suspension, command: ActOnTask) -> None:
    person = _person(command)
    if wait.claimed_by is None:
        raise Refused("Nobody has taken this task.", code="not_claimed")
    # Whoever looks after runs may free what somebody has taken and left.
    if wait.claimed_by != command.by and not (person.operates or person.superuser):
        raise claimed(wait.claimed_by)
    released(turn, wait, by=command.by)


def released(turn: Turn, wait: Suspension, by: str | None) -> None:
    """Record that a claim has ended: given back, or by itself."""
    detail: dict[str, Json] = {} if by is not None else {"auto": True}
    if any(alarm["do"] == RELEASE for alarm in wait.alarms):
        detail["alarms"] = without(wait.alarms, RELEASE)
    turn.emit(TaskReleased(wait.node_id, wait.iteration, wait.task or "", by, detail))


def _delegate(turn: Turn, wait: Suspension, command: ActOnTask) -> None:
    standing = _standing(turn, wait, command)
    to = command.to
    if not to:
        raise Invalid("Say to whom.", code="required", errors=[_fault("to", "A username.")])
    if to == command.by:
        raise Invalid("It is yours already.", errors=[_fault("to", "Somebody else.")])
    if wait.rules.get("forbid_initiator") and to == turn.state.started_by:
        told = "Whoever asked may not decide: hand it to somebody else."
        raise Invalid(told, code="four_eyes", errors=[_fault("to", told)])
    _free_for(wait, command, standing)
    whose = standing.acting_for or command.by
    detail: dict[str, Json] = {"to": to, **_asked_now(wait, whose, to)}
    if command.text and command.text.strip():
        detail["comment"] = command.text.strip()[:LONGEST_TEXT]
    detail |= _without_claim(wait)
    turn.emit(TaskDelegated(wait.node_id, wait.iteration, command.task, command.by, detail))


def _entrust(turn: Turn, wait: Suspension, command: ActOnTask) -> None:
    """Ask nobody by name any more: whoever looks after runs decides. Once is enough."""
    person = _person(command)
    if not (person.operates or person.superuser):
        raise Forbidden("Only who looks after runs may hand a task to the operators.")
    if not wait.users and not wait.groups:
        return
    detail: dict[str, Json] = {"users": [], "groups": [], **_without_claim(wait)}
    turn.emit(TaskEscalated(wait.node_id, wait.iteration, command.task, command.by, detail))


def _asked_now(wait: Suspension, whose: str, to: str) -> dict[str, Json]:
    """Say who is asked once ``to`` has the vote of ``whose``.

    Where several must agree, only that vote goes over; else the whole task does.
    """
    if int(wait.rules.get("quorum") or 1) == 1:
        return {"users": [to], "groups": [], "delegates": {to: whose}}
    users = [name for name in wait.users if name not in (whose, to)]
    delegates = {key: value for key, value in wait.delegates.items() if value != whose}
    return {
        "users": [*users, to],
        "groups": list(wait.groups),
        "delegates": {**delegates, to: whose},
    }


def _without_claim(wait: Suspension) -> dict[str, Json]:
    if not any(alarm["do"] == RELEASE for alarm in wait.alarms):
        return {}
    return {"alarms": without(wait.alarms, RELEASE)}


def _comment(turn: Turn, wait: Suspension, command: ActOnTask) -> None:
    detail = _said(command, "A comment needs a text.")
    if wait.info_from is not None and wait.info_from == command.by:
        detail["answers"] = True
    turn.emit(TaskCommented(wait.node_id, wait.iteration, command.task, command.by, detail))


def _ask(turn: Turn, wait: Suspension, command: ActOnTask) -> None:
    _standing(turn, wait, command)
    to = command.to or turn.state.started_by
    if not to:
        told = "Nobody has asked for this in person: say whom to ask."
        raise Invalid(told, code="required", errors=[_fault("to", "A username.")])
    if to == command.by:
        raise Invalid("That is you: ask somebody else.", errors=[_fault("to", "Somebody else.")])
    detail = {"to": to, **_said(command, "Say what you want to know.")}
    turn.emit(TaskInfoRequested(wait.node_id, wait.iteration, command.task, command.by, detail))


def _said(command: ActOnTask, missing: str) -> dict[str, Json]:
    text = (command.text or "").strip()[:LONGEST_TEXT]
    if not text and not command.attachments:
        raise Invalid(missing, code="required", errors=[_fault("text", missing)])
    said: dict[str, Json] = {"text": text}
    if command.mentions:
        said["mentions"] = list(command.mentions)
    if command.attachments:
        said["attachments"] = [dict(item) for item in command.attachments]
    return said


def _nudge(turn: Turn, wait: Suspension, command: ActOnTask) -> None:
    person = _person(command)
    if command.by != turn.state.started_by and not (person.operates or person.superuser):
        raise Forbidden("Only whoever asked may nudge.", code="not_requester")
    last = wait.reminded_at
    if last is not None and turn.now < last + LEAST_GAP:
        again = (last + LEAST_GAP).isoformat()
        told = "They were reminded not long ago."
        raise Refused(told, code="too_soon", detail={"again_at": again})
    detail: dict[str, Json] = {"kind": "nudge"}
    held = held_back(wait.alarms, turn.now)
    if held != wait.alarms:
        detail["alarms"] = held
    turn.emit(TaskReminded(wait.node_id, wait.iteration, command.task, command.by, detail))


def _prioritise(turn: Turn, wait: Suspension, command: ActOnTask) -> None:
    person = _person(command)
    if not (person.operates or person.superuser):
        _standing(turn, wait, command)
    if command.priority not in PRIORITIES:
        fault = _fault("priority", "A number from -1 (low) to 2 (urgent).")
        raise Invalid("There is no such priority.", errors=[fault])
    if command.priority == wait.ask.get("priority", 0):
        return
    detail = {"priority": command.priority}
    turn.emit(TaskPrioritised(wait.node_id, wait.iteration, command.task, command.by, detail))


def _fault(attr: str, told: str) -> FieldError:
    return FieldError("invalid", told, attr)


_VERBS: Mapping[str, Callable[[Turn, Suspension, ActOnTask], None]] = {
    "claim": _claim,
    "release": _release,
    "delegate": _delegate,
    "entrust": _entrust,
    "comment": _comment,
    "ask": _ask,
    "nudge": _nudge,
    "prioritise": _prioritise,
    "undo": undo,
}
VERBS: Sequence[str] = tuple(_VERBS)
