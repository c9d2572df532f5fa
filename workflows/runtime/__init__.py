"""Workflows run in the caller's own process: for programs, tests, notebooks and dry runs."""

from .results import Checkpoint, RunContext, RunResult
from .runtime import Runtime

__all__ = ["Checkpoint", "RunContext", "RunResult", "Runtime"]
