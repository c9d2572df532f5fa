"""What can be done to runs, each one request; waiting for them is in ``watching.py``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, TypedDict, Unpack

from .asking import Object, collect, each, look, part, say, say_once
from .exchange import Call, Stream, Talk, exchange
from .shapes import Checkpoint, Json, Run, read

_run = partial(read, Run)


class StartOptions(TypedDict, total=False):
    """What a start may say beside workflow and inputs."""

    version: int
    state: Object
    priority: int
    tags: Sequence[str]
    idempotency_key: str


class ResumeOptions(TypedDict, total=False):
    """Which wait is meant, and what else is changed; nothing: the only open one."""

    node: str
    suspension: str
    state: Object
    idempotency_key: str


class ForkOptions(TypedDict, total=False):
    """Where a fork begins, and what is different in it."""

    seq: int
    checkpoint: str
    state: Object
    inputs: Object
    outputs: Object
    idempotency_key: str


def start(
    workflow: str, inputs: Object | None = None, **options: Unpack[StartOptions]
) -> Talk[Run]:
    """Start a run and return it at once."""
    body = {"inputs": inputs or {}, **options}
    return say_once(f"workflows/{part(workflow)}/runs/", _run, body)


def get(run_id: str) -> Talk[Run]:
    """Look at a run."""
    return look(f"runs/{part(run_id)}/", Run)


def runs(**filters: Any) -> Stream[Run]:
    """Give the runs that match, newest first.

    Filters: ``status`` (one or several), ``workflow``, ``tag``, ``q``, ``started_after``,
    ``started_before``, ``finished_after``, ``parent``, ``waiting``.
    """
    return each("runs/", Run, filters)


def resume(
    run_id: str, data: Json = None, *, action: str | None = None, **options: Unpack[ResumeOptions]
) -> Talk[Run]:
    """End one wait of a run; without ``node`` or ``suspension`` the only open one.

    Raises ``Invalid`` (the data do not fit, several are open), ``Conflict`` (somebody was first).
    """
    body = {"data": data, "action": action, **options}
    return say_once(f"runs/{part(run_id)}/resume/", _run, body)


def stop(run_id: str, reason: str | None = None, idempotency_key: str | None = None) -> Talk[Run]:
    """End a run at once; raises ``Conflict`` when it has ended already."""
    body = {"reason": reason, "idempotency_key": idempotency_key}
    return say_once(f"runs/{part(run_id)}/stop/", _run, body)


def retry(
    run_id: str,
    reason: str | None = None,
    by_hand: Mapping[str, Object] | None = None,
    idempotency_key: str | None = None,
) -> Talk[Run]:
    """Let a failed run go on at what failed.

    ``by_hand`` maps failed nodes to ``{"do": "complete" | "skip", "output"?, "action"?}``; that
    needs a reason. Raises ``Conflict`` when the run has not failed.
    """
    body = {"reason": reason, "by_hand": by_hand or None, "idempotency_key": idempotency_key}
    return say_once(f"runs/{part(run_id)}/retry/", _run, body)


def fork(run_id: str, **options: Unpack[ForkOptions]) -> Talk[Run]:
    """Start a run from a place of another one's log: ``seq``, or a checkpoint's id or name."""
    return say_once(f"runs/{part(run_id)}/fork/", _run, options)


def migrate(run_id: str, version: int, reason: str) -> Talk[Run]:
    """Move a run that waits or has failed to another version."""
    return say(f"runs/{part(run_id)}/migrate/", Run, {"version": version, "reason": reason})


def checkpoint(run_id: str, name: str) -> Talk[Checkpoint]:
    """Mark the state of a run as it is now by a name."""
    return say(f"runs/{part(run_id)}/checkpoints/", Checkpoint, {"name": name})


def checkpoints(run_id: str) -> Talk[list[Checkpoint]]:
    """List the checkpoints of a run, newest first."""
    return collect(f"runs/{part(run_id)}/checkpoints/", Checkpoint, {})


def explain(run_id: str) -> Talk[dict[str, Json]]:
    """Explain a run: ``{status, summary, waits, path, failures, retries, counts}``."""
    return exchange(Call("GET", f"runs/{part(run_id)}/explain/", dict, repeatable=True))
