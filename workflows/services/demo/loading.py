"""Loading the demo: people, workflows, and once the company's month; nothing of others is touched,
and what was cut off begins anew."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from workflows import catalog
from workflows.adapters.definitions import digest_of, exists
from workflows.adapters.people import office
from workflows.adapters.ports import current_ports
from workflows.catalog.company.places import OFFICE
from workflows.conf import load_conf
from workflows.engine.errors import FermataError
from workflows.engine.events import Json
from workflows.engine.people import OpenOffice
from workflows.engine.program import Program
from workflows.nodes.discovery import default_functions

from ..definitions import create_workflow, publish
from ..importing import History, import_runs
from ..inbox.files import hand_in
from ..inputs import bind_files
from ..queries import demo as rows
from ..queries.inbox.files import set_times
from . import company
from .simulating.desk import Desk
from .simulating.hours import DAYS, Hours
from .simulating.stage import Company, Handed, Stage
from .simulating.story import Paper, Story
from .stories import stories

SMALL = 64
"""So many runs hold everything that is to be found, without the usual work around it."""

SEED = "fermata"
OLDER = timedelta(days=DAYS + 9)
"""So long ago the workflows were published: before the first run."""

_BATCH = 50
_log = logging.getLogger(__name__)

Tell = Callable[[str, int, int], None]
"""Told how far it is: what is being done, how many of how many."""


@dataclass(slots=True)
class Loaded:
    """What was new: the slugs of workflows, and the number of runs."""

    workflows: list[str] = field(default_factory=list)
    runs: int = 0


@dataclass(slots=True)
class _Month:
    """What the simulation came to."""

    histories: list[History] = field(default_factory=list)
    files: list[Handed] = field(default_factory=list)


def load_demo(runs: int | None = None, tell: Tell | None = None) -> Loaded:
    """Make the demo's people, publish missing example workflows, and put so many runs behind them.

    None: as many as the settings say. Doing it again changes nothing. Runs are made only where
    nothing has run and nobody has a workflow of their own; all of them or, when this is cut off,
    none. Raises `Invalid` when an example has problems.
    """
    users = company.ensure_company()
    loaded = Loaded(_publish_missing(users[company.AUTHOR]))
    wanted = load_conf().demo_runs if runs is None else runs
    if wanted > 0 and rows.is_untouched(_own_slugs()):
        _load_month(users, loaded, wanted, tell or _say_nothing)
    return loaded


def _publish_missing(author: User) -> list[str]:
    missing = [item for item in catalog.demo_workflows() if not exists(item.slug)]
    for item in missing:
        # Together, so that a crash between the two leaves no example without a version.
        with transaction.atomic():
            create_workflow(author, item.name, item.slug, item.description, item.graph)
            publish(author, item.slug)
    return [item.slug for item in missing]


def _own_slugs() -> set[str]:
    """Name the demo's workflows, those that are published from code included."""
    functions = default_functions()
    users_own = {thing.slug for thing in functions.workflows(demo=False)}
    from_code = {thing.slug for thing in functions.workflows(demo=True)} - users_own
    return {item.slug for item in catalog.demo_workflows()} | from_code


def _load_month(users: Mapping[str, User], loaded: Loaded, runs: int, tell: Tell) -> None:
    """Play a month and keep it, unless somebody else was faster."""
    now, programs = timezone.now(), _programs()
    told = list(_stories(now, runs, programs))
    # Before anything else, and each by itself: files that nothing names are removed after a day.
    papers = {key: _keep(users, *key) for key in _papers(told)}
    stage = Company(
        programs,
        OpenOffice({OFFICE: office.calendar(OFFICE) or {}}),
        partial(company.person_at, now),
        company.NAMES,
        lambda who, paper: papers[who, paper],
    )
    month = asyncio.run(_play(stage, told, tell))
    with transaction.atomic():
        rows.hold(programs)
        if not rows.is_untouched(_own_slugs()):
            return
        rows.set_past(loaded.workflows, now - OLDER)
        company.arrange_absences(users, now)
        _import(users, month, tell)
    loaded.runs = len(month.histories)


def _programs() -> dict[str, tuple[int, Program]]:
    """Give the programs of the examples that are published as they are written here."""
    store = current_ports().store
    numbers = rows.versions_of({x.slug: digest_of(x.graph) for x in catalog.demo_workflows()})
    return {slug: (number, store.program(slug, number)) for slug, number in numbers.items()}


def _stories(now: datetime, runs: int, programs: Mapping[str, Any]) -> Iterator[Story]:
    calendar = office.calendar(OFFICE) or company.CALENDAR
    hours = Hours(calendar, now, Random(f"{SEED} hours"))  # noqa: S311 - no secret is made of it
    desk = Desk(hours, Random(f"{SEED} stories"))  # noqa: S311
    return (story for story in stories(desk, runs) if story.slug in programs)


def _papers(told: Iterable[Story]) -> Iterator[tuple[str, Paper]]:
    """List the files that are handed in, each with who does it."""
    for story in told:
        yield from ((story.who, item) for item in story.inputs.values() if isinstance(item, Paper))
        for act in story.acts:
            yield from ((act.who, paper) for paper in act.more.get("papers", ()))


def _keep(users: Mapping[str, User], who: str, paper: Paper) -> dict[str, Json]:
    kept = hand_in(users[who], paper.name, File(io.BytesIO(paper.content), paper.name))
    return {key: kept[key] for key in ("id", "name", "size", "sha256")}


async def _play(stage: Company, told: Sequence[Story], tell: Tell) -> _Month:
    month = _Month()
    for number, story in enumerate(told, 1):
        chance = Random(f"{SEED} {number}")  # noqa: S311
        try:
            played = await Stage(stage, story, chance).play()
        except FermataError as error:
            # The rest of the month is worth having, and the start must not fail because of it.
            _log.warning("The demo leaves out a run of %s: %s", story.slug, error)
            continue
        month.histories += played.histories
        month.files += played.files
        tell("Playing a month of work", number, len(told))
    # The order of the rows is that of lists.
    month.histories.sort(key=lambda history: history.records[0].at)
    return month


def _import(users: Mapping[str, User], month: _Month, tell: Tell) -> None:
    total = len(month.histories)
    for first in range(0, total, _BATCH):
        batch = month.histories[first : first + _BATCH]
        import_runs(batch)
        tell("Keeping it", first + len(batch), total)
    for file in month.files:
        if file.run is not None:
            bind_files(users[file.who], file.run, [file.id])
    set_times({file.id: file.at for file in month.files})


def _say_nothing(doing: str, done: int, total: int) -> None:
    """Tell nobody."""
