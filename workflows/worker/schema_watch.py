"""Keeps a worker of an older release from claiming when the tables are those of a newer one."""

from __future__ import annotations

import logging
import time

from workflows.adapters.upkeep import schema

log = logging.getLogger(__name__)

LOOK_SECONDS = 15.0


class SchemaWatch:
    """Looks now and then; what is held meanwhile is finished, since migrations only add."""

    def __init__(self) -> None:
        """Remember what this code knows before anybody changes its files."""
        schema.known(schema.APP)
        self._looked_at = float("-inf")
        self._newer: list[str] = []

    def outdated(self) -> bool:
        """Say whether a newer release has changed the tables. Raises the driver's errors."""
        now = time.monotonic()
        if now - self._looked_at >= LOOK_SECONDS:
            found = schema.newer()
            self._looked_at = now
            if found and not self._newer:
                log.error(
                    "The database is of a newer release (%s): this worker claims nothing more.",
                    found[-1],
                )
            elif self._newer and not found:
                log.info("The database fits this release again.")
            self._newer = found
        return bool(self._newer)
