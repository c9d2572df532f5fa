"""Standing in for somebody who is away: from when to when, for which workflows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from workflows.engine.errors import FieldError, Forbidden, Invalid

from ..audit import note
from ..queries.persons import substitutes

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Absence:
    """Who stands in, from when until when (aware), for which workflows (slugs; none: all).

    ``user`` is who is away, where that is not whoever asks: superusers may arrange it for others.
    """

    substitute: str
    starts_at: datetime
    ends_at: datetime
    workflows: Sequence[str] = ()
    user: str | None = None


def list_substitutions(who: User) -> list[dict[str, Any]]:
    """List one's own that are not over, and those in which one stands in."""
    return substitutes.of_person(who)


@transaction.atomic
def arrange(who: User, absence: Absence) -> dict[str, Any]:
    """Arrange that somebody stands in. `Invalid` names what is wrong, `Forbidden` for others'."""
    away = who
    if absence.user not in (None, who.username):
        if not who.is_superuser:
            raise Forbidden("Only an administrator arranges this for others.")
        away = _person(who, absence.user or "", "user")
    substitute = _person(who, absence.substitute, "substitute")
    if substitute.pk == away.pk:
        raise _invalid("substitute", "oneself", "Nobody stands in for himself.")
    if absence.ends_at <= absence.starts_at:
        raise _invalid("ends_at", "ends_too_early", "It ends after it begins.")
    if absence.ends_at <= timezone.now():
        raise _invalid("ends_at", "is_over", "It is over already.")
    if absence.ends_at - absence.starts_at > LONGEST:
        raise _invalid("ends_at", "too_long", "At most a year.")
    slugs = list(dict.fromkeys(absence.workflows))
    if unknown := substitutes.unknown_workflows(who, slugs):
        raise _invalid("workflows", "unknown_workflow", f"There is no workflow {unknown[0]!r}.")
    span = (absence.starts_at, absence.ends_at)
    made = substitutes.add(away, substitute, span, slugs, who)
    told = {
        "substitute": substitute.username,
        "from": span[0].isoformat(),
        "to": span[1].isoformat(),
    }
    note(who, "substitution.arranged", f"user {away.username}", {**told, "workflows": slugs})
    return substitutes.shown(made, who)


@transaction.atomic
def end(who: User, pk: int) -> None:
    """End a substitution now; `NotFound` for one that is not one's own."""
    row = substitutes.find_own(who, pk)
    substitutes.end(row)
    note(who, "substitution.ended", f"user {row.user.username}")


def _person(asking: User, username: str, attr: str) -> User:
    found = substitutes.find_person(asking, username)
    if found is None:
        raise _invalid(attr, "unknown_person", "The username of somebody active.")
    return found


def _invalid(attr: str, code: str, told: str) -> Invalid:
    return Invalid(told, errors=[FieldError(code, told, attr)])
