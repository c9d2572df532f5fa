"""Workflows written as Python functions: what their authors see, and the program of their runs.

Running one is ``actor.py`` with the modules of ``running/``. A run executes the function from its
beginning each time there is news for it; what the log holds is given back instead of being done.
"""

from .actor import FunctionActor
from .context import WorkflowContext
from .declaring import TaskFunction, WorkflowFunction, task, workflow
from .errors import FunctionClash, NonDeterminismError, StepFailed
from .program import FunctionProgram, UnknownFunction
from .registry import FunctionRegistry
from .running.executing import StepInfo, current_step

__all__ = [
    "FunctionActor",
    "FunctionClash",
    "FunctionProgram",
    "FunctionRegistry",
    "NonDeterminismError",
    "StepFailed",
    "StepInfo",
    "TaskFunction",
    "UnknownFunction",
    "WorkflowContext",
    "WorkflowFunction",
    "current_step",
    "task",
    "workflow",
]
