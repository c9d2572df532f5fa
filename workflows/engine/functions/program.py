"""FunctionProgram: a workflow function as a program: when its code goes on, and its result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..errors import FermataError
from ..events import Json
from ..graphs import UnknownNodeType
from ..program import (
    BODY,
    Actions,
    Assignment,
    Choice,
    EndLoop,
    Finished,
    Pauses,
    Policy,
    Repeat,
    Routing,
    Skip,
    Start,
)
from ..retry import RetryPolicy
from ..state import Activation, RunState
from .declaring import WorkflowFunction
from .registry import FunctionRegistry

NO_LIMIT = 1_000_000
_STEP = Policy(RetryPolicy(), on_error="raise")
_FUNCTION = Policy(RetryPolicy())


class UnknownFunction(UnknownNodeType):
    """The workflow is a function that this process has not got; another one may."""


class FunctionProgram:
    """The one activation ``@function`` is executed; what else a run has are its steps."""

    def __init__(
        self, function: WorkflowFunction[..., object], registry: FunctionRegistry | None = None
    ) -> None:
        """Take the function as it is in this process, whatever version the run began with, and
        where its steps find tasks by name."""
        self.function = function
        self.registry = registry

    @property
    def max_parallel(self) -> int:
        """Say that the function alone decides what runs at the same time."""
        return NO_LIMIT

    def knows(self, node_id: str) -> bool:
        """Say that nothing is known of steps before they have begun."""
        return node_id == BODY

    def title(self, node_id: str) -> str:
        """Give the step's name."""
        return self.function.name if node_id == BODY else node_id

    def input_schemas(self) -> Sequence[Mapping[str, Json]]:
        """Give the schema of the function's arguments."""
        return (self.function.signature.schema,)

    def next(self, state: RunState, touched: Iterable[str] | None, room: int) -> list[Start | Skip]:
        """Start the function at first, and again when there is news for it."""
        body = state.activations.get(BODY)
        if body is None:
            return [Start(BODY)]
        if body.status != "suspended":
            return []
        known = body.news or 0
        if any((item.news or 0) > known for item in state.activations.values()):
            return [Start(BODY, body.iteration, body.attempt)]
        return []

    def rest(self, state: RunState) -> Repeat | EndLoop | None:
        """Say that there are no loops: the function has its own."""
        return None

    def route(self, state: RunState, done: Finished) -> Routing:
        """Keep every output: a replay gives it back."""
        return Routing()

    def pauses(self, node_id: str) -> Pauses | None:
        """Say that it pauses nowhere by itself."""
        return None

    def choose(self, state: RunState, done: Finished) -> Choice | None:
        """Say that there are no routing rules."""
        return None

    def executes(self, node_id: str) -> bool:
        """Say that a worker is handed the function, which does its steps."""
        return node_id == BODY

    def policy(self, node_id: str) -> Policy:
        """Say that a step's failure is the function's to take, and its own fails the run."""
        return _FUNCTION if node_id == BODY else _STEP

    def actions(self, node_id: str) -> Actions:
        """Say that any action goes."""
        return Actions()

    def result(self, state: RunState) -> Json:
        """Give what the function returned."""
        body = state.activations.get(BODY)
        if body is None or body.status not in ("completed", "skipped"):
            raise FermataError("The workflow function waits for nothing that could still happen.")
        return state.outputs.get(BODY)

    def assign(self, state: RunState, activation: Activation) -> Assignment:
        """Copy what is recorded of the steps; the outputs are shared and must not be changed."""
        steps = [item.copy() for item in state.activations.values() if item.step is not None]
        return Assignment(
            run_id=state.run_id,
            workflow=state.workflow,
            version=state.version,
            activation=activation.copy(),
            inputs=state.inputs,
            state=dict(state.state),
            outputs=dict(state.outputs),
            started_by=state.started_by,
            started_at=state.started_at,
            steps=steps,
            first=dict(state.first),
            seq=state.seq,
        )
