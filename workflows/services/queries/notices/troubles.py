"""What goes wrong with telling people and programs: counted for whoever looks after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from workflows.adapters.upkeep.standstill import standstill
from workflows.models import Announcement, Delivery, Webhook

LATE = timedelta(minutes=2)
RECENT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Troubles:
    """``untold`` and ``unsent``: see the functions of these names; ``dead_mails`` and
    ``dead_calls`` were given up within a day. ``failing`` and ``switched_off`` are the names of
    webhooks.
    """

    untold: int
    unsent: int
    dead_mails: int
    dead_calls: int
    failing: list[str]
    switched_off: list[str]


@dataclass(frozen=True, slots=True)
class Sending:
    """Deliveries on their way and given up, and webhooks that fail or were switched off by it."""

    waiting: int
    dead: int
    failing: int


def sending() -> Sending:
    """Count them, each as its list does."""
    states = Delivery.objects.filter(state__in=("waiting", "dead")).values_list("state")
    counts = dict(states.annotate(count=Count("pk")).order_by())
    failing = Q(active=True, failing_since__isnull=False) | Q(switched_off_at__isnull=False)
    return Sending(
        counts.get("waiting", 0), counts.get("dead", 0), Webhook.objects.filter(failing).count()
    )


def untold(now: datetime | None = None) -> QuerySet[Announcement]:
    """Select the announcements that nobody has told of for minutes; none while a restored
    installation stands still, since nobody is to."""
    late = Announcement.objects.filter(at__lt=(now or timezone.now()) - LATE)
    return late.none() if standstill() is not None else late


def unsent(now: datetime | None = None) -> QuerySet[Delivery]:
    """Select the deliveries that have been due for minutes, with nobody sending them; none during a
    stand-still.

    A webhook that rests because it fails is left out: its deliveries wait on purpose. So is what
    somebody holds; whoever died while sending holds it for three minutes more.
    """
    now = now or timezone.now()
    waiting = Q(webhook__rests_until__gt=now) | Q(webhook__active=False) | Q(held_until__gt=now)
    late = Delivery.objects.filter(state="waiting", due_at__lt=now - LATE).exclude(waiting)
    return late.none() if standstill() is not None else late


def troubles() -> Troubles:
    """Count them."""
    now = timezone.now()
    dead = Delivery.objects.filter(state="dead", done_at__gte=now - RECENT)
    return Troubles(
        untold=untold(now).count(),
        unsent=unsent(now).count(),
        dead_mails=dead.filter(channel="mail").count(),
        dead_calls=dead.filter(channel="webhook").count(),
        failing=_names(active=True, failing_since__isnull=False),
        switched_off=_names(active=False, switched_off_at__isnull=False),
    )


def _names(**which: bool) -> list[str]:
    return list(Webhook.objects.filter(**which).values_list("name", flat=True))
