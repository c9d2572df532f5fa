"""Whether an answer fits what was asked, and how it is recorded; who may answer is in
``resuming.py``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..commands import Resume
from ..errors import FieldError, Invalid
from ..events import Json
from ..payload import ensure_json
from ..schemas import validate
from ..state import Suspension
from .turn import Turn

APPROVED, REJECTED = "approved", "rejected"
ANSWERED, SKIPPED, SUBMITTED, TIMEOUT = "answered", "skipped", "submitted", "timeout"
_DECISION_KEYS = ("decision", "approved", "comment")


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer as it is recorded: the node gets ``data`` and ``action``, the task's history
    ``decision``, what was ``filled`` in, and the comment."""

    data: Json = None
    action: str | None = None
    decision: str | None = None
    filled: Json = None
    comment: str | None = None


def judge(turn: Turn, wait: Suspension, command: Resume) -> Verdict:
    """Check an answer against the rules of its wait; ``Invalid`` names the field that is wrong."""
    data = ensure_json(command.data, "data")
    verdict = _BY_KIND.get(wait.kind, _plain)(wait, command, data)
    _check_action(turn, wait, verdict.action)
    return verdict


def fault(attr: str, detail: str) -> FieldError:
    """Make one fault of an answer."""
    return FieldError("invalid", detail, attr)


def _plain(wait: Suspension, command: Resume, data: Json) -> Verdict:
    _check_form(wait, data)
    return Verdict(data, command.action, command.action, data, command.comment)


def _check_form(wait: Suspension, data: Json) -> None:
    schema = wait.rules.get("schema")
    if schema:
        validate({} if data is None else data, schema)


def _approval(wait: Suspension, command: Resume, data: Json) -> Verdict:
    form = _without(_object(data), _DECISION_KEYS)
    action = _decision(wait, data, command.action)
    comment = _comment(command, data)
    # Who rejects need not fill in the form that an approval asks for.
    if action == APPROVED or form:
        _check_form(wait, form)
    answer: dict[str, Json] = {"decision": action, "approved": action == APPROVED, "data": form}
    if comment is not None:
        answer["comment"] = comment
    return Verdict(answer, action, action, form, comment)


def _form(wait: Suspension, command: Resume, data: Json) -> Verdict:
    form = _object(data)
    if command.action == TIMEOUT:
        told = "Only the deadline leaves a form by its time-out: fill the form in."
        raise Invalid(told, code="unknown_action", errors=[fault("decision", "Leave it out.")])
    _check_form(wait, form)
    action = None if command.action == SUBMITTED else command.action
    return Verdict(form, action, action or SUBMITTED, form, command.comment)


def _question(wait: Suspension, command: Resume, data: Json) -> Verdict:
    answer = _answer(wait, command, _object(data))
    comment = _comment(command, data)
    recorded: dict[str, Json] = {"answer": answer}
    if comment is not None:
        recorded["comment"] = comment
    action = answer if isinstance(answer, str) and answer in _option_ids(wait) else None
    decision = action or (SKIPPED if answer is None else ANSWERED)
    return Verdict(recorded, action, decision, {"answer": answer}, comment)


def _answer(wait: Suspension, command: Resume, data: Mapping[str, Json]) -> Json:
    """Find the one answer that data and action agree on, and check it."""
    known, action = _option_ids(wait), command.action
    if action in (ANSWERED, SKIPPED) and action not in known:
        data = {"answer": None, **data} if action == SKIPPED else data
        action = None
    if "answer" not in data and action is None:
        raise Invalid("An answer is needed.", code="undecided", errors=[_wrong(wait)])
    answer = data.get("answer", action)
    if action is not None and answer != action:
        raise Invalid("The answer contradicts itself.", errors=[fault("data.answer", "Ambiguous.")])
    _check_answer(wait, answer)
    return answer


def _check_answer(wait: Suspension, answer: Json) -> None:
    kind = wait.rules.get("input_type", "text")
    if answer is None:
        if not wait.rules.get("skippable"):
            raise Invalid("This question must be answered.", errors=[_wrong(wait)])
    elif kind == "multiselect":
        chosen = answer if isinstance(answer, list) else []
        distinct = len({str(item) for item in chosen}) == len(chosen)
        if not chosen or not distinct or not all(_is_choice(wait, item) for item in chosen):
            raise Invalid("Choose one or more of the options.", errors=[_wrong(wait)])
    elif kind == "text":
        if not isinstance(answer, str) or not answer.strip():
            raise Invalid("The answer is a text.", errors=[_wrong(wait)])
    elif not _is_choice(wait, answer):
        listed = ", ".join(_option_ids(wait))
        raise Invalid(f"The answer is one of {listed}.", code="no_option", errors=[_wrong(wait)])


def _is_choice(wait: Suspension, item: Json) -> bool:
    if not isinstance(item, str) or not item.strip():
        return False
    return item in _option_ids(wait) or bool(wait.rules.get("allow_custom"))


def _wrong(wait: Suspension) -> FieldError:
    kind = wait.rules.get("input_type", "text")
    listed = ", ".join(_option_ids(wait))
    words = {"text": "A text.", "multiselect": f"A list of: {listed}."}
    return fault("data.answer", words.get(str(kind), f"One of: {listed}."))


def _option_ids(wait: Suspension) -> list[str]:
    options: Sequence[Json] = wait.rules.get("options") or ()
    return [str(item["id"]) if isinstance(item, Mapping) else str(item) for item in options]


def _object(data: Json) -> dict[str, Json]:
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise Invalid("The answer is an object.", errors=[fault("data", "An object.")])
    return data


def _without(data: Mapping[str, Json], keys: Sequence[str]) -> dict[str, Json]:
    return {key: value for key, value in data.items() if key not in keys}


def _comment(command: Resume, data: Json) -> str | None:
    if command.comment is not None:
        return command.comment
    comment = data.get("comment") if isinstance(data, dict) else None
    if comment is not None and not isinstance(comment, str):
        raise Invalid("The comment is a text.", errors=[fault("data.comment", "A text.")])
    return comment


def _decision(wait: Suspension, data: Json, action: str | None) -> str:
    """Find the one decision that action, ``decision`` and ``approved`` agree on."""
    options = _option_ids(wait) or [APPROVED, REJECTED]
    given: list[Any] = [action] if action is not None else []
    answer = data if isinstance(data, dict) else {}
    if "decision" in answer:
        given.append(answer["decision"])
    if "approved" in answer:
        if not isinstance(answer["approved"], bool):
            wrong = fault("data.approved", "It must be true or false.")
            raise Invalid("approved must be true or false.", errors=[wrong])
        given.append(_by_flag(answer["approved"], given))
    known = ", ".join(options)
    missing = fault("decision", f"One of: {known}.")
    if not given:
        raise Invalid(f"A decision is needed: one of {known}.", code="undecided", errors=[missing])
    decision = given[0]
    if any(item != decision for item in given):
        raise Invalid("The answer contradicts itself.", errors=[fault("decision", "Ambiguous.")])
    if decision not in options:
        told = f"The decision must be one of {known}."
        raise Invalid(told, code="unknown_action", errors=[missing])
    return str(decision)


def _by_flag(approved: bool, given: Sequence[Any]) -> Any:
    if approved:
        return APPROVED
    return given[0] if given and given[0] != APPROVED else REJECTED


def _check_action(turn: Turn, wait: Suspension, action: str | None) -> None:
    if wait.kind == "timer":
        return
    known = turn.program.actions(wait.node_id)
    allowed = wait.rules.get("actions")
    if allowed is None:
        allowed = known.allowed
    listed = ", ".join(allowed or ())
    if action is None:
        if known.required and wait.kind != "pause":
            raise _without_a_way(wait, listed)
        return
    if not isinstance(action, str) or (allowed is not None and action not in allowed):
        raise Invalid(
            f"The action {action!r} is not known here; allowed: {listed}.",
            code="unknown_action",
            errors=[fault("action", f"One of: {listed}.")],
        )


def _without_a_way(wait: Suspension, listed: str) -> Invalid:
    """Refuse what would end the branch: every line that leaves the node has an action."""
    if wait.kind == "question":
        told = f"The workflow goes on only by one of the options: {listed}."
        return Invalid(told, code="action_required", errors=[_wrong(wait)])
    wrong = fault("action", f"One of: {listed}.")
    return Invalid(f"Name an action: {listed}.", code="action_required", errors=[wrong])


_BY_KIND = {"approval": _approval, "form": _form, "question": _question}
