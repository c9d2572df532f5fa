"""Notices by real processes: told soon, sent once by many, sent again after a kill."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.nodes.conftest import server
from tests.support.outside.postbox import Postbox, open_postbox
from tests.worker.conftest import House
from workflows.models import Announcement, Delivery, Notice, Webhook, Workflow
from workflows.services.notices import webhooks
from workflows.services.notices.webhooks import WebhookRequest
from workflows.worker import timekeeper
from workflows.worker.loop import Worker

__all__ = ["server"]
ASK = {
    "id": "ask",
    "type": "approval",
    "properties": {"title": "Approve?", "users": ["maria"], "groups": []},
}


@pytest.fixture
def box() -> Iterator[Postbox]:
    with open_postbox() as made:
        yield made


def mail_to(box: Postbox) -> dict[str, str]:
    """Give the environment of a worker whose mail goes to the box."""
    return {"EMAIL_URL": f"smtp://127.0.0.1:{box.port}?tls=0&from=fermata@example.org"}


def ask(house: House, count: int = 1) -> list[str]:
    """Publish a workflow that asks somebody, and start runs of it."""
    User.objects.get_or_create(username="maria", email="maria@example.org")
    if not Workflow.objects.filter(slug="flow").exists():
        house.publish("flow", [ASK])
    return [house.start("flow") for _ in range(count)]


def test_somebody_who_is_asked_is_told_within_a_second_or_so(house: House, box: Postbox) -> None:
    house.worker("w1", **mail_to(box))
    ask(house)
    house.until(Notice.objects.exists, 5)
    house.until(lambda: box.mails, 5)
    assert box.mails[0]["Subject"] == "Approve?"
    house.until(lambda: Delivery.objects.filter(state="sent").exists())


def test_of_many_workers_each_mail_is_sent_by_one(house: House, box: Postbox) -> None:
    for name in ("w1", "w2", "w3"):
        house.worker(name, **mail_to(box))
    ask(house, 20)
    house.until(lambda: Delivery.objects.filter(state="sent").count() == 20)
    assert set(Counter(mail["Message-ID"] for mail in box.mails).values()) == {1}
    assert Notice.objects.count() == len(box.mails) == 20
    assert not Announcement.objects.exists()


def test_a_worker_that_is_killed_when_the_server_has_the_mail_leaves_it_to_another(
    house: House, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = house.worker("w1", **mail_to(box))
    taken = Postbox.handle_DATA

    async def kill(self: Postbox, *given: Any) -> str:
        answer = await taken(self, *given)
        if len(self.mails) == 1:
            os.kill(first.pid, signal.SIGKILL)
        return answer

    monkeypatch.setattr(Postbox, "handle_DATA", kill)
    ask(house)
    house.until(lambda: first.poll() is not None)
    house.running.remove(first)
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == ("waiting", 1)
    assert row.held_until is not None
    # It is held for three minutes more: as if they were over.
    Delivery.objects.update(held_until=row.held_until - timedelta(minutes=4))
    house.worker("w2", **mail_to(box))
    house.until(lambda: Delivery.objects.filter(state="sent").exists())
    one, two = box.mails
    assert one["Message-ID"] == two["Message-ID"] == f"<{row.key}@127.0.0.1>"
    assert Notice.objects.count() == 1


def test_a_worker_calls_webhooks(house: House, server: Any) -> None:
    root = User.objects.create(username="root", is_superuser=True)
    server.answers["/hook"] = (204, "", b"", {})
    made = webhooks.create_webhook(root, WebhookRequest("Ours", f"{server.url}/hook"))
    house.worker("w1", FERMATA_HTTP_ALLOW="127.0.0.0/8")
    (run,) = ask(house)
    house.until(lambda: server.seen)
    assert json.loads(server.seen[0][3])["run"]["id"] == run
    house.until(lambda: Webhook.objects.get(pk=made["id"]).last_success_at is not None)


def test_a_webhook_that_hangs_keeps_no_mail_back(house: House, box: Postbox, server: Any) -> None:
    let_go = threading.Event()
    server.answers["/hook"] = lambda request: let_go.wait(8)
    root = User.objects.create(username="root", is_superuser=True)
    webhooks.create_webhook(root, WebhookRequest("Ours", f"{server.url}/hook"))
    house.worker("w1", FERMATA_HTTP_ALLOW="127.0.0.0/8", **mail_to(box))
    ask(house)
    house.until(lambda: server.seen)
    ask(house)
    house.until(lambda: len(box.mails) == 2, 6)
    assert not let_go.is_set()
    let_go.set()


def test_the_timekeeper_tells_in_redis_mode(house: House, box: Postbox) -> None:
    house.worker("w1", **mail_to(box))
    ask(house)
    house.until(lambda: Announcement.objects.exists() or Notice.objects.exists())

    class Until:
        """A stop that is set once the mail has come."""

        def is_set(self) -> bool:
            return bool(box.mails)

        def wait(self, seconds: float) -> None:
            threading.Event().wait(min(seconds, 0.05))

    house.kill(house.running[0])
    timekeeper.keep_time(Until())  # type: ignore[arg-type]
    assert box.mails


def test_a_drain_job_leaves_it_to_the_timekeeper() -> None:
    assert Worker("w", drain=True)._fires is False
    assert Worker("w")._fires is True
