"""Somebody ends a suspension: which one, may he, does the answer fit; then one event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..commands import Resume
from ..errors import AlreadyClosed, Forbidden, Invalid, NotFound, Refused
from ..events import Json, StateChanged
from ..payload import ensure_json
from ..state import RunState, Suspension
from .answers import fault, judge
from .pausing import go_on
from .people.deciding import check_demands, decide, standing_of
from .settling import settle
from .turn import Answer, Turn


def resume(turn: Turn, command: Resume) -> None:
    """Validate everything first: an input that is refused changes nothing.

    Who may not answer is told so before the answer is looked at: he learns nothing about the form.
    """
    wait = find(turn, command)
    if wait.kind == "children":
        raise Refused("It waits for other runs: answer where they wait.", code="children")
    if wait.task is None:
        _resume_plainly(turn, wait, command)
    else:
        _decide(turn, wait, command)


def _resume_plainly(turn: Turn, wait: Suspension, command: Resume) -> None:
    person = command.person
    if person is not None and not (person.operates or person.trusted):
        raise Forbidden("You may not resume this run.")
    patch = _patch(wait, command)
    verdict = judge(turn, wait, command)
    _has_what_it_needs(turn.state, wait, patch)
    if patch:
        turn.emit(StateChanged(set=patch, by=command.by))
    go_on(turn, wait, Answer(verdict.data, verdict.action, command.by, command.via, patch))


def _decide(turn: Turn, wait: Suspension, command: Resume) -> None:
    standing = standing_of(turn.state, wait, command)
    patch = _patch(wait, command)
    verdict = judge(turn, wait, command)
    _has_what_it_needs(turn.state, wait, patch)
    check_demands(wait, command, verdict)
    if patch:
        turn.emit(StateChanged(set=patch, by=command.by))
    decide(turn, wait, replace(command, state=patch or None), verdict, standing)
    # The state that came along may be what another node waits for.
    settle(turn, ())


def _patch(wait: Suspension, command: Resume) -> dict[str, Json]:
    """Give the change of the run's state, with the key that a pause waits for."""
    if command.state is not None and not isinstance(command.state, Mapping):
        raise Invalid("The state patch is a JSON object.", errors=[fault("state", "An object.")])
    patch: dict[str, Json] = ensure_json(dict(command.state or {}), "state")
    needs = wait.rules.get("needs")
    if needs and isinstance(command.data, Mapping) and needs in command.data:
        patch.setdefault(needs, ensure_json(command.data[needs], needs))
    return patch


def _has_what_it_needs(state: RunState, wait: Suspension, patch: Mapping[str, Json]) -> None:
    needs = wait.rules.get("needs")
    if needs and needs not in patch and needs not in state.state:
        missing = fault(f"state.{needs}", "It is needed.")
        raise Invalid(f"The run's state still lacks {needs!r}.", code="missing", errors=[missing])


def find(turn: Turn, command: Resume) -> Suspension:
    """Find the open suspension that is meant; see semantics, Resume, for each refusal."""
    state = turn.state
    if command.suspension is not None:
        return _by_id(state, command.suspension, command.node_id)
    if command.node_id is not None:
        return _by_node(turn, command.node_id, command)
    if not state.suspensions:
        raise _closed(state, "The run is not waiting for anything.", command)
    if len(state.suspensions) > 1:
        names = ", ".join(sorted(item.node_id for item in state.suspensions.values()))
        raise Invalid(
            f"The run waits at several nodes ({names}): name the suspension.", code="ambiguous"
        )
    return next(iter(state.suspensions.values()))


def open_wait(state: RunState, suspension: str) -> Suspension:
    """Give an open suspension by its id; raises `NotFound` or `AlreadyClosed`."""
    wait = state.suspensions.get(suspension)
    if wait is None:
        raise _not_open(state, suspension)
    return wait


def _by_id(state: RunState, suspension: str, node_id: str | None) -> Suspension:
    wait = open_wait(state, suspension)
    if node_id not in (None, wait.node_id):
        raise Invalid("The suspension belongs to another node.", code="ambiguous")
    return wait


def _by_node(turn: Turn, node_id: str, command: Resume) -> Suspension:
    if not turn.program.knows(node_id) and node_id not in turn.state.activations:
        raise NotFound(f"The workflow has no node {node_id!r}.")
    wait = turn.state.suspension_of(node_id)
    if wait is None:
        raise _closed(turn.state, f"{turn.program.title(node_id)} is not waiting.", command)
    return wait


def _not_open(state: RunState, suspension: str) -> Exception:
    """Tell a suspension that was closed from one that never was, by the place in its id."""
    run_id, _, seq = suspension.rpartition(".")
    if run_id != state.run_id or not seq.isdecimal() or not 0 < int(seq) <= state.seq:
        return NotFound("There is no such suspension in this run.")
    for item in state.activations.values():
        if item.resumed and item.resumed["suspension"] == suspension:
            return AlreadyClosed("This was already answered.", detail=closing(item.resumed))
    if state.ended_by:
        return AlreadyClosed("The run was stopped.", detail={**state.ended_by, "action": "stop"})
    return AlreadyClosed("This is no longer open.")


def closing(resumed: Mapping[str, Json]) -> dict[str, Json]:
    """Give who closed a suspension, how and when: ``{by, at, via, action}``."""
    return {key: resumed.get(key) for key in ("by", "at", "via", "action")}


def _closed(state: RunState, sentence: str, command: Resume) -> Refused:
    item = state.activations.get(command.node_id) if command.node_id else None
    detail = closing(item.resumed) if item is not None and item.resumed else {}
    if state.finished:
        return Refused(f"The run is {state.status}.", code="run_finished", detail=detail)
    return Refused(sentence, code="not_waiting", detail=detail)
