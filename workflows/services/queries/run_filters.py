"""The parameters of the list of runs: what each of them selects."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Lower, StrIndex

from workflows.engine.errors import FieldError, Invalid
from workflows.engine.payload import dumps
from workflows.models import Event, Run, Suspension, Task

from . import troubles
from .failed_node import failed_node
from .times import instant

Rows = QuerySet[Run]

ASKING = ("approval", "question", "form")
PEOPLE = (*ASKING, "wait", "pause")
OUTSIDE = ("timer", "callback", "event", "children")
"""Kinds of waits: those that ask people in a task, all that people end, those that nobody ends. A
run that waits for both is one that waits for people."""

TRUE = ("1", "true", "yes")
_PREFIX = re.compile(r"[0-9a-fA-F][0-9a-fA-F-]{5,35}")


def narrowed(found: Rows, asked: Mapping[str, str]) -> Rows:
    """Apply every filter that was given; raises `Invalid` for a value that cannot be."""
    for name, narrow in _FILTERS.items():
        if asked.get(name):
            found = narrow(found, asked[name])
    return found


def waiting(found: Rows, what: str) -> Rows:
    """Select the suspended runs that wait for `people`, for `time` (or outside) alone, or to be let
    go on by `hand`: for a person, though nobody was asked to decide."""
    if what not in _WAITS:
        fault = FieldError("unknown_waiting", f"One of: {', '.join(_WAITS)}.", "waiting")
        raise Invalid(f"Nobody waits for {what[:50]!r}.", errors=[fault])
    return _WAITS[what](found.filter(status=Run.Status.SUSPENDED))


def _for_people(found: Rows) -> Rows:
    return found.filter(pk__in=_runs_of(PEOPLE))


def _for_time(found: Rows) -> Rows:
    return found.filter(pk__in=_runs_of(OUTSIDE)).exclude(pk__in=_runs_of(PEOPLE))


def _by_hand(found: Rows) -> Rows:
    asked = Task.objects.filter(suspension=OuterRef("pk"))
    return found.filter(pk__in=_runs_of(PEOPLE).exclude(Exists(asked)))


def _runs_of(kinds: Sequence[str]) -> Any:
    return Suspension.objects.filter(closed_at=None, kind__in=kinds).order_by().values("run")


_WAITS: Mapping[str, Callable[[Rows], Rows]] = {
    "people": _for_people,
    "time": _for_time,
    "hand": _by_hand,
}


def _by_status(found: Rows, text: str) -> Rows:
    wanted = [word.strip() for word in text.split(",") if word.strip()]
    unknown = [word for word in wanted if word not in Run.Status.values]
    if unknown:
        known = ", ".join(Run.Status.values)
        fault = FieldError("unknown_status", f"One or several of: {known}.", "status")
        raise Invalid(f"There is no status {unknown[0][:50]!r}.", errors=[fault])
    return found.filter(status__in=wanted)


def _by_draft(found: Rows, text: str) -> Rows:
    """Select trial runs of drafts alone, or all but them."""
    return found.filter(draft=text.lower() in TRUE)


def _by_tag(found: Rows, tag: str) -> Rows:
    quoted = Value(dumps(tag), output_field=TextField())
    return found.annotate(tagged=StrIndex(F("tags"), quoted)).filter(tagged__gt=0)


def _by_words(found: Rows, text: str) -> Rows:
    text = text.strip()[:200]
    match = Q(workflow__name__icontains=text) | Q(workflow__slug__icontains=text)
    match |= Q(started_by__username__icontains=text)
    if _PREFIX.fullmatch(text):
        digits = text.replace("-", "")[:32]
        first, last = UUID(digits.ljust(32, "0")), UUID(digits.ljust(32, "f"))
        match |= Q(uuid__gte=first, uuid__lte=last)
    # As it stands in JSON, where a quotation mark is escaped.
    written = dumps(text.lower())[1:-1]
    tags = found.annotate(tag_words=_lower("tags"))
    return tags.filter(match | Q(tag_words__contains=written) | Exists(_began_with(written)))


def _began_with(written: str) -> QuerySet[Event]:
    """Select the first events, which hold what runs were given, that have a text in them."""
    first = Event.objects.filter(run=OuterRef("pk"), seq=1).order_by()
    return first.annotate(words=_lower("payload")).filter(words__contains=written)


def _lower(column: str) -> Any:
    return Lower(F(column), output_field=TextField())


def _by_parent(found: Rows, text: str) -> Rows:
    try:
        return found.filter(parent__uuid=UUID(text))
    except ValueError:
        return found.none()


def _by_version(found: Rows, text: str) -> Rows:
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        fault = FieldError("invalid", "A number, as 4.", "version")
        raise Invalid("The version is not a number.", errors=[fault])
    return found.filter(version__number=int(text))


def _by_failed_node(found: Rows, node: str) -> Rows:
    failed = found.filter(status=Run.Status.FAILED)
    return failed.annotate(failed_node=failed_node()).filter(failed_node=node)


def _by_holder(found: Rows, owner: str) -> Rows:
    return found.filter(status=Run.Status.RUNNING, lease_owner=owner)


def _time(field: str, name: str, word: str) -> Callable[[Rows, str], Rows]:
    def narrow(found: Rows, text: str) -> Rows:
        return found.filter(**{f"{field}__{word}": instant(text, name)})

    return narrow


def _when(select: Callable[[Rows], Rows]) -> Callable[[Rows, str], Rows]:
    def narrow(found: Rows, text: str) -> Rows:
        return select(found) if text.lower() in TRUE else found

    return narrow


_FILTERS: Mapping[str, Callable[[Rows, str], Rows]] = {
    "status": _by_status,
    "waiting": waiting,
    "workflow": lambda found, slug: found.filter(workflow__slug=slug),
    "version": _by_version,
    "draft": _by_draft,
    "tag": _by_tag,
    "q": _by_words,
    "parent": _by_parent,
    "failed_node": _by_failed_node,
    "held_by": _by_holder,
    "started_after": _time("created_at", "started_after", "gte"),
    "started_before": _time("created_at", "started_before", "lt"),
    "finished_after": _time("finished_at", "finished_after", "gte"),
    "finished_before": _time("finished_at", "finished_before", "lt"),
    "wake_before": _time("wake_at", "wake_before", "lt"),
    "due": _when(troubles.due),
    "overdue_timer": _when(troubles.overdue_timers),
    "untaken": _when(troubles.untaken),
    "stuck": _when(troubles.stuck),
    "passed_over": _when(troubles.passed_over),
}
