"""What goes wrong in workflow functions: changed code, failed steps, misuse, clashes of names."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .. import errors
from ..errors import FermataError, Invalid
from ..events import Json
from ..faults import describe


class FunctionClash(Invalid):
    """Two workflows claim the same name."""

    code = "function_clash"


class NonDeterminismError(FermataError):
    """The code of a workflow function does not do what its run has recorded."""

    code = "non_determinism"

    def __init__(self, position: str, recorded: str, found: str) -> None:
        """Name the place, what was recorded there, and what the code does instead."""
        super().__init__(
            f"The code no longer does what this run has recorded (step {position}).\n"
            f"  recorded: {recorded}\n"
            f"  found:    {found}\n"
            'Bring the old code back, or keep both ways with ctx.patched("...") around the new '
            "one; then retry the run."
        )
        self.position, self.recorded, self.found = position, recorded, found


class Misuse(FermataError):
    """A workflow function or a step does what it must not."""

    code = "misuse"


class StepFailed(FermataError):
    """A step failed for good. It is also an instance of the class that the step itself raised.

    ``step`` is its node id, ``type`` the name of what was raised. The same is raised when the run
    is replayed; other attributes of the original are not kept.
    """

    code = "step_failed"

    def __init__(self, error: Mapping[str, Json], step: str) -> None:
        """Take what is recorded of the failure."""
        # Not by ``super``: the class mixed in may want to be made of something else.
        Exception.__init__(self, str(error.get("message") or ""))
        self.message = str(error.get("message") or "")
        self.step = step
        self.type = str(error.get("type"))
        self.error = dict(error)
        self.steps: tuple[str, ...] = (step,)

    def __str__(self) -> str:
        """Give the message alone, whatever the class mixed in would say."""
        return self.message

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle from what is recorded."""
        return step_failed, (self.error, self.step)


def describe_step(error: Exception) -> dict[str, Json]:
    """Describe what a step raised, with the name of its class, so that it can be raised again."""
    if isinstance(error, StepFailed):
        return dict(error.error)
    described = describe(error)
    cls = type(error)
    described["class"] = f"{cls.__module__}.{cls.__qualname__}"
    return described


def step_failed(error: Mapping[str, Json], step: str) -> StepFailed:
    """Make the exception of a recorded failure, an instance of the recorded class if it is known
    here."""
    original = _class_of(error)
    if original is None or issubclass(StepFailed, original):
        return StepFailed(error, step)
    if issubclass(original, StepFailed):
        return original(error, step)
    try:
        mixed = type(original.__name__, (StepFailed, original), {"__module__": original.__module__})
        made: StepFailed = mixed(error, step)
    except TypeError:
        # Some classes of C code take part in no inheritance.
        return StepFailed(error, step)
    return made


def _class_of(error: Mapping[str, Json]) -> type[Exception] | None:
    module, _, name = str(error.get("class") or "").rpartition(".")
    found: Any = getattr(sys.modules.get(module), name, None) if module else None
    if found is None and not module:
        found = getattr(errors, str(error.get("type")), None)
    return found if isinstance(found, type) and issubclass(found, Exception) else None


def steps_behind(error: BaseException) -> list[str]:
    """List the failed steps that brought a function down, by what its error came from."""
    found: dict[str, None] = {}
    for item in _chain(error):
        if isinstance(item, StepFailed):
            found.update(dict.fromkeys(item.steps))
    return list(found)


def _chain(error: BaseException) -> Iterator[BaseException]:
    todo: list[BaseException] = [error]
    seen: set[int] = set()
    while todo:
        item = todo.pop(0)
        if id(item) in seen:
            continue
        seen.add(id(item))
        yield item
        before = item.__cause__ or (None if item.__suppress_context__ else item.__context__)
        parts: Sequence[BaseException] = getattr(item, "exceptions", ())
        todo += [*([before] if before else []), *parts]
