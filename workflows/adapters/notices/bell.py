"""Notices as rows: told, ended, handed on, read; each gives whose bell has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from workflows.engine.events import Json
from workflows.models import Notice

Changed = Mapping[int, int]
"""The latest changed notice of each person whose bell has changed, by their keys."""

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fresh:
    """A notice as it is to be told to one person."""

    user: int
    topic: str
    kind: str
    title: str
    at: datetime
    facts: Mapping[str, Json] = field(default_factory=dict)
    task: UUID | None = None
    run: int | None = None


def tell(fresh: Sequence[Fresh], now: datetime, *, counting: bool = False) -> Changed:
    """Write notices; one of the same matter becomes this one, and is unread again.

    ``counting``: as long as it is unread it stands for one event more.
    """
    found = {
        (row.user_id, row.topic): row
        for row in Notice.objects.filter(
            user__in={item.user for item in fresh}, topic__in={item.topic for item in fresh}
        )
    }
    new, changed = [], {}
    for item in fresh:
        row = found.get((item.user, item.topic))
        if row is None:
            new.append(_write(Notice(user_id=item.user, topic=item.topic), item, now))
            continue
        row.count = row.count + 1 if counting and row.read_at is None else 1
        _write(row, item, now).save()
        changed[item.user] = row.pk
    for row in Notice.objects.bulk_create(new, batch_size=200):
        changed[row.user_id] = row.pk
    return changed


def _write(row: Notice, item: Fresh, now: datetime) -> Notice:
    row.kind, row.title, row.at = item.kind, item.title, item.at
    row.facts, row.task_id, row.run_id = dict(item.facts), item.task, item.run
    row.changed_at, row.read_at, row.over = now, None, None
    return row


def end(
    task: UUID,
    topics: Collection[str],
    over: Mapping[str, Json],
    now: datetime,
    *,
    kind: str | None = None,
) -> Changed:
    """Mark that nobody needs to act on these matters of a task any more.

    With ``kind`` it is news, and unread; else it is as good as read.
    """
    rows = Notice.objects.filter(task=task, topic__in=topics, over=None)
    changed = dict(rows.order_by("pk").values_list("user_id", "pk"))
    values: Values = {"over": dict(over), "changed_at": now}
    if kind is not None:
        rows.update(**values, kind=kind, at=now, read_at=None)
        return changed
    rows.filter(read_at=None).update(read_at=now)
    rows.update(**values)
    return changed


def end_for_others(
    task: UUID, topic: str, still: Iterable[int], over: Mapping[str, Json], now: datetime
) -> Changed:
    """Mark a matter of a task as over for all but these people."""
    rows = Notice.objects.filter(task=task, topic=topic, over=None).exclude(user__in=list(still))
    changed = dict(rows.values_list("user_id", "pk"))
    gone = Notice.objects.filter(pk__in=list(changed.values()))
    gone.update(over=dict(over), changed_at=now, read_at=now)
    return changed


def read(user: int, ids: Collection[int] | None, now: datetime) -> int:
    """Mark a person's notices as read, all or these; give how many."""
    rows = Notice.objects.filter(user=user, read_at=None)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    return rows.update(read_at=now, changed_at=now)
