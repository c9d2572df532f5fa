"""Bundles of runs: read from their file, and put into a store in memory as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from workflows.engine.errors import Invalid
from workflows.engine.events import Record, from_record
from workflows.engine.memory import MemoryRun, MemoryStore
from workflows.engine.payload import loads
from workflows.engine.ports import Head, NewRun
from workflows.engine.program import Program
from workflows.engine.state import RunState, fold, wake_time
from workflows.engine.workspaces import DEFAULT, name_in, parted

FORMAT = "fermata-run"


@dataclass(frozen=True, slots=True)
class BundledRun:
    """One run of a bundle, with its log and what that adds up to."""

    run_id: str
    workflow: str
    version: int
    records: list[Record]
    state: RunState


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was downloaded: graphs by slug and number, and runs, the outermost first."""

    graphs: Mapping[tuple[str, int], Mapping[str, Any]]
    runs: list[BundledRun]

    @property
    def ended(self) -> datetime:
        """Say when the last thing in it happened."""
        return max(run.records[-1].at for run in self.runs)


def read_bundle(given: Any) -> Bundle:
    """Read a bundle from its path, its text or its JSON; raises ``Invalid``."""
    data = given if isinstance(given, Mapping) else _read(given)
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise Invalid("This is no bundle of a run: download one from a run's page.")
    try:
        graphs = {
            (slug, int(number)): graph
            for slug, versions in data["workflows"].items()
            for number, graph in versions.items()
        }
        runs = [_run(item) for item in data["runs"]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Invalid(f"The bundle cannot be read: {error!r}.") from error
    if not runs or not all(run.records for run in runs):
        raise Invalid("The bundle holds no run.")
    return Bundle(graphs, runs)


def _read(given: Any) -> Any:
    content = given.read_bytes() if isinstance(given, Path) else given
    if not isinstance(content, str | bytes):
        raise Invalid("A bundle is given as a path, as text or as JSON.")
    try:
        return loads(content)
    except ValueError as error:
        raise Invalid(f"The bundle is not JSON: {error}.") from error


def _run(item: Mapping[str, Any]) -> BundledRun:
    records = list(_records(item["records"]))
    state = fold(item["run"], records)
    return BundledRun(item["run"], item["workflow"], int(item["version"]), records, state)


def _records(items: Any) -> Iterator[Record]:
    for item in items:
        event = from_record(item["type"], item["node_id"], item["iteration"], item["payload"])
        yield Record(item["seq"], event, datetime.fromisoformat(item["at"]), item["epoch"])


def take_up(
    bundle: Bundle, store: MemoryStore, program: Callable[[str, Mapping[str, Any]], Program]
) -> None:
    """Put programs and runs into a store; what waits waits there, and goes on from where it was."""
    workspaces = {DEFAULT, *(parted(run.state.workflow)[0] for run in bundle.runs)}
    for (slug, number), graph in bundle.graphs.items():
        made = program(slug, graph)
        # The log calls them by the engine's names of the workspace that they come from.
        for workspace in workspaces:
            store.programs[name_in(workspace, slug), number] = made
    for run in bundle.runs:
        state = run.state
        new = NewRun(run.run_id, run.workflow, run.version, parent=state.parent)
        epoch = max(record.epoch for record in run.records)
        place = (run.workflow, state.version)
        head = Head(run.run_id, state.seq, epoch, None, state.status, *place)
        wake_at = wake_time(state, store.clock())
        store.runs[run.run_id] = MemoryRun(new, head, wake_at, list(run.records))
