"""What must be true of finished runs, whatever died meanwhile; each fault is one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from bench.client import query
from workflows.adapters.store import DjangoStore
from workflows.engine.state import fold


def faults(run_ids: Sequence[str]) -> list[str]:
    """Check all runs of the database: none lost, nothing twice, no gaps, rows as the log says."""
    found = [f"{sql[0]}: {rows[:3]}" for sql in _NONE if (rows := query(sql[1]))]
    known = query("SELECT count(*) FROM workflows_run")[0][0]
    if known != len(run_ids):
        found.append(f"{len(run_ids)} runs were acknowledged, {known} exist.")
    return found + [fault for run_id in run_ids for fault in _of_run(run_id)]


_NONE = (
    (
        "A log has a gap",
        "SELECT run_id, count(*), max(seq) FROM workflows_event GROUP BY run_id "
        "HAVING count(*) <> max(seq) OR min(seq) <> 1",
    ),
    (
        "A row is not where its log is",
        "SELECT r.id, r.seq FROM workflows_run r WHERE r.seq <> "
        "(SELECT max(e.seq) FROM workflows_event e WHERE e.run_id = r.id)",
    ),
    (
        "A step is recorded twice",
        "SELECT run_id, node_id, iteration, type, count(*) FROM workflows_event "
        "WHERE type IN ('NodeStarted', 'NodeCompleted', 'NodeSuspended', 'NodeResumed') "
        "GROUP BY run_id, node_id, iteration, type HAVING count(*) > 1",
    ),
    (
        "A run has two beginnings or ends",
        "SELECT run_id, type, count(*) FROM workflows_event WHERE type IN "
        "('RunCreated', 'RunStarted', 'RunCompleted', 'RunSuspended', 'RunResumed') "
        "GROUP BY run_id, type HAVING count(*) > 1",
    ),
    ("A run did not complete", "SELECT id, status FROM workflows_run WHERE status <> 'completed'"),
    (
        "A finished run is held or wakes",
        "SELECT id FROM workflows_run WHERE lease_owner IS NOT NULL OR wake_at IS NOT NULL",
    ),
    ("A suspension is left open", "SELECT id FROM workflows_suspension WHERE closed_at IS NULL"),
    (
        "An epoch falls along the log",
        "SELECT run_id, seq FROM (SELECT run_id, seq, epoch, max(epoch) OVER "
        "(PARTITION BY run_id ORDER BY seq) AS highest FROM workflows_event) AS e "
        "WHERE epoch > 0 AND epoch < highest",
    ),
)


def _of_run(run_id: str) -> list[str]:
    store = DjangoStore()
    with store.transaction() as tx:
        head = tx.lock([run_id])[run_id]
        stored = tx.states([head])[run_id]
        folded = fold(run_id, tx.records_after(head, 0))
    return [] if stored == folded else [f"Checkpoint and log of {run_id} differ."]
