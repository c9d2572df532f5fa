"""Named places at which a test may kill, delay or break this process; nothing happens by default.

What happens there is installed from outside; see ``adapters/upkeep/faultpoints.py``.
"""

from __future__ import annotations

from collections.abc import Callable

Hook = Callable[[str], None]

_installed: list[Hook] = []

NAMES = (
    "apply.before_commit",
    "apply.after_commit",
    "apply.told",
    "apply.before_relay",
    "claim.before_commit",
    "claim.after_commit",
    "worker.claimed",
    "step.before",
    "step.performed",
    "heartbeat.beat",
    "delivery.before_send",
    "delivery.after_send",
)
"""All places, in the order in which a run meets them. ``apply.after_commit`` is before the bell,
``apply.told`` after it, ``step.performed`` between an effect and its record."""


def reach(name: str) -> None:
    """Say that a place is reached."""
    if _installed:
        _installed[-1](name)


def install(hook: Hook) -> None:
    """Have something happen at the places from now on."""
    _installed.append(hook)


def remove(hook: Hook) -> None:
    """Have it happen no more."""
    _installed.remove(hook)
