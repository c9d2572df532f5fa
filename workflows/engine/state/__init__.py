"""A run's state: its parts, how events add up to it, and its small form in a checkpoint."""

from .fold import evolve, fold
from .model import TERMINAL, Activation, RunState, Suspension, next_timer, wait_timer, wake_time
from .snapshot import dump, dump_suspension, load_suspension, restore

__all__ = [
    "TERMINAL",
    "Activation",
    "RunState",
    "Suspension",
    "dump",
    "dump_suspension",
    "evolve",
    "fold",
    "load_suspension",
    "next_timer",
    "restore",
    "wait_timer",
    "wake_time",
]
