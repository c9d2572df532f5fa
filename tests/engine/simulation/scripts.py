"""Random workflow functions: a tree of operations that real code goes through, pass by pass.

What each operation gave to the code is noted: a later pass must be given the same, in the same
order, as far as the first one came.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from workflows.engine.errors import Permanent
from workflows.engine.functions import FunctionProgram, WorkflowContext, task, workflow
from workflows.engine.functions.running.executing import current_step
from workflows.engine.payload import dumps

from .nodes import FATE, SIGNALS

Script = list[tuple[Any, ...]]
SIMPLE = ("task", "task", "task", "step", "state", "wait", "ask", "sleep", "event", "emit", "child")
NESTED = ("parallel", "parallel", "map", "try", "loop")
CHOICES = ("yes", "no", "later")


@dataclass
class Seen:
    """What the code of each run was given, in order; ``faults`` are passes that differed."""

    given: dict[str, list[str]] = field(default_factory=dict)
    passes: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    on_step: Callable[[Any], None] = lambda info: None

    def begin(self, run_id: str) -> Callable[[str, Any], None]:
        """Begin a pass of a run; what it gives takes what the code is given."""
        known = self.given.setdefault(run_id, [])
        self.passes[run_id] = self.passes.get(run_id, 0) + 1
        place = 0

        def note(what: str, value: Any) -> None:
            nonlocal place
            told = f"{what}: {dumps(value)}"
            if place < len(known) and known[place] != told:
                self.faults.append(f"{run_id} was given {told} and before {known[place]}")
            elif place == len(known):
                known.append(told)
            place += 1

        return note

    def forget(self, run_id: str) -> None:
        """A retry makes failed steps give something else."""
        self.given.pop(run_id, None)


SEEN = Seen()


def script(dice: random.Random, depth: int = 0) -> Script:
    """Draw a script."""
    return [
        _operation(dice, depth)
        for _ in range(2 + dice.randrange(5) if depth == 0 else 1 + dice.randrange(3))
    ]


def _operation(dice: random.Random, depth: int) -> tuple[Any, ...]:
    nested = depth < 2 and dice.random() < 0.45
    kind = dice.choice(NESTED if nested else SIMPLE)
    return kind, *_DRAWN[kind](dice, depth + 1)


def _doing(dice: random.Random, depth: int) -> tuple[Any, ...]:
    moods = [dice.choice(["ok", "ok", "ok", "ok", "fail", "never"]) for _ in range(3)]
    return dice.choice("abc"), moods, dice.randrange(3)


_DRAWN: dict[str, Callable[[random.Random, int], tuple[Any, ...]]] = {
    "task": _doing,
    "step": _doing,
    "state": lambda dice, depth: (dice.choice(["n", "m"]),),
    "wait": lambda dice, depth: (dice.choice([None, None, 50]),),
    "ask": lambda dice, depth: (dice.choice(["approval", "choice", "multiselect", "text"]),),
    "sleep": lambda dice, depth: (dice.choice([0, 3, 40]),),
    "event": lambda dice, depth: (dice.choice(SIGNALS),),
    "emit": lambda dice, depth: (dice.choice(SIGNALS),),
    "child": lambda dice, depth: (),
    "parallel": lambda dice, depth: ([script(dice, depth) for _ in range(1 + dice.randrange(3))],),
    "map": lambda dice, depth: (dice.randrange(4), 1 + dice.randrange(3)),
    "try": lambda dice, depth: (script(dice, depth),),
    "loop": lambda dice, depth: (1 + dice.randrange(3), script(dice, depth)),
}


@task
async def act(label: str, moods: list[str]) -> Any:
    """Give something that nobody has given before, or fail."""
    SEEN.on_step(current_step())
    await FATE.take_time()
    mood = "ok" if FATE.calm else FATE.dice.choice(moods)
    if mood == "fail":
        raise ValueError(f"{label} failed.")
    if mood == "never":
        raise Permanent(f"{label} fails for good.")
    FATE.sent += 1
    return {"of": label, "token": FATE.sent}


def program(drawn: Script) -> FunctionProgram:
    """Make a program whose function goes through a script."""

    async def scripted(ctx: WorkflowContext, item: Any = None, index: Any = None) -> Any:
        note = SEEN.begin(ctx.run_id)
        await _go(ctx, drawn, note)
        return ctx.state.as_dict()

    return FunctionProgram(workflow(scripted))


async def _go(ctx: WorkflowContext, ops: Script, note: Callable[[str, Any], None]) -> None:
    for op in ops:
        run = _NESTED.get(op[0])
        if run is not None:
            await run(ctx, op, note)
            continue
        value = await _SIMPLE[op[0]](ctx, *op[1:])
        note(op[0], value)


async def _task(ctx: WorkflowContext, label: str, moods: list[str], retries: int) -> Any:
    return await ctx.task(act.options(name=label, retries=retries, backoff=2), label, moods)


async def _step(ctx: WorkflowContext, label: str, moods: list[str], retries: int) -> Any:
    async def code() -> Any:
        return await act(label, moods)

    return await ctx.step(label, code, retries=retries, backoff=2)


async def _state(ctx: WorkflowContext, key: str) -> Any:
    value = ctx.state.get(key, 0)
    ctx.state.set(key, (value if isinstance(value, int) else 0) + 1)
    return ctx.state.get(key)


async def _wait(ctx: WorkflowContext, seconds: float | None) -> Any:
    if seconds is None:
        return await ctx.wait("Waits")
    return await ctx.wait("Waits", timeout_seconds=seconds, timeout_data={"late": True})


async def _ask(ctx: WorkflowContext, kind: Any) -> Any:
    options = list(CHOICES) if kind in ("choice", "multiselect") else None
    return await ctx.wait_for_user("Which?", kind, options)


async def _sleep(ctx: WorkflowContext, seconds: float) -> None:
    await ctx.sleep(seconds)


async def _event(ctx: WorkflowContext, signal: tuple[str, str | None]) -> Any:
    return await ctx.wait_for_event(*signal, timeout_seconds=90, timeout_data=None)


async def _emit(ctx: WorkflowContext, signal: tuple[str, str | None]) -> None:
    # Data that only the first pass makes: a replay must not send what it makes itself.
    number = ctx.random()
    await ctx.emit(*signal, {"sid": f"{ctx.run_id} {number}"})


async def _child(ctx: WorkflowContext) -> Any:
    return await ctx.child("child")


async def _parallel(ctx: WorkflowContext, op: Any, note: Callable[[str, Any], None]) -> None:
    await ctx.parallel(*[_go(ctx, ops, note) for ops in op[1]])


async def _map(ctx: WorkflowContext, op: Any, note: Callable[[str, Any], None]) -> None:
    async def each(number: int) -> None:
        note("each", await ctx.task(act, f"item {number}", ["ok", "ok", "fail"]))
        if number == 1:
            note("in between", await ctx.wait("In between"))

    await ctx.map(lambda number: each(number) if ctx else None, range(op[1]), op[2])


async def _try(ctx: WorkflowContext, op: Any, note: Callable[[str, Any], None]) -> None:
    try:
        await _go(ctx, op[1], note)
    except Exception as error:
        note("failed", f"{type(error).__name__}: {error}")


async def _loop(ctx: WorkflowContext, op: Any, note: Callable[[str, Any], None]) -> None:
    for _ in range(op[1]):
        await _go(ctx, op[2], note)


_SIMPLE: dict[str, Any] = {
    "task": _task, "step": _step, "state": _state, "wait": _wait, "ask": _ask, "sleep": _sleep,
    "event": _event, "emit": _emit, "child": _child,
}  # fmt: skip
_NESTED: dict[str, Any] = {"parallel": _parallel, "map": _map, "try": _try, "loop": _loop}
