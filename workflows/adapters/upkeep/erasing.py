"""Erasing a subject: the key goes, and with it what the logs hold; the rows beside the logs, which
nothing protects, are emptied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from workflows.engine.events.personal import ERASED
from workflows.engine.workspaces import subject_in
from workflows.models import (
    Attachment,
    Checkpoint,
    Delivery,
    Notice,
    Run,
    SealedRun,
    SubjectKey,
    Suspension,
    Task,
    TaskDecision,
    TaskDraft,
)

from ..people import files
from ..personal import keys
from ..programs import OF_INPUT, OF_USER
from . import families
from .families import OVER


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure took: the key's number and age, how many runs, the rows by table."""

    key: int
    made_at: datetime
    runs: int
    rows: dict[str, int]


def find_keys(workspace: int, subject: str) -> list[int]:
    """Give the numbers of the keys of a subject of a workspace: of what inputs say, and of the user
    of this name; `input:` or `user:` before it names one of both."""
    kinds = (OF_INPUT, OF_USER)
    names = [subject] if subject.startswith(kinds) else [f"{kind}{subject}" for kind in kinds]
    wanted = [subject_in(workspace, name) for name in names]
    rows = SubjectKey.objects.filter(subject__in=wanted).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def find_made(key: int, made_at: datetime) -> int | None:
    """Give the number of a key that is there and not erased; a number alone may come again."""
    rows = SubjectKey.objects.filter(pk=key, created_at=made_at, erased_at=None)
    return rows.values_list("pk", flat=True).first()


def going_on(key: int) -> list[str]:
    """Name the sealed runs that have not ended."""
    rows = SealedRun.objects.filter(key=key).exclude(run__status__in=OVER).order_by("run")
    return [str(uuid) for uuid in rows.values_list("run__uuid", flat=True)]


def held(key: int) -> list[str]:
    """Name the sealed runs that a legal hold keeps: a hold keeps the whole family, those above and
    below and beside."""
    rows = SealedRun.objects.filter(key=key).order_by("run")
    sealed = dict(rows.values_list("run", "run__uuid"))
    root_of = families.roots_of(sealed)
    kept = families.held_among(set(root_of.values()))
    return [str(uuid) for pk, uuid in sealed.items() if root_of[pk] in kept]


def lock(key: int) -> list[int]:
    """Lock a key, then its runs, and name those: nobody begins a run under it or writes to one,
    and nobody holds one of them, until the caller's transaction ends."""
    list(SubjectKey.objects.select_for_update().filter(pk=key).values_list("pk"))
    # Whoever writes to one of the runs meanwhile holds its row, and would seal under a dead key.
    pks = list(SealedRun.objects.filter(key=key).order_by("run").values_list("run", flat=True))
    list(Run.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))
    return pks


def erase(key: int) -> Erased:
    """Delete a key and empty the rows of its runs, in the transaction of the caller."""
    pks = lock(key)
    row = SubjectKey.objects.get(pk=key)
    SubjectKey.objects.filter(pk=key).update(subject=None, key="", erased_at=timezone.now())
    rows: dict[str, int] = {}
    for part in families.slices(pks):
        for name, count in _empty(part).items():
            rows[name] = rows.get(name, 0) + count
    transaction.on_commit(keys.forget)
    return Erased(key, row.created_at, len(pks), rows)


def _empty(runs: Sequence[int]) -> dict[str, int]:
    given = Attachment.objects.filter(run__in=runs)
    kept = list(given.values_list("pk", flat=True))
    transaction.on_commit(partial(files.remove, kept))
    Checkpoint.objects.filter(run__in=runs, body__isnull=False).update(body=None)
    Run.objects.filter(pk__in=runs).update(checkpoint_seq=0, tags=None)
    Run.objects.filter(pk__in=runs, error__isnull=False).update(error=ERASED)
    Suspension.objects.filter(run__in=runs).update(reason=ERASED, signal_key=None)
    tasks = Task.objects.filter(run__in=runs)
    decisions = TaskDecision.objects.filter(task__run__in=runs)
    counts = {
        "tasks": tasks.update(
            title=ERASED, instructions="", subject=None, comment=None, data=None, closed_reason=None
        ),
        "decisions": decisions.update(comment=None, data=None),
        "drafts": TaskDraft.objects.filter(task__run__in=runs).delete()[0],
        "notices": Notice.objects.filter(Q(run__in=runs) | Q(task__run__in=runs)).delete()[0],
        # Those that were gathered, too: what is left of the mail tells of the others.
        "deliveries": Delivery.objects.filter(Q(run__in=runs) | Q(task__run__in=runs)).delete()[0],
        "files": len(kept),
    }
    given.delete()
    return counts
