"""One person's decision: may he, does it count, does it decide the task, may it be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from ...commands import ActOnTask, Resume
from ...errors import FieldError, Forbidden, Invalid, Refused
from ...events import Json, TaskDecided, TaskUndone
from ...payload import digest
from ...people import UNDO_SECONDS, Person, Question, Standing, standing
from ...people.differences import changes
from ...state import RunState, Suspension
from ..answers import APPROVED, Verdict
from ..pausing import go_on
from ..turn import Answer, Turn

LONGEST_WINDOW = 3_600.0
"""Nobody holds a run back for longer than this by asking for time to think again."""


def question_of(state: RunState, wait: Suspension) -> Question:
    """Give what of an open task counts for who may decide it."""
    voices = [item.get(key) for item in wait.decisions for key in ("by", "for") if key in item]
    return Question(
        users=wait.users,
        groups=wait.groups,
        requester=state.started_by,
        four_eyes=bool(wait.rules.get("forbid_initiator")),
        claimed_by=wait.claimed_by,
        voices=voices,
        delegates=wait.delegates,
        closing=_told(wait.closing),
    )


def standing_of(state: RunState, wait: Suspension, command: Resume) -> Standing:
    """Say as whom the command decides; ``Forbidden`` or ``Refused`` when it may not."""
    person = command.person or Person(command.by, trusted=True)
    return standing(question_of(state, wait), person)


def check_demands(wait: Suspension, command: Resume, verdict: Verdict) -> None:
    """Check what the author demands beside a fitting answer: a reason, a word typed."""
    if verdict.action != APPROVED and wait.kind == "approval":
        if wait.rules.get("comment_on_reject") and not (verdict.comment or "").strip():
            fault = FieldError("required", "Say why.", "comment")
            raise Invalid("A rejection needs a reason.", code="comment_required", errors=[fault])
        return
    wanted = wait.rules.get("confirm")
    if wanted and (command.confirm or "").strip() != str(wanted).strip():
        fault = FieldError("confirm", f"Type: {wanted}", "confirm")
        raise Invalid("The confirmation is not right.", code="confirm", errors=[fault])


def decide(
    turn: Turn, wait: Suspension, command: Resume, verdict: Verdict, standing: Standing
) -> None:
    """Record the decision; when it decides the task, let the run go on, now or after a window."""
    until = _until(turn, wait, command)
    detail = _detail(wait, command, verdict, standing)
    if until is not None:
        detail["until"] = until.isoformat()
    ends = _closes(wait, verdict, detail)
    waits_until = _latest(turn.now, [*wait.decisions, detail]) if ends else None
    if waits_until is not None:
        end = waits_until.isoformat()
        detail["closing"] = {"until": end, "action": verdict.action, "data": verdict.data}
    turn.emit(
        TaskDecided(wait.node_id, wait.iteration, wait.task or "", by=command.by, detail=detail)
    )
    if ends and waits_until is None:
        patch = command.state or {}
        go_on(turn, wait, Answer(verdict.data, verdict.action, command.by, command.via, patch))


def undo(turn: Turn, wait: Suspension, command: ActOnTask) -> None:
    """Take a decision back: only its decider may, and only within the window."""
    own = next((item for item in wait.decisions if item["by"] == command.by), None)
    if own is None:
        if wait.closing is not None:
            raise Forbidden("Only who decided may take it back.", code="not_yours")
        raise Refused("There is nothing to take back.", code="nothing_to_undo")
    until = own.get("until")
    if until is None or datetime.fromisoformat(until) <= turn.now:
        raise Refused("It is too late to take it back.", code="undo_over")
    detail = {"decision": own["decision"]}
    turn.emit(TaskUndone(wait.node_id, wait.iteration, command.task, command.by, detail))


def end_of_window(turn: Turn, wait: Suspension) -> None:
    """Let the run go on by a decision that nobody has taken back."""
    closing = wait.closing or {}
    answer = Answer(closing["data"], closing["action"], closing["by"], closing["via"])
    go_on(turn, wait, answer)


def _told(closing: Mapping[str, Json] | None) -> dict[str, Json] | None:
    if closing is None:
        return None
    told = {key: closing.get(key) for key in ("by", "at", "via", "until")}
    return {**told, "action": closing["decision"]}


def _until(turn: Turn, wait: Suspension, command: Resume) -> datetime | None:
    allowed = float(wait.rules.get("undo_seconds", UNDO_SECONDS))
    seconds = min(max(command.undo_seconds, 0), allowed, LONGEST_WINDOW)
    # What changes the run's state at once cannot be taken back.
    if not seconds or command.state:
        return None
    return turn.now + timedelta(seconds=seconds)


def _latest(now: datetime, decisions: Sequence[Mapping[str, Json]]) -> datetime | None:
    """Give the end of the last window that is still open: each voice has its own."""
    ends = [datetime.fromisoformat(item["until"]) for item in decisions if item.get("until")]
    return max((end for end in ends if end > now), default=None)


def _closes(wait: Suspension, verdict: Verdict, detail: Mapping[str, Json]) -> bool:
    """Say whether this voice decides the task: enough have approved, or too many have not."""
    if wait.kind != "approval":
        return True
    voices = [item["decision"] for item in wait.decisions] + [detail["decision"]]
    approvals = voices.count(APPROVED)
    if verdict.action == APPROVED:
        return approvals >= int(wait.rules.get("quorum") or 1)
    return len(voices) - approvals >= int(wait.rules.get("reject_quorum") or 1)


def _detail(
    wait: Suspension, command: Resume, verdict: Verdict, standing: Standing
) -> dict[str, Json]:
    schema = wait.rules.get("schema")
    proposal = wait.ask.get("proposal")
    more: dict[str, Json] = {
        "data": verdict.filled or None,
        "comment": verdict.comment,
        "for": standing.acting_for,
        "override": standing.override or None,
        "reason": command.reason or None,
        "mailbox": command.mailbox,
        "form": digest(schema)[:16] if schema else None,
        "changes": _changes(proposal, verdict),
        "attachments": [dict(item) for item in command.attachments] or None,
        "shown": dict(command.shown) if command.shown else None,
    }
    found = {key: value for key, value in more.items() if value is not None}
    return {"decision": verdict.decision, "via": command.via, **found}


def _changes(proposal: Json, verdict: Verdict) -> Json:
    if proposal is None or not verdict.filled:
        return None
    return changes(proposal, verdict.filled) or None
