"""A workflow of the demo's company, played in memory with its calendar."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from tests.nodes.built_in import BuiltInWorld
from workflows import catalog
from workflows.catalog.company.places import OFFICE
from workflows.engine.execution import InlineWorker, Tools
from workflows.engine.people import OpenOffice
from workflows.engine.state import Suspension

GRAPHS = {item.slug: item.graph for item in catalog.demo_workflows()}
DAYS = ("mon", "tue", "wed", "thu", "fri")
HOURS = {day: [["09:00", "17:00"]] for day in DAYS}
CALENDAR = {"zone": "UTC", "hours": HOURS, "holidays": []}
DAY = 86_400


class Here(BuiltInWorld):
    """A workflow of the company, on Monday the 5th of January at nine."""

    def __init__(self, slug: str) -> None:
        super().__init__(GRAPHS[slug])

    def drain(self) -> None:
        office = OpenOffice({OFFICE: CALENDAR})
        tools = Tools(now=self.clock, office=office)
        asyncio.run(InlineWorker(self.ports, tools=tools).drain())

    def later(self, seconds: float) -> None:
        """Let time pass; alarms and deadlines come at their hours."""
        end = self.clock.time + timedelta(seconds=seconds)
        while (due := self._due()) is not None and due <= end:
            self.clock.time = max(due, self.clock.time)
            self.drain()
        self.clock.time = end

    def _due(self) -> datetime | None:
        return min((row.wake_at for row in self.store.runs.values() if row.wake_at), default=None)

    def waits(self, run: str) -> dict[str, Suspension]:
        return {wait.node_id: wait for wait in self.state(run).suspensions.values()}

    def decide(self, run: str, node: str, by: str, decision: str | None, **more: Any) -> None:
        """Decide, or fill in a form, and have the run go on."""
        data = more.pop("data", None)
        self.resume(run, data, decision, node_id=node, by=by, **more)
        self.drain()

    def outcome(self, run: str) -> str:
        state = self.state(run)
        assert state.status == "completed", state.error
        (told,) = state.result.values()
        return str(told)
