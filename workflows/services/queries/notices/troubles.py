"""What goes wrong with telling people and programs: counted for whoever looks after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from workflows.models import Announcement, Delivery, Webhook

LATE = timedelta(minutes=2)
RECENT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Troubles:
    """``untold``: announcements that nobody has turned into notices for minutes, or that cannot be.

    ``late``: deliveries whose time has come minutes ago and that nobody has tried, as no worker is
    there; ``dead_mails`` and ``dead_calls`` were given up within a day. ``failing`` and
    ``switched_off`` are the names of webhooks.
    """

    untold: int
    late: int
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


def troubles() -> Troubles:
    """Count them."""
    now = timezone.now()
    due = Delivery.objects.filter(due_at__lt=now - LATE, held_until=None)
    dead = Delivery.objects.filter(state="dead", done_at__gte=now - RECENT)
    resting = Webhook.objects.filter(rests_until__gt=now).values("pk")
    return Troubles(
        untold=Announcement.objects.filter(at__lt=now - LATE).count(),
        late=due.exclude(webhook__in=resting).count(),
        dead_mails=dead.filter(channel="mail").count(),
        dead_calls=dead.filter(channel="webhook").count(),
        failing=_names(active=True, failing_since__isnull=False),
        switched_off=_names(active=False, switched_off_at__isnull=False),
    )


def _names(**which: bool) -> list[str]:
    return list(Webhook.objects.filter(**which).values_list("name", flat=True))
