"""A run's state: its parts, how events add up to it, and its small form in a checkpoint."""

from .fold import evolve, fold
from .model import TERMINAL, Activation, RunState, Suspension, next_timer, wake_time
from .snapshot import dump, restore

__all__ = [
    "TERMINAL",
    "Activation",
    "RunState",
    "Suspension",
    "dump",
    "evolve",
    "fold",
    "next_timer",
    "restore",
    "wake_time",
]
