"""The four numbers at the top: under way, waiting for people, waiting otherwise, failed today."""

from __future__ import annotations

from typing import Any

from ..queries.dashboard.runs import ENDED, SOON
from ..queries.times import iso
from .addresses import figure, real_runs, real_tasks, task
from .charts import title_of
from .reading import Counts

ALL_ENDED = ",".join(ENDED)


def running(counts: Counts) -> dict[str, Any]:
    """Show what is queued or running, and as its trend what ended meanwhile."""
    ended, since = counts.ended, counts.window.since
    by_status = [ended.buckets[status] for status in ENDED]
    return {
        **figure(counts.going, real_runs(status="queued,running")),
        "finished": figure(
            sum(ended.window.values()), real_runs(status=ALL_ENDED, finished_after=since)
        ),
        "trend": [sum(bucket) for bucket in zip(*by_status, strict=True)],
    }


def people(counts: Counts) -> dict[str, Any]:
    """Show the open tasks; waits for a person whom nobody asked are told beside them."""
    oldest = counts.oldest
    return {
        **figure(sum(pile.count for pile in counts.piles), real_tasks()),
        "overdue": figure(sum(pile.overdue for pile in counts.piles), real_tasks(overdue="true")),
        "oldest": oldest and {"at": iso(oldest[1]), "to": oldest[0] and task(oldest[0])},
        "by_hand": figure(counts.waiting.by_hand, real_runs(waiting="hand")),
        "trend": counts.trends["people"],
    }


def outside(counts: Counts) -> dict[str, Any]:
    """Show the runs that wait for time or others alone, and those due within the hour."""
    soon = counts.window.at + SOON
    return {
        **figure(counts.waiting.outside, real_runs(waiting="time")),
        "soon": figure(counts.waiting.soon, real_runs(waiting="time", wake_before=soon)),
        "trend": counts.trends["outside"],
    }


def failed(counts: Counts) -> dict[str, Any]:
    """Show what failed today, its share of what ended today, and the node that failed most."""
    today, since = counts.ended.today, counts.window.today
    count, ended = today["failed"], sum(today.values())
    return {
        **figure(count, real_runs(status="failed", finished_after=since)),
        "share": count / ended if ended else None,
        "ended": figure(ended, real_runs(status=ALL_ENDED, finished_after=since)),
        "worst": _worst(counts),
        "trend": counts.ended.buckets["failed"],
    }


def _worst(counts: Counts) -> dict[str, Any] | None:
    nodes = [node for node in counts.nodes if node.today]
    if not nodes:
        return None
    worst = max(nodes, key=lambda node: (node.today, counts.slug(node.workflow), node.node_id))
    slug = counts.slug(worst.workflow)
    to = real_runs(
        status="failed",
        workflow=slug,
        failed_node=worst.node_id,
        finished_after=counts.window.today,
    )
    return {
        **figure(worst.today, to),
        **counts.of(worst.workflow),
        "node_id": worst.node_id,
        "title": title_of(counts.key(worst.workflow), worst),
    }
