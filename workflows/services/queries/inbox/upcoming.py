"""What will ask a person next: steps behind those that runs wait at now, as far as the graph says.

A forecast: which way a run goes is not known, so a step counts when some way leads to it. Only who
is named in the graph itself is known beforehand; whoever is computed is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from django.contrib.auth.models import User
from django.db.models import Q

from workflows.engine.graphs import GraphProgram
from workflows.engine.program import Program
from workflows.models import Run, Suspension, Version

from ..standing.asked import Asked, assignees
from ..standing.asker import Asker
from ..suspensions import program_of
from ..times import iso
from ..visible import visible_runs

MOST = 100
MOST_VERSIONS = 500
PEOPLE = ("approval", "form", "question")


@dataclass(frozen=True, slots=True)
class Ahead:
    """A step that asks people, and the steps from which a way leads to it."""

    node_id: str
    title: str
    users: frozenset[str]
    groups: frozenset[str]
    behind: frozenset[str]


def upcoming(user: User) -> list[dict[str, Any]]:
    """List the nearest steps that will ask the user, one for each wait; newest wait first.

    Of runs that he may not see he is told no more than the step and that somebody is before it.
    """
    places = _places(Asker.of(user))
    if not places:
        return []
    where = Q(pk__in=[])
    for version, steps in places.items():
        behind = frozenset().union(*(item.behind for item in steps))
        where |= Q(run__version=version, node_id__in=behind)
    rows = (
        Suspension.objects.filter(where, closed_at=None)
        .exclude(kind="children")
        .select_related("run__workflow", "run__started_by", "run__version", "task")
        .defer("run__workflow__draft", "run__version__graph", "task__subject", "task__data")
        .order_by("-pk")[:MOST]
    )
    found = [
        (row, nearest)
        for row in rows
        if (nearest := _nearest(places[row.run.version_id], row.node_id)) is not None
    ]
    asked = assignees([row.task.pk for row, _ in found if getattr(row, "task", None)])
    seen = visible_runs(user).filter(pk__in={row.run_id for row, _ in found})
    visible = set(seen.values_list("pk", flat=True))
    return [_show(row, ahead, asked, row.run_id in visible) for row, ahead in found]


def _places(asker: Asker) -> dict[int, list[Ahead]]:
    """Find the steps that name the person, by version; of versions that runs are on."""
    going = Version.objects.filter(runs__status__in=(Run.Status.SUSPENDED, Run.Status.RUNNING))
    going = going.filter(workflow__workspace=asker.reach.workspace)
    names = ("pk", "workflow__key", "number")
    found: dict[int, list[Ahead]] = {}
    for pk, workflow, number in (
        going.order_by("-pk").values_list(*names).distinct()[:MOST_VERSIONS]
    ):
        program = program_of(workflow, number)
        mine = [item for item in _steps_of(program) if _names(item, asker)]
        if mine:
            found[pk] = mine
    return found


def _names(item: Ahead, asker: Asker) -> bool:
    return asker.username in item.users or not asker.groups.isdisjoint(item.groups)


_KNOWN: WeakKeyDictionary[GraphProgram, tuple[Ahead, ...]] = WeakKeyDictionary()


def _steps_of(program: Program | None) -> tuple[Ahead, ...]:
    """List the steps of a graph that ask people; a version never changes, so it is done once."""
    if not isinstance(program, GraphProgram):
        return ()
    if program not in _KNOWN:
        _KNOWN[program] = tuple(
            Ahead(
                node.id,
                node.title or node.id,
                _literal(node.properties, "users"),
                _literal(node.properties, "groups"),
                frozenset(_reach(program, node.id)),
            )
            for node in program.graph.nodes.values()
            if node.type in PEOPLE
        )
    return _KNOWN[program]


def _literal(properties: Mapping[str, Any], name: str) -> frozenset[str]:
    given = properties.get(name)
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, list):
        return frozenset()
    return frozenset(item for item in names if isinstance(item, str))


def _reach(program: GraphProgram, node_id: str) -> set[str]:
    """List the nodes from which a way leads to this one."""
    incoming = program.graph.incoming
    found: set[str] = set()
    level = {edge.source for edge in incoming[node_id]}
    while level:
        found |= level
        level = {edge.source for node in level for edge in incoming[node]} - found
    return found - {node_id}


def _nearest(steps: Iterable[Ahead], waits_at: str) -> Ahead | None:
    """Give the step that comes first behind the one that is waited at."""
    ahead = [item for item in steps if waits_at in item.behind]
    names = {item.node_id for item in ahead}
    first = [item for item in ahead if not item.behind & names]
    return next(iter(first or ahead), None)


def _show(
    row: Suspension, ahead: Ahead, asked: Mapping[Any, Asked], visible: bool
) -> dict[str, Any]:
    run, task = row.run, getattr(row, "task", None)
    people = asked[task.pk] if task and visible else Asked()
    program = program_of(run.workflow.key, run.version.number)
    known = program is not None and program.knows(row.node_id)
    title = program.title(row.node_id) if program is not None and known else row.node_id
    return {
        "run": str(run.uuid) if visible else None,
        "workflow": run.workflow.slug,
        "workflow_name": run.workflow.name,
        "node_id": ahead.node_id,
        "title": ahead.title,
        "initiator": run.started_by.get_username() if run.started_by else None,
        "after": {
            "node_id": row.node_id,
            "title": title,
            "kind": row.kind,
            "reason": row.reason if visible else "",
            "wake_at": iso(row.wake_at),
            "opened_at": iso(row.opened_at),
            "users": people.users,
            "groups": people.groups,
        },
    }
