"""Programs fetch every link of every mail before people read them: nothing may change by that."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from tests.services.notices.conftest import Stage
from tests.support.clock import moved_clock
from tests.support.outside.postbox import Postbox, open_postbox, text_of
from tests.web.decide.conftest import Browser, rows
from workflows.models import DecisionLink, Delivery, Notice, Profile
from workflows.services.notices import kinds
from workflows.services.notices.sending import send_all

ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
HREF = re.compile(r'href="([^"]+)"')


@pytest.fixture
def box() -> Iterator[Postbox]:
    with open_postbox() as made:
        yield made


def tell_a_whole_story(stage: Stage) -> list[str]:
    """Have every kind of mail written; give the runs that still wait, with fresh links."""
    stage.publish(
        decide_by_mail=True, due_seconds=86_400, title="Approve {{ inputs.amount }}?",
        escalations=[{"after_seconds": 60, "users": ["rita"]}],
    )  # fmt: skip
    run = stage.start()
    stage.act("ada", run, "nudge")
    stage.act("maria", run, "comment", text="@rita, is this right?")
    stage.act("maria", run, "ask", text="Which project?")
    stage.act("ada", run, "comment", text="Lisbon.")
    stage.act("maria", run, "delegate", to="rita", text="You know it.")
    send_all("mail")
    escalated = stage.start()
    send_all("mail")
    with moved_clock() as clock:
        clock.forward(61)
        stage.work()
    send_all("mail")
    stage.decide("rita", run)
    stopped = stage.start()
    stage.stop("otto", stopped, "Off")
    waiting = stage.start()
    send_all("mail")
    return [escalated, waiting]


def addresses(box: Postbox) -> set[str]:
    found = set()
    for mail in box.mails:
        html = text_of(mail, "html")
        found |= set(ADDRESS.findall(text_of(mail))) | set(HREF.findall(html))
        # Also what is no link: scanners fetch whatever looks like an address.
        found |= set(ADDRESS.findall(html))
    return {url.replace("&amp;", "&") for url in found}


def test_fetching_every_link_of_every_mail_changes_nothing(
    stage: Stage, box: Postbox, browser: Callable[..., Browser]
) -> None:
    far = (timezone.now().hour * 60 + 600) % 1_440
    Profile.objects.update_or_create(
        user=stage.people["ben"], defaults={"digest": "daily", "digest_minute": far}
    )
    waiting = tell_a_whole_story(stage)
    long_ago = timezone.now() - timedelta(hours=1)
    Delivery.objects.filter(bundled=True, state="waiting").update(due_at=long_ago)
    send_all("mail")
    assert "digest" in stage.mails()["ben"]
    found = addresses(box)
    assert {urlsplit(url).hostname for url in found} == {"127.0.0.1"}
    paths = sorted(urlsplit(url).path for url in found)
    assert sum("/decide/link/" in path for path in paths) >= 3
    before = [*rows(), *_notices()]
    visitors = [Client, lambda: browser("maria").client, lambda: browser("rita").client]
    for visitor in visitors:
        client = visitor()
        for path in paths:
            for method in (client.head, client.get):
                answer = method(path, follow=True)
                assert answer.status_code in (200, 403, 404, 410), (path, answer.status_code)
    assert [*rows(), *_notices()] == before
    # And the links still decide, when somebody presses a button.
    assert {stage.task(run).state for run in waiting} == {"open"}
    link = DecisionLink.objects.filter(task=stage.task(waiting[-1]), used_at=None)
    assert link.exists()


def test_every_kind_of_mail_has_been_in_the_story(stage: Stage, box: Postbox) -> None:
    tell_a_whole_story(stage)
    written = {kind for found in stage.mails().values() for kind in found}
    # That a run has failed is told with a link that leads to a page of the application alone.
    assert set(kinds.MAILED) - written == {"failed"}


def _notices() -> list[object]:
    return [list(Notice.objects.order_by("pk").values()), list(DecisionLink.objects.values())]
