"""Shapes of the dashboard's answers, for the schema."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from workflows.services.queries.dashboard.tasks import AGES, OLDER
from workflows.services.queries.dashboard.window import WINDOWS

from ..shapes import Shape

LIST = "The address of the list that is counted: a page; the API's list takes the same query"


class DashboardFigure(Shape):
    count = s.IntegerField()
    to = s.CharField(allow_null=True, help_text=LIST)


def trend(what: str) -> Any:
    """Describe numbers by bucket, oldest first."""
    return s.ListField(child=s.IntegerField(), help_text=what)


class DashboardRunning(DashboardFigure):
    finished = DashboardFigure()
    trend = trend("Runs that ended in each bucket")


class DashboardOldest(Shape):
    at = s.CharField()
    to = s.CharField(allow_null=True)


class DashboardPeople(DashboardFigure):
    overdue = DashboardFigure()
    oldest = DashboardOldest(allow_null=True)
    by_hand = DashboardFigure()
    trend = trend("Tasks that were open at the end of each bucket")


class DashboardOutside(DashboardFigure):
    soon = DashboardFigure()
    trend = trend("Waits for time or outside that were open at the end of each bucket")


class DashboardNode(DashboardFigure):
    workflow = s.CharField()
    workflow_name = s.CharField()
    node_id = s.CharField(help_text="`@run` where no single node failed")
    title = s.CharField(allow_blank=True)


class DashboardFailed(DashboardFigure):
    share = s.FloatField(allow_null=True)
    ended = DashboardFigure()
    worst = DashboardNode(allow_null=True)
    trend = trend("Runs that failed in each bucket")


class DashboardPile(DashboardFigure):
    workflow = s.CharField()
    workflow_name = s.CharField()


class DashboardAge(DashboardFigure):
    age = s.ChoiceField(choices=(*AGES, OLDER))
    workflows = DashboardPile(many=True)


class DashboardVersion(DashboardFigure):
    workflow = s.CharField()
    workflow_name = s.CharField()
    version = s.IntegerField()
    rate = s.FloatField(allow_null=True, help_text="Completed of those that completed or failed")
    completed = DashboardFigure()
    failed = DashboardFigure()
    cancelled = DashboardFigure()


class DashboardQueue(DashboardFigure):
    kind = s.ChoiceField(choices=("user", "group"))
    name = s.CharField()


class DashboardDecisions(DashboardFigure):
    half_seconds = s.FloatField(allow_null=True)
    most_seconds = s.FloatField(allow_null=True, help_text="Within which nine of ten were made")
    late = DashboardFigure()
    late_share = s.FloatField(allow_null=True)
    queue = DashboardQueue(allow_null=True)


class DashboardWorker(Shape):
    name = s.CharField()
    host = s.CharField(allow_null=True)
    pid = s.IntegerField(allow_null=True)
    alive = s.BooleanField()
    started_at = s.CharField(allow_null=True)
    seen_at = s.CharField(allow_null=True)
    held = DashboardFigure()


class DashboardDue(DashboardFigure):
    seconds = s.FloatField(help_text="For how long the first of them has been due")


class DashboardDeliveries(Shape):
    waiting = DashboardFigure()
    dead = DashboardFigure()


class DashboardOperations(Shape):
    workers = DashboardWorker(many=True)
    due = DashboardDue()
    soon = DashboardFigure()
    messages = DashboardFigure()
    deliveries = DashboardDeliveries(allow_null=True)


class BrokenInvariant(DashboardFigure):
    name = s.CharField()
    message = s.CharField()
    advice = s.CharField(allow_blank=True)
    action = s.ChoiceField(
        choices=("wake", "ring", "entrust", "deliver", "redeliver", "continue"), allow_null=True
    )
    things = s.ListField(child=s.CharField())


class Dashboard(Shape):
    window = s.ChoiceField(choices=tuple(WINDOWS))
    at = s.CharField()
    since = s.CharField()
    today = s.CharField()
    bucket_seconds = s.IntegerField()
    empty = s.BooleanField(help_text="There is no run at all")
    running = DashboardRunning()
    people = DashboardPeople()
    outside = DashboardOutside()
    failed = DashboardFailed()
    ages = DashboardAge(many=True)
    workflows = DashboardVersion(many=True)
    decisions = DashboardDecisions()
    nodes = DashboardNode(many=True)
    operations = DashboardOperations(allow_null=True, help_text="For those who look after runs")
    broken = BrokenInvariant(many=True)


class Mended(Shape):
    invariant = s.CharField()
    mended = s.IntegerField()
    left = s.IntegerField()


class MessageRow(Shape):
    id = s.IntegerField()
    kind = s.CharField()
    run = s.CharField(allow_null=True)
    workflow = s.CharField(allow_null=True)
    sent_at = s.CharField(allow_null=True, help_text="At the latest; null: it does not say")
    attempts = s.IntegerField()
    due_at = s.CharField(allow_null=True)
