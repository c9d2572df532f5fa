"""What the charts and tables show: waits by age, workflows by version, failures by node,
decisions."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from ..queries.dashboard.runs import ENDED, FailedNode
from ..queries.dashboard.tasks import AGES, OLDER
from ..queries.failed_node import NO_NODE
from ..queries.suspensions import program_of
from .addresses import figure, real_runs, real_tasks
from .reading import Counts

SHOWN_VERSIONS, SHOWN_NODES = 12, 8


def ages(counts: Counts) -> list[dict[str, Any]]:
    """Show the open tasks by age, youngest first, each pile by workflow, largest first."""
    found = []
    for age, limits in _limits(counts.window.at).items():
        sizes: Counter[int] = Counter()
        for pile in counts.piles:
            if pile.age == age:
                sizes[pile.workflow] += pile.count
        stack = sorted(sizes.items(), key=lambda item: (-item[1], counts.slug(item[0])))
        shown = [
            {
                **counts.of(workflow),
                **figure(n, real_tasks(workflow=counts.slug(workflow), **limits)),
            }
            for workflow, n in stack
        ]
        found.append(
            {"age": age, **figure(sizes.total(), real_tasks(**limits)), "workflows": shown}
        )
    return found


def _limits(at: datetime) -> dict[str, dict[str, datetime]]:
    """Say when the tasks of each age were asked: from the first instant until before the other."""
    found: dict[str, dict[str, datetime]] = {}
    before: dict[str, datetime] = {}
    for age, span in AGES.items():
        found[age] = {"created_after": at - span, **before}
        before = {"created_before": at - span}
    found[OLDER] = before
    return found


def workflows(counts: Counts) -> list[dict[str, Any]]:
    """Show what ended by workflow and version, most first; tests of drafts are of no version."""
    ended = counts.ended.versions.items()
    rows = [(*counts.versions[version], n) for version, n in ended if version in counts.versions]
    rows.sort(key=lambda row: (-row[2].total(), counts.slug(row[0]), -row[1]))
    return [_version(counts, *row) for row in rows[:SHOWN_VERSIONS]]


def _version(counts: Counts, workflow: int, number: int, by_status: Counter[str]) -> dict[str, Any]:
    slug, since = counts.slug(workflow), counts.window.since

    def to(status: str) -> str:
        return real_runs(status=status, workflow=slug, version=number, finished_after=since)

    judged = by_status["completed"] + by_status["failed"]
    return {
        **counts.of(workflow),
        "version": number,
        **figure(sum(by_status.values()), to(",".join(ENDED))),
        # Whoever stops a run says nothing about the workflow.
        "rate": by_status["completed"] / judged if judged else None,
        **{status: figure(by_status[status], to(status)) for status in ENDED},
    }


def nodes(counts: Counts) -> list[dict[str, Any]]:
    """Show the nodes that ended the most runs of the window."""
    failing = [node for node in counts.nodes if node.count]
    failing.sort(key=lambda node: (-node.count, counts.slug(node.workflow), node.node_id))
    return [_node(counts, node) for node in failing[:SHOWN_NODES]]


def _node(counts: Counts, node: FailedNode) -> dict[str, Any]:
    slug = counts.slug(node.workflow)
    to = real_runs(
        status="failed",
        workflow=slug,
        failed_node=node.node_id,
        finished_after=counts.window.since,
    )
    return {
        **figure(node.count, to),
        **counts.of(node.workflow),
        "node_id": node.node_id,
        "title": title_of(counts.key(node.workflow), node),
    }


def title_of(workflow: str, node: FailedNode) -> str:
    """Give the title of a node in the version that failed last; its id where that is unknown."""
    if node.node_id == NO_NODE:
        return ""
    program = program_of(workflow, node.version)
    known = program is not None and program.knows(node.node_id)
    return program.title(node.node_id) if program is not None and known else node.node_id


def decisions(counts: Counts) -> dict[str, Any]:
    """Show how long people took, what came late, and where most is waiting."""
    found, since, queue = counts.decisions, counts.window.since, counts.queue
    made: dict[str, Any] = {"state": "done", "closed": "decided", "decided_after": since}
    shown = None
    if queue is not None:
        asked = {"assignee" if queue.kind == "user" else "group": queue.name}
        shown = {"kind": queue.kind, "name": queue.name, **figure(queue.count, real_tasks(**asked))}
    return {
        **figure(found.count, real_tasks(**made)),
        "half_seconds": found.half,
        "most_seconds": found.most,
        "late": figure(found.late, real_tasks(**made, late="true")),
        "late_share": found.late / found.count if found.count else None,
        "queue": shown,
    }
