"""The company's month played without a database, at any date."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from random import Random
from typing import Any

from workflows import catalog
from workflows.adapters.people.office import public_holidays
from workflows.catalog.company.places import OFFICE
from workflows.engine.graphs import GraphProgram, parse
from workflows.engine.people import OpenOffice
from workflows.engine.state import RunState, fold
from workflows.nodes.discovery import default_registry
from workflows.services.demo import company
from workflows.services.demo.simulating.desk import Desk
from workflows.services.demo.simulating.hours import Hours
from workflows.services.demo.simulating.stage import Company, Played, Stage
from workflows.services.demo.simulating.story import Paper, Story
from workflows.services.demo.stories import stories

MONDAY = datetime(2026, 6, 15, 9, 30, tzinfo=UTC)


@dataclass
class Playhouse:
    """A company without tables, whose present is any moment."""

    now: datetime = MONDAY
    papers: list[tuple[str, Paper]] = field(default_factory=list)

    @property
    def calendar(self) -> dict[str, Any]:
        """The office's calendar, with holidays from the year before on."""
        days = public_holidays("DE", "BE", self.now.year - 1)
        return {**company.CALENDAR, "holidays": list(days)}

    @property
    def desk(self) -> Desk:
        """Where stories are written; the same each time."""
        return Desk(Hours(self.calendar, self.now, Random("hours")), Random("stories"))

    def company(self) -> Company:
        registry = default_registry()
        programs = {
            item.slug: (1, GraphProgram(parse(item.graph), registry))
            for item in catalog.demo_workflows()
        }
        return Company(
            programs,
            OpenOffice({OFFICE: self.calendar}),
            partial(company.person_at, self.now),
            company.NAMES,
            self.keep,
        )

    def keep(self, who: str, paper: Paper) -> dict[str, Any]:
        self.papers.append((who, paper))
        number = f"00000000-0000-7000-8000-{len(self.papers):012d}"
        return {"id": number, "name": paper.name, "size": len(paper.content), "sha256": "0" * 64}

    def play(self, told: Sequence[Story]) -> list[Played]:
        """Play stories; whatever the engine refuses is raised."""
        stage = self.company()

        async def all_of_them() -> list[Played]:
            return [
                await Stage(stage, story, Random(str(number))).play()
                for number, story in enumerate(told)
            ]

        return asyncio.run(all_of_them())

    def month(self, runs: int) -> list[RunState]:
        """Play a month and give what its runs add up to."""
        played = self.play(stories(self.desk, runs))
        return [
            fold(history.run_id, history.records) for one in played for history in one.histories
        ]
