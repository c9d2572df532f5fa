"""A stage for notices: people, a workflow that asks some of them, what each was told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail

from tests.api.conftest import Drain, approval
from workflows.models import Announcement, Delivery, Notice, Run, Task
from workflows.services import commands
from workflows.services.inbox import acting, deciding
from workflows.services.inbox.acting import Act
from workflows.services.notices.expanding import expand_all
from workflows.services.notices.sending import send_all


class Stage:
    """What a test plays on: runs are started, people act, everybody is told."""

    def __init__(
        self, people: dict[str, User], published: Callable[..., str], drain: Drain
    ) -> None:
        self.people = people
        self._publish, self._drain = published, drain
        self.slug = ""

    def publish(self, graph: dict[str, Any] | None = None, **properties: Any) -> None:
        """Publish the workflow that is played."""
        self.slug = self._publish(graph or approval(**properties))

    def start(self, by: str = "ada", **inputs: Any) -> str:
        """Start a run, bring it to where it waits, and tell of it."""
        if not self.slug:
            self.publish()
        request = commands.RunRequest(inputs={"amount": 1500, **inputs})
        run = commands.start_run(self.people[by], self.slug, request)
        self.work()
        return run

    def work(self) -> None:
        """Do what is due, and tell of it."""
        self._drain()
        self.tell()

    def tell(self) -> None:
        """Turn what is announced into notices and deliveries."""
        expand_all()
        assert not Announcement.objects.exists()

    def task(self, run: str) -> Task:
        """Give the run's latest task."""
        return Task.objects.filter(run__uuid=run).latest("created_at")

    def decide(self, who: str, run: str, decision: str = "approved", **more: Any) -> None:
        """Decide the run's task, and tell of it."""
        request = deciding.DecideRequest(decision, **{"data": {"amount": 1500}, **more})
        deciding.decide_task(self.people[who], str(self.task(run).pk), request)
        self.work()

    def act(self, who: str, run: str, verb: str, **more: Any) -> None:
        """Do something else with the task, and tell of it."""
        acting.act_on_task(self.people[who], str(self.task(run).pk), Act(verb, **more))
        self.work()

    def stop(self, who: str, run: str, reason: str | None = None) -> None:
        """Stop the run, and tell of it."""
        commands.stop_run(self.people[who], run, reason)
        self.work()

    def told(self, who: str) -> list[Notice]:
        """List what somebody's bell holds, the newest first."""
        return list(Notice.objects.filter(user=self.people[who]).order_by("-at", "-pk"))

    def kinds(self, who: str) -> list[str]:
        """List the kinds of what he was told."""
        return [notice.kind for notice in self.told(who)]

    def everybody(self) -> dict[str, list[str]]:
        """Give the kinds of all who were told something."""
        return {name: found for name in self.people if (found := self.kinds(name))}

    def unread(self, who: str) -> int:
        """Count what is unread."""
        return Notice.objects.filter(user=self.people[who], read_at=None).count()

    def mails(self) -> dict[str, list[str]]:
        """Give the kinds of the mails that are on their way, by whom they go to."""
        found: dict[str, list[str]] = {}
        for row in Delivery.objects.filter(channel="mail").order_by("pk").select_related("user"):
            assert row.user is not None
            found.setdefault(row.user.username, []).append(row.kind)
        return found

    def post(self) -> list[Any]:
        """Send what is due; give the mails that left by this."""
        before = len(mail.outbox)
        send_all("mail")
        return list(mail.outbox[before:])

    def run(self, run: str) -> Run:
        """Read a run's row."""
        return Run.objects.get(uuid=run)


@pytest.fixture
def stage(people: dict[str, User], published: Callable[..., str], drain: Drain) -> Stage:
    """Set the stage."""
    return Stage(people, published, drain)
