"""Office: what a node that asks people may look up: who there is, and which calendars; a port."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Known:
    """Those of some names that there are; ``anybody``: at least one active person is among them."""

    users: Sequence[str] = ()
    groups: Sequence[str] = ()
    anybody: bool = False


class Office(Protocol):
    """Where a node looks people and calendars up."""

    async def known(self, users: Sequence[str], groups: Sequence[str]) -> Known:
        """Say which of these usernames and group names there are."""

    async def calendar(self, name: str) -> Mapping[str, Any] | None:
        """Give a business calendar's definition; None when there is none of this name."""

    def beside(self, workflow: str) -> Office:
        """Give the office of the workspace of a workflow, by the engine's name."""


@dataclass(frozen=True, slots=True)
class OpenOffice:
    """An office without a directory: every name is somebody. For runs in memory."""

    calendars: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    async def known(self, users: Sequence[str], groups: Sequence[str]) -> Known:
        """See :class:`Office`."""
        return Known(users, groups, bool(users or groups))

    async def calendar(self, name: str) -> Mapping[str, Any] | None:
        """See :class:`Office`."""
        return self.calendars.get(name)

    def beside(self, workflow: str) -> Office:
        """See :class:`Office`."""
        return self


EVERYBODY: Office = OpenOffice()
