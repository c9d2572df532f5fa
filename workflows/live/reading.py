"""What the socket reads, in database threads: pages of a log as frames, changes, rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from workflows.adapters.workspaces.places import workspace_of
from workflows.live.messages import (
    RUN_STATUS,
    JobUpdate,
    Presented,
    encode,
    event_message,
    node_update,
    touches_waits,
    why,
)
from workflows.services import policy
from workflows.services.queries import live
from workflows.services.queries.events import log_after
from workflows.services.queries.inbox import tasks
from workflows.services.queries.notices import bells
from workflows.services.queries.standing.asker import Asker
from workflows.services.queries.suspensions import show
from workflows.services.queries.visible import find_run, find_workflow
from workflows.services.workspaces.entering import enter

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOOK_BACK = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class JobFrame:
    """A `job_update` before it is known who reads it: who may resume is told to each apart."""

    message: JobUpdate
    waits: live.Waits = ()
    _texts: dict[Asker, str] = field(default_factory=dict, compare=False)

    def text_for(self, asker: Asker) -> str:
        """Write it for one person; the same for all who have the same rights and name."""
        if asker not in self._texts:
            shown = [show(wait, asker, program) for wait, program in self.waits]
            self._texts[asker] = encode({**self.message, "suspensions": shown})
        return self._texts[asker]


Frame = str | JobFrame


@dataclass(frozen=True, slots=True)
class Entry:
    """One event's place in the log and the frames that tell of it."""

    seq: int
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class RunChange:
    """A run that may look different: `looks` and the values of `tasks` tell whether it does."""

    run_id: str
    workflow: str
    frame: JobFrame
    looks: tuple[object, ...]
    tasks: Mapping[str, tuple[object, ...]]


def read_page(run_id: str, after: int, limit: int) -> list[Entry]:
    """Read events after a seq, in order, each with the updates that follow from it."""
    events = log_after(run_id, after, limit)
    told = _job_events(run_id, after, events)
    # Waits after the log: one that opened since is filtered out by its seq.
    waits = live.open_waits([run_id]).get(run_id, []) if told else []
    slug = live.workflow_of(run_id) if told else ""
    entries = []
    for event in events:
        frames: list[Frame] = [encode(event_message(run_id, event))]
        update = node_update(run_id, event)
        if update is not None:
            frames.append(encode(update))
        if event["seq"] in told:
            seen = [item for item in waits if _opened_by(item[0].id, event["seq"])]
            frames.append(_job_frame(run_id, slug, told[event["seq"]], event, seen))
        entries.append(Entry(event["seq"], tuple(frames)))
    return entries


def _job_events(run_id: str, after: int, events: Sequence[Presented]) -> dict[int, str]:
    """Choose the events that get a `job_update`, with the status after each.

    Those are all changes of the status, and the last event that touches the waits without one.
    """
    told: dict[int, str] = {}
    touched: int | None = None
    for event in events:
        status = RUN_STATUS.get(event["type"])
        if status is not None:
            told[event["seq"]] = status
            touched = None
        elif touches_waits(event):
            touched = event["seq"]
    if touched is not None:
        before = [seq for seq in told if seq < touched]
        told[touched] = told[before[-1]] if before else _status_at(run_id, after)
    return told


def _status_at(run_id: str, seq: int) -> str:
    return RUN_STATUS.get(live.latest_type(run_id, seq, list(RUN_STATUS)), "running")


def _opened_by(suspension: str, seq: int) -> bool:
    return int(suspension.rpartition(".")[2]) <= seq


def _job_frame(
    run_id: str, workflow: str, status: str, event: Presented, waits: live.Waits
) -> JobFrame:
    reason = waits[0][0].reason if waits and status == "suspended" else None
    message: JobUpdate = {
        "type": "job_update",
        "run_id": run_id,
        "workflow": workflow,
        "status": status,
        "message": why(event) or reason,
        "seq": event["seq"],
        "suspensions": [],
    }
    return JobFrame(message, waits)


def read_changes(run_ids: Sequence[str]) -> list[RunChange]:
    """Read how runs look now, for those who follow many."""
    return [_change(run) for run in live.runs_now(run_ids)]


def _change(run: live.RunNow) -> RunChange:
    reason = run.waits[0][0].reason if run.waits else None
    message: JobUpdate = {
        "type": "job_update",
        "run_id": run.run_id,
        "workflow": run.workflow,
        "status": run.status,
        "message": run.error or reason,
        "seq": run.seq,
        "suspensions": [],
    }
    waits = tuple(
        (wait.id, wait.claimed_by, tuple(wait.users), bool(wait.question.closing))
        for wait, _ in run.waits
    )
    return RunChange(
        run.run_id, run.workflow, JobFrame(message, run.waits), (run.status, waits), run.tasks
    )


def read_inbox(user: User, task_ids: Sequence[str]) -> tuple[int, dict[str, Any]]:
    """Count what waits for a person, and show those of the tasks that he sees, by id."""
    shown = tasks.summaries(user, task_ids) if task_ids else {}
    return tasks.inbox_count(user), shown


@dataclass(frozen=True, slots=True)
class Bell:
    """A person's bell: `looks` tells whether it differs from what was told before."""

    looks: tuple[object, ...]
    unread: int
    notice: dict[str, Any] | None


def read_bell(user: User, notice: int | None) -> Bell:
    """Count what is unread, and show the notice that changed, if it is his."""
    shown = bells.find(user, notice) if notice is not None else None
    unread = bells.unread(user)
    looks = (unread, notice, shown and (shown["at"], shown["read"], repr(shown["over"])))
    return Bell((*looks, shown and shown["count"]), unread, shown)


def read_bells(mark: datetime | None) -> tuple[datetime | None, dict[int, int]]:
    """Tell whose bell has changed since a mark; without one only give one.

    Looks back a little: what is written first may be committed last.
    """
    if mark is None:
        return bells.latest_change() or EPOCH, {}
    latest, changed = bells.changed_since(mark - LOOK_BACK)
    return max(mark, latest), changed


def find_seq(user: User, run_id: str) -> int:
    """Tell where a run's log stands; NotFound when the run is not to be seen."""
    seq: int = find_run(user, run_id).seq
    return seq


def check_workflow(user: User, slug: str) -> None:
    """Raise NotFound when the workflow is not to be seen."""
    find_workflow(user, slug)


def workflows_among(user: User, slugs: set[str]) -> set[str]:
    """Keep the workflows that somebody may see."""
    found = policy.visible_workflows(user).filter(slug__in=slugs)
    return set(found.values_list("slug", flat=True))


def check_editing(user: User, slug: str) -> None:
    """Raise NotFound or Forbidden unless he may change the workflow."""
    policy.find_editable(user, slug)


def look_at(user: User) -> tuple[User, Asker] | None:
    """Read a person and his rights anew; None when the account is gone or locked, or does not
    belong to the workspace any more."""
    found = User.objects.filter(pk=user.pk, is_active=True).first()
    if found is None or not enter(found, workspace_of(user)):
        return None
    return found, Asker.of(found)


read_seqs = live.seqs
read_moved = live.moved
visible_among = live.visible_among
Mark = live.Mark
