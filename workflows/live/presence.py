"""Who has which workflow open, and who holds the pen there; a courtesy, never a lock: what is saved
is guarded by its revision."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflows.engine.workspaces import slug_of
from workflows.live.messages import PresenceMessage

EXPIRES_SECONDS = 25.0
"""How long a tab counts that says nothing; pages say that they are here every ten seconds."""

MAX_TABS = 200


@dataclass(frozen=True, slots=True)
class Mark:
    """One tab that has a workflow open. ``pen``: when it took the pen (Unix time), None: it looks.

    ``revision`` is that of the draft it shows: others fetch a newer one.
    """

    tab: str
    user: str
    node: str | None = None
    pen: float | None = None
    revision: int | None = None
    here: bool = True

    def as_hint(self, workflow: str) -> dict[str, Any]:
        """Give the form in which other processes are told."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return {"workflow": workflow, **fields}


def read_hint(hint: Any) -> tuple[str, Mark] | None:
    """Read what another process tells; None for what has not its shape."""
    if not isinstance(hint, Mapping):
        return None
    workflow, tab, user = hint.get("workflow"), hint.get("tab"), hint.get("user")
    if not (isinstance(workflow, str) and isinstance(tab, str) and isinstance(user, str)):
        return None
    node, pen, revision = hint.get("node"), hint.get("pen"), hint.get("revision")
    return workflow, Mark(
        tab[:40],
        user[:150],
        node[:100] if isinstance(node, str) else None,
        float(pen) if isinstance(pen, int | float) else None,
        revision if type(revision) is int else None,
        hint.get("here") is not False,
    )


class Roster:
    """The tabs of each workflow, each for as long as it says that it is there."""

    def __init__(self) -> None:
        """Know nobody."""
        self._tabs: dict[str, dict[str, tuple[Mark, float]]] = {}

    def take(self, workflow: str, mark: Mark) -> bool:
        """Take what a tab says; say whether that is news to those who look on."""
        tabs = self._tabs.setdefault(workflow, {})
        known = tabs.pop(mark.tab, None)
        if mark.here and (known is not None or len(tabs) < MAX_TABS):
            tabs[mark.tab] = (mark, time.monotonic())
        if not tabs:
            del self._tabs[workflow]
        return (known[0] if known else None) != (mark if mark.here else None)

    def expire(self) -> list[str]:
        """Forget tabs that have long said nothing; list the workflows that had some."""
        oldest = time.monotonic() - EXPIRES_SECONDS
        changed = []
        for workflow, tabs in list(self._tabs.items()):
            gone = [tab for tab, (_, at) in tabs.items() if at < oldest]
            for tab in gone:
                del tabs[tab]
            if gone:
                changed.append(workflow)
            if not tabs:
                del self._tabs[workflow]
        return changed

    def message(self, workflow: str) -> PresenceMessage:
        """Write the frame that shows who is there; the one with the pen is named by his tab."""
        marks = [mark for mark, _ in self._tabs.get(workflow, {}).values()]
        holders = [mark for mark in marks if mark.pen is not None]
        # Of two who took it at the same moment every process must choose the same.
        pen = max(holders, key=lambda mark: (mark.pen, mark.tab)).tab if holders else None
        marks.sort(key=lambda mark: (mark.user, mark.tab))
        people = [
            {"tab": m.tab, "user": m.user, "node": m.node, "revision": m.revision} for m in marks
        ]
        return {"type": "presence", "workflow": slug_of(workflow), "people": people, "pen": pen}
