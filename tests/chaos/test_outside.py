"""Row 59: the database is there and the rest of the world is not; what needs the world waits for
it, holds nobody, and goes on when it is back."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from tests.chaos.harness.effects import Effects
from tests.chaos.harness.site import Site
from tests.support.waiting import until
from workflows.models import Delivery, Event, Run

RETRY = {"retry": {"max_attempts": 40, "backoff_seconds": 0.3, "factor": 1}}


def test_without_a_network_what_needs_it_waits_and_all_else_goes_on(
    site: Site, effects: Effects
) -> None:
    wire = site.world.switchboard.proxy(int(effects.url.rpartition(":")[2]))
    call = {"url": f"http://127.0.0.1:{wire.port}/effect", "method": "POST", "body": {"n": 1}}
    calling = site.publish(
        {"call": ("http_request", call, RETRY), "z": ("constant", {"value": 1})}, "call>z"
    )
    asking = site.publish({"ask": ("approval", {"users": ["maria"]})})
    wire.refuse()
    site.tell("the world outside is away")
    site.world.mails.data = ["451 come again later"] * 2
    held = [site.client().start(calling) for _ in range(4)]
    quick, slow = (site.client().start(asking) for _ in range(2))
    site.until_waiting(quick, slow)
    mails = Delivery.objects.filter(
        run__uuid__in=(quick, slow), channel="mail", user__username="maria"
    )
    until(lambda: all(_attempts(run) >= 2 for run in held), "each call has been tried twice")
    until(lambda: mails.exclude(last_error="").count() == 2, "so have the mails")
    # Nobody holds them: a pause between two attempts is a timer.
    until(lambda: not Run.objects.filter(uuid__in=held).exclude(lease_owner=None).exists(), "rest")
    assert site.client("maria").decide(site.task(quick), "approved").acknowledged
    site.until_ended(quick)
    wire.heal()
    site.until_ended(*held)
    assert {site.status(run) for run in held} == {"completed"}
    # Refused connections never reached it; what came has each call's own key.
    assert effects.keys("/effect").keys() == {f"{run}/call/1" for run in held}
    # As the minute until the next attempt at the mails would.
    mails.update(due_at=timezone.now())
    until(lambda: not mails.filter(state="waiting").exists(), "the mails have left")
    # What is decided needs no mail any more.
    assert dict(mails.values_list("run__uuid", "state")) == {
        UUID(quick): "dropped",
        UUID(slow): "sent",
    }
    assert site.client("maria").decide(site.task(slow), "approved").acknowledged
    site.until_ended(slow)


def _attempts(run: str) -> int:
    return Event.objects.filter(run__uuid=run, type="NodeFailed", node_id="call").count()
