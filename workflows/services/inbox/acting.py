"""What people do with tasks short of deciding them; what is allowed is the engine's to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import User

from workflows.engine.commands import ActOnTask, Command
from workflows.engine.decide.people.deciding import question_of
from workflows.engine.errors import FermataError, FieldError, Forbidden, Invalid, Refused
from workflows.engine.people import Person, asked
from workflows.engine.ports import Work
from workflows.engine.state import RunState

from .. import policy
from ..applying import apply_work
from ..queries import closings
from ..queries.inbox import files, mentions, tasks
from ..queries.persons import directory
from .deciding import Result


@dataclass(frozen=True, slots=True)
class Act:
    """An act: ``verb`` as in :class:`workflows.engine.commands.ActOnTask`, and what goes with it;
    ``files`` are ids of attachments."""

    verb: str
    to: str | None = None
    text: str | None = None
    priority: int = 0
    files: Sequence[str] = ()


def act_on_task(who: User, task_id: str, act: Act) -> None:
    """Do it. Raises `NotFound`, `Forbidden`, `Invalid`, and `Refused` where others were first."""
    task = tasks.locate(who, task_id)
    if (
        act.to is not None
        and act.verb in ("delegate", "ask")
        and not directory.is_active(who, act.to)
    ):
        fault = FieldError("unknown_person", "The username of somebody active.", "to")
        raise Invalid(f"There is nobody named {act.to!r}.", errors=[fault])
    command = ActOnTask(
        task_id,
        act.verb,
        who.username,
        to=act.to,
        text=act.text,
        priority=act.priority,
        attachments=files.handed_in(who, act.files, task_id),
    )

    def prepare(state: RunState, given: Command) -> Command:
        if not isinstance(given, ActOnTask):
            return given
        person = policy.person_of(who, state.workflow, state.started_by)
        draws_in = may_show_to_others(state, task_id, person)
        named = mentions.named_in(who, given.text or "", task_id, draws_in=draws_in)
        return replace(given, person=person, mentions=named)

    try:
        apply_work(Work(task.run_id, command, prepare=prepare))
    except Refused as error:
        raise closings.explained(error, task.run_id, task.suspension) from None


def may_show_to_others(state: RunState, task_id: str, person: Person) -> bool:
    """Say whether somebody may draw others into a task: whoever is asked, asks, or looks after
    runs."""
    if person.operates or person.superuser or person.name == state.started_by:
        return True
    wait = next((s for s in state.suspensions.values() if s.task == task_id), None)
    try:
        return wait is not None and bool(asked(question_of(state, wait), person))
    except Forbidden:
        return False


def undo_many(who: User, task_ids: Sequence[str]) -> list[Result]:
    """Take several decisions back, each on its own."""
    results = []
    for task_id in dict.fromkeys(task_ids):
        try:
            act_on_task(who, task_id, Act("undo"))
        except FermataError as error:
            results.append(Result(task_id, error))
        else:
            results.append(Result(task_id))
    return results
