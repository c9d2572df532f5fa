"""A run at rest goes on with another version; whether it fits is found out in ``graphs``."""

from __future__ import annotations

from ..commands import MigrateRun
from ..errors import Refused
from ..events import RunMigrated
from .turn import Turn


def migrate(turn: Turn, command: MigrateRun) -> None:
    """Record the move; ``Refused`` for a run that is being executed or has ended well."""
    state = turn.state
    if state.status not in ("suspended", "failed"):
        message = f"The run is {state.status}: only one that waits or has failed can be moved."
        raise Refused(message, code="not_at_rest")
    if state.version == command.version:
        raise Refused("The run is of this version already.", code="same_version")
    turn.emit(
        RunMigrated(
            command.version,
            command.by,
            command.reason,
            dict(command.edges),
            tuple(command.forgotten),
            dict(command.outputs),
            tuple(command.left),
        )
    )
