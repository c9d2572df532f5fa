"""The admin's first page: figures in brief that lead to their lists, and what is broken."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.utils import timezone

from workflows.models import Run, TaskAssignee, WorkerBeat

pytestmark = pytest.mark.django_db


def text_of(client: Client) -> str:
    answer = client.get("/admin/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_figures_lead_to_their_lists(client: Client, run: Run) -> None:
    WorkerBeat.objects.update(seen_at=timezone.now())
    shown = text_of(client)
    for part in ("Running", "Waiting for people", "Waiting for time or outside", "Failed today"):
        assert part in shown
    assert 'href="/inbox?box=all&amp;state=open&amp;test=false">1</a>' in shown
    assert 'href="/runs?draft=false&amp;status=queued,running">0</a>' in shown
    assert "1 alive, 0 runs due" in shown
    assert 'role="alert"' not in shown


def test_what_is_broken_stands_above(client: Client, run: Run) -> None:
    WorkerBeat.objects.update(seen_at=timezone.now())
    TaskAssignee.objects.all().delete()
    TaskAssignee.objects.create(
        task_id=run.tasks.get().pk, group=Group.objects.create(name="empty")
    )
    shown = text_of(client)
    assert "1 task asks only people who are not there." in shown
    assert 'href="/inbox?box=all&amp;state=open&amp;nobody=true">Show 1</a>' in shown


def test_a_worker_that_fell_silent_is_not_alive(client: Client, run: Run) -> None:
    WorkerBeat.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    assert "No worker is alive" in text_of(client)


def test_staff_who_do_not_look_after_runs_see_their_own_part(client: Client, run: Run) -> None:
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_run"))
    client.force_login(clerk)
    shown = text_of(client)
    assert 'href="/inbox?box=all&amp;state=open&amp;test=false">0</a>' in shown
    assert "alive" not in shown
