"""Commands: what may happen to a run, as data; whether it may is decided in ``decide.py``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .events import Json
from .node import SuspensionRequest
from .people import Person
from .retry import RetryPolicy


@dataclass(frozen=True, slots=True)
class Command:
    """Base of all commands; ``by`` of outside commands is a username or None for the system."""


@dataclass(frozen=True, slots=True)
class CreateRun(Command):
    """Make a run; the row's other fields stand in ``NewRun``."""

    inputs: Mapping[str, Json]
    state: Mapping[str, Json] = field(default_factory=dict)
    by: str | None = None
    parent: str | None = None
    parent_suspension: str | None = None
    parent_index: int | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class ForkRun(Command):
    """Make a run of another one's past: ``snapshot`` is that run's state at ``seq``, made ready.

    See :func:`workflows.engine.decide.forking.prepare`. ``changed`` as in ``RunForked``.
    """

    run: str
    seq: int
    snapshot: Mapping[str, Json]
    by: str | None = None
    changed: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RetryRun(Command):
    """Let a failed run go on at its failed activations.

    ``by_hand`` maps a failed node to ``{"do": "complete" | "skip", "output", "action"}``: it is
    not tried again but counts as done (``reason`` is then required). ``adopt``: the suspension of
    the parent that waits for the run from now on.
    """

    by: str | None = None
    reason: str | None = None
    by_hand: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    adopt: str | None = None


@dataclass(frozen=True, slots=True)
class MigrateRun(Command):
    """Let a run that is at rest go on with another version of its workflow.

    ``edges`` are decided in it for what has already happened, ``forgotten`` nodes exist no more,
    ``outputs`` are read there and were not kept so far; all come from
    :func:`workflows.engine.graphs.migration.plan_migration`, made under the lock.
    """

    version: int
    by: str | None = None
    reason: str | None = None
    edges: Mapping[str, bool] = field(default_factory=dict)
    forgotten: Sequence[str] = ()
    outputs: Mapping[str, Json] = field(default_factory=dict)
    left: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ReceiveSignal(Command):
    """A signal reaches the open ``suspension`` that waits for its name and key."""

    suspension: str
    name: str
    key: str | None = None
    data: Json = None
    by: str | None = None
    via: str = "signal"


@dataclass(frozen=True, slots=True)
class FinishChild(Command):
    """A child run ended, or could not be started (``status`` failed)."""

    suspension: str
    run: str
    index: int
    status: str
    result: Json = None
    error: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class Advance(Command):
    """The holder takes the run up (after a claim) or looks again (a bell, a timer): fire what is
    due."""


@dataclass(frozen=True, slots=True)
class Outcome(Command):
    """What one attempt of one activation came to; only the holder may report it."""

    node_id: str
    iteration: int
    attempt: int


@dataclass(frozen=True, slots=True)
class Complete(Outcome):
    """The attempt returned. ``signals`` it sends: ``{name, key, data}`` each."""

    output: Json = None
    action: str | None = None
    set: Mapping[str, Json] = field(default_factory=dict)
    delete: Sequence[str] = ()
    seconds: float = 0.0
    inputs: Mapping[str, Json] = field(default_factory=dict)
    logs: Sequence[Mapping[str, Json]] = ()
    signals: Sequence[Mapping[str, Json]] = ()


@dataclass(frozen=True, slots=True)
class Fail(Outcome):
    """The attempt raised. ``permanent`` forbids another one, ``after_seconds`` is the least delay
    before it."""

    error: Mapping[str, Json] = field(default_factory=dict)
    permanent: bool = False
    after_seconds: float | None = None
    seconds: float = 0.0
    inputs: Mapping[str, Json] = field(default_factory=dict)
    logs: Sequence[Mapping[str, Json]] = ()


@dataclass(frozen=True, slots=True)
class Suspend(Outcome):
    """The attempt suspended. ``after`` is the suspension whose answer it went on from, if any.

    By it an outcome that is handed in again, since nobody knows whether it was recorded, is told
    from another suspension of the same attempt.
    """

    request: SuspensionRequest = field(default_factory=lambda: SuspensionRequest(""))
    set: Mapping[str, Json] = field(default_factory=dict)
    delete: Sequence[str] = ()
    inputs: Mapping[str, Json] = field(default_factory=dict)
    logs: Sequence[Mapping[str, Json]] = ()
    after: str | None = None


@dataclass(frozen=True, slots=True)
class StartStep(Outcome):
    """A workflow function comes to a step that is not recorded yet; see ``NodeStarted.step``."""

    step: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FailStep(Outcome):
    """A step raised. When ``retry`` grants no further attempt, the function gets the error."""

    error: Mapping[str, Json] = field(default_factory=dict)
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    permanent: bool = False
    after_seconds: float | None = None
    seconds: float = 0.0
    logs: Sequence[Mapping[str, Json]] = ()


@dataclass(frozen=True, slots=True)
class Yield(Outcome):
    """A workflow function (its own activation) waits for its steps and can do nothing meanwhile.

    ``seen`` is the seq up to which it knows the log.
    """

    seen: int = 0
    set: Mapping[str, Json] = field(default_factory=dict)
    delete: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Report(Command):
    """What a workflow function and its steps have come to since the last report, in order."""

    parts: Sequence[Outcome] = ()


@dataclass(frozen=True, slots=True)
class SaveState(Command):
    """Change the saved state of a suspension: by its resuming node (holder) or by an operator."""

    suspension: str
    updates: Mapping[str, Json]
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Resume(Command):
    """End a suspension named by id, by node, or not at all when exactly one is open.

    ``person`` is what counts of ``by`` (read within the transaction); None: whoever gives the
    command has seen to it that he may. ``undo_seconds`` asks for a window in which the decision may
    be taken back; the node allows less or none. ``confirm`` is what was typed to confirm,
    ``reason`` why a superuser decides for those asked, ``shown`` what the decider saw, ``mailbox``
    the address whose link was used, ``attachments`` the files of the answer.
    """

    data: Json = None
    action: str | None = None
    suspension: str | None = None
    node_id: str | None = None
    state: Mapping[str, Json] | None = None
    by: str | None = None
    via: str = "api"
    comment: str | None = None
    person: Person | None = None
    undo_seconds: float = 0
    confirm: str | None = None
    reason: str | None = None
    shown: Mapping[str, Json] | None = None
    mailbox: str | None = None
    attachments: Sequence[Mapping[str, Json]] = ()


@dataclass(frozen=True, slots=True)
class PassTime(Command):
    """Let the time of one wait be over at once: a timer fires, a deadline's rule holds.

    For trials: whoever gives the command sees to it that the run is one.
    """

    suspension: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Stop(Command):
    """End the run at once, whoever holds it."""

    reason: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Rewake(Command):
    """Write anew when the run next needs a worker, from its state; nothing is recorded.

    ``epoch`` is that of the lease which was found to be over: whoever has taken the run since keeps
    it.
    """

    epoch: int


@dataclass(frozen=True, slots=True)
class SaveCheckpoint(Command):
    """Write a named checkpoint."""

    checkpoint: str
    name: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class ActOnTask(Command):
    """Do something with a task short of deciding it.

    ``verb``: ``claim release delegate entrust comment ask nudge prioritise undo``. ``to`` is whom
    it is handed to or who is asked; ``attachments`` are ``{id, name, size, sha256}``. ``person`` as
    in :class:`Resume`.
    """

    task: str
    verb: str
    by: str
    to: str | None = None
    text: str | None = None
    priority: int = 0
    mentions: Sequence[str] = ()
    attachments: Sequence[Mapping[str, Json]] = ()
    person: Person | None = None
