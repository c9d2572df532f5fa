"""The stage: plays one story with the engine itself, in memory and at the hours it tells of, and
gives the histories that come of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from workflows.engine.commands import ActOnTask, Command, CreateRun, ForkRun, Resume, RetryRun, Stop
from workflows.engine.decide.forking import Changes, prepare
from workflows.engine.errors import Refused
from workflows.engine.events import Json, NodeCompleted, TaskCommented, TaskInfoRequested
from workflows.engine.execution import InlineWorker, Tools
from workflows.engine.memory import MemoryBell, MemoryFeed, MemoryStore
from workflows.engine.messages import Signal
from workflows.engine.people import UNDO_SECONDS, Office, Person
from workflows.engine.ports import NewRun, Ports, Work
from workflows.engine.program import Program
from workflows.engine.state import RunState, Suspension
from workflows.engine.transition import apply, send_signal

from ...importing import History
from ...queries.inbox.snapshots import picture
from .clock import TickingClock, uuid7_at
from .story import Act, Paper, Story

_MENTION = re.compile(r"@([a-z]+)")
_TASK_VERBS = (
    "claim", "release", "delegate", "comment", "ask", "nudge", "prioritise", "undo",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Company:
    """What the stage must know of the company: its programs (by workflow: number, program), who is
    who at an hour, and what takes the files that are handed in.

    ``keep`` gives ``{id, name, size, sha256}`` of a file, as the log describes it.
    """

    programs: Mapping[str, tuple[int, Program]]
    office: Office
    person: Callable[[str, datetime, str], Person]
    names: frozenset[str]
    keep: Callable[[str, Paper], dict[str, Json]]


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that was handed in: by whom and when, and for a run's inputs, with which run."""

    id: str
    who: str
    at: datetime
    run: str | None = None


@dataclass(slots=True)
class Played:
    """What came of a story: its runs, the first one first, and the files that belong to them."""

    histories: list[History] = field(default_factory=list)
    files: list[Handed] = field(default_factory=list)


class _Here(Executor):
    """Executes in the caller's thread: what is played is the same each time."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Execute at once."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # whoever waits for the answer is to have it
            future.set_exception(error)
        return future


class Stage:
    """Plays one story; used once."""

    def __init__(self, company: Company, story: Story, chance: Random) -> None:
        """Build the stage at the hour at which the story begins."""
        self._company = company
        self._story = story
        self._chance = chance
        self._clock = TickingClock(story.at, chance)
        self._store = MemoryStore(self._clock)
        for slug, (number, program) in company.programs.items():
            self._store.programs[(slug, number)] = program
        self._ports = Ports(self._store, MemoryBell(), MemoryFeed())
        tools = Tools(executor=_Here(), now=self._clock, office=company.office)
        self._worker = InlineWorker(self._ports, tools=tools)
        self._files: list[Handed] = []
        self._run = ""

    async def play(self) -> Played:
        """Play it up to the present; raises what the engine refuses."""
        await self._begin()
        for act in self._story.acts:
            if act.at > self._story.now:
                break
            await self._reach(act.at)
            self._perform(act)
            await self._worker.drain()
        await self._reach(self._story.now)
        story, rows = self._story, self._store.runs.items()
        histories = [
            History(run, row.new.workflow, row.new.version, row.records, story.priority, story.tags)
            for run, row in rows
        ]
        return Played(histories, self._files)

    async def _begin(self) -> None:
        story = self._story
        self._run = self._new_id()
        inputs = {
            name: self._hand_in(story.who, value, self._run)["id"]
            if isinstance(value, Paper)
            else value
            for name, value in story.inputs.items()
        }
        number, _ = self._company.programs[story.slug]
        new = NewRun(self._run, story.slug, number, story.priority, story.tags, story.who)
        self._apply(self._run, CreateRun(inputs, by=story.who), new)
        await self._worker.drain()

    async def _reach(self, moment: datetime) -> None:
        """Let time pass; timers, alarms and deadlines fire at their hours."""
        while True:
            due = min(
                (row.wake_at for row in self._store.runs.values() if row.wake_at), default=None
            )
            if due is None or due > moment:
                break
            self._clock.reach(due)
            await self._worker.drain()
        self._clock.reach(moment)

    def _perform(self, act: Act) -> None:
        if act.verb in _TASK_VERBS:
            self._act_on_task(act)
        else:
            _VERBS[act.verb](self, act)

    def _apply(self, run: str, command: Command, new: NewRun | None = None) -> None:
        (applied,) = apply(self._ports, [Work(run, command, new=new)])
        if applied.error is not None:
            raise applied.error

    def _new_id(self) -> str:
        return uuid7_at(self._clock.time, self._chance)

    def _state(self) -> RunState:
        return self._store.state(self._run)

    def _wait(self, state: RunState, act: Act) -> Suspension:
        """Find the wait that an act is about: that of its step, or the only one."""
        waits = list(state.suspensions.values())
        found = [wait for wait in waits if act.node in (None, wait.node_id)]
        if len(found) != 1:
            told = f"{self._story.slug}: {act.verb} at {act.node}: {len(found)} waits are open."
            raise Refused(told, code="not_waiting")
        return found[0]

    def _person(self, name: str) -> Person:
        return self._company.person(name, self._clock.time, self._story.slug)

    def _hand_in(self, who: str, paper: Paper, run: str | None = None) -> dict[str, Json]:
        kept = self._company.keep(who, paper)
        self._files.append(Handed(kept["id"], who, self._clock.time, run))
        return kept

    # What people do with tasks

    def _decide(self, act: Act) -> None:
        state, more = self._state(), act.more
        wait = self._wait(state, act)
        via = more.get("via", "ui")
        command = Resume(
            data=more.get("data"),
            action=more.get("decision"),
            suspension=wait.id,
            by=act.who,
            via=via,
            comment=more.get("comment"),
            person=self._person(act.who),
            undo_seconds=UNDO_SECONDS if via in ("ui", "bulk") else 0,
            confirm=more.get("confirm"),
            shown=picture(state, wait, state.seq, self._said(wait)),
            mailbox=f"{act.who}@demo.invalid" if via == "e-mail" else None,
        )
        self._apply(self._run, command)

    def _act_on_task(self, act: Act) -> None:
        more, text = act.more, act.more.get("text")
        mentions = [name for name in _MENTION.findall(text or "") if name in self._company.names]
        papers: Sequence[Paper] = more.get("papers", ())
        command = ActOnTask(
            self._wait(self._state(), act).task or "",
            act.verb,
            act.who,
            to=more.get("to"),
            text=text,
            priority=more.get("priority", 0),
            mentions=list(dict.fromkeys(mentions)),
            attachments=[self._hand_in(act.who, paper) for paper in papers],
            person=self._person(act.who),
        )
        try:
            self._apply(self._run, command)
        except Refused as error:
            # People were reminded by themselves a moment ago: whoever nudges is told so.
            if error.code != "too_soon":
                raise

    def _said(self, wait: Suspension) -> list[dict[str, Json]]:
        """List what was said about a task so far, as it is kept with a decision."""
        found: list[dict[str, Json]] = []
        for record in self._store.runs[self._run].records:
            event = record.event
            if isinstance(event, TaskCommented | TaskInfoRequested) and event.task == wait.task:
                entry = {"seq": record.seq, "by": event.by, "text": event.detail.get("text", "")}
                if files := event.detail.get("attachments"):
                    entry["files"] = files
                found.append(entry)
        return found

    # What people do with runs

    def _answer(self, act: Act) -> None:
        """Go on at a wait that is no task."""
        wait = self._wait(self._state(), act)
        data, action = act.more.get("data"), act.more.get("action")
        self._apply(self._run, Resume(data, action, wait.id, by=act.who, via="ui"))

    def _signal(self, act: Act) -> None:
        """Send what the run waits for."""
        signal = self._wait(self._state(), act).rules["signal"]
        send_signal(
            self._ports, Signal(signal["name"], signal["key"], act.more.get("data"), act.who)
        )

    def _stop(self, act: Act) -> None:
        self._apply(self._run, Stop(act.more["reason"], act.who))

    def _retry(self, act: Act) -> None:
        by_hand = act.more.get("by_hand", {})
        self._apply(self._run, RetryRun(act.who, act.more.get("reason"), by_hand))

    def _fork(self, act: Act) -> None:
        """Begin anew at what failed, with other inputs; the story goes on with the new run."""
        old, state = self._run, self._state()
        recorded = {
            record.event.node_id: record.event.output
            for record in self._store.runs[old].records
            if isinstance(record.event, NodeCompleted)
        }
        changes = Changes(inputs=act.more["inputs"])
        snapshot = prepare(state, changes, recorded)
        self._run = self._new_id()
        new = NewRun(self._run, state.workflow, state.version, started_by=act.who, forked_from=old)
        self._apply(self._run, ForkRun(old, state.seq, snapshot, act.who, changes.names()), new)


_VERBS: Mapping[str, Callable[[Stage, Act], None]] = {
    "decide": Stage._decide,
    "answer": Stage._answer,
    "signal": Stage._signal,
    "stop": Stage._stop,
    "retry": Stage._retry,
    "fork": Stage._fork,
}
