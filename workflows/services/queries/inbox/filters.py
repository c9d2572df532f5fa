"""The parameters of the list of tasks: what each of them selects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from workflows.engine.errors import FieldError, Invalid
from workflows.models import Task, TaskDecision

from ..standing.asks import asks_anybody, asks_nobody
from ..times import instant

PRIORITIES = {"low": -1, "normal": 0, "high": 1, "urgent": 2}
CLAIMS = ("me", "others", "none")
CLOSED = ("decided", "expired", "withdrawn", "superseded")
TRUE = ("1", "true", "yes")

Rows = QuerySet[Task]
Narrow = Callable[[Rows, str, User], Rows]


def narrowed(found: Rows, asked: Mapping[str, str], user: User) -> Rows:
    """Apply every filter that was given; raises `Invalid` for a value that cannot be."""
    for name, narrow in _FILTERS.items():
        if asked.get(name):
            found = narrow(found, asked[name], user)
    return found


def choice(asked: Mapping[str, str], name: str, known: Sequence[str], default: str) -> str:
    """Read a parameter that has only certain values; raises `Invalid` with the list of them."""
    value = asked.get(name) or default
    if value not in known:
        listed = ", ".join(known)
        fault = FieldError("unknown_choice", f"One of: {listed}.", name)
        raise Invalid(f"{name} must be one of: {listed}.", errors=[fault])
    return value


def _overdue(found: Rows, text: str, user: User) -> Rows:
    return found.filter(due_at__lt=timezone.now()) if text.lower() in TRUE else found


def _words(found: Rows, text: str, user: User) -> Rows:
    words = text.strip()[:200]
    match = Q(title__icontains=words) | Q(run__workflow__name__icontains=words)
    match |= Q(run__started_by__username__icontains=words)
    match |= Q(run__started_by__last_name__icontains=words)
    return found.filter(match | Q(run__started_by__first_name__icontains=words))


def _priority(found: Rows, text: str, user: User) -> Rows:
    words = [word.strip() for word in text.split(",") if word.strip()]
    for word in words:
        choice({"priority": word}, "priority", tuple(PRIORITIES), "")
    return found.filter(priority__in=[PRIORITIES[word] for word in words])


def _claimed(found: Rows, text: str, user: User) -> Rows:
    who = choice({"claimed": text}, "claimed", CLAIMS, "")
    if who == "me":
        return found.filter(claimed_by=user)
    if who == "none":
        return found.filter(claimed_by=None)
    return found.filter(claimed_by__isnull=False).exclude(claimed_by=user)


def _closed(found: Rows, text: str, user: User) -> Rows:
    return found.filter(state=choice({"closed": text}, "closed", CLOSED, ""))


def _by(found: Rows, text: str, user: User) -> Rows:
    own = Q(user__username=text) | Q(acting_for__username=text)
    return found.filter(Exists(TaskDecision.objects.filter(own, task=OuterRef("pk"))))


def _nobody(found: Rows, text: str, user: User) -> Rows:
    """Select what asks people of whom none is there: somebody must look after it."""
    if text.lower() not in TRUE:
        return found
    return asks_nobody(found)


def _test(found: Rows, text: str, user: User) -> Rows:
    """Select what trial runs of drafts ask alone, or all but that."""
    return found.filter(run__draft=text.lower() in TRUE)


def _late(found: Rows, text: str, user: User) -> Rows:
    """Select what was decided after its due date."""
    if text.lower() not in TRUE:
        return found
    return found.filter(decided_at__gt=F("due_at"))


def _time(field: str, word: str) -> Narrow:
    def narrow(found: Rows, text: str, user: User) -> Rows:
        name = f"{field.removesuffix('_at')}_{'after' if word == 'gte' else 'before'}"
        return found.filter(**{f"{field}__{word}": instant(text, name)})

    return narrow


_FILTERS: dict[str, Narrow] = {
    "test": _test,
    "workflow": lambda found, slug, user: found.filter(run__workflow__slug=slug),
    "overdue": _overdue,
    "q": _words,
    "priority": _priority,
    "initiator": lambda found, name, user: found.filter(run__started_by__username=name),
    "assignee": lambda found, name, user: found.filter(asks_anybody([name], [])),
    "group": lambda found, name, user: found.filter(asks_anybody([], [name])),
    "claimed": _claimed,
    "kind": lambda found, kind, user: found.filter(suspension__kind=kind),
    "decision": lambda found, word, user: found.filter(decision=word),
    "decided_by": _by,
    "closed": _closed,
    "late": _late,
    "nobody": _nobody,
    "due_before": _time("due_at", "lt"),
    "due_after": _time("due_at", "gte"),
    "created_before": _time("created_at", "lt"),
    "created_after": _time("created_at", "gte"),
    "decided_before": _time("decided_at", "lt"),
    "decided_after": _time("decided_at", "gte"),
}
NAMES: Sequence[str] = tuple(_FILTERS)
