"""Row 58: two web servers with different secret keys: what one has given away the other takes, or
asks for anew; it is never an error and never opens what it should not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.core import mail as outbox
from django.test import Client, override_settings

from tests.api.conftest import Api, Drain, graph, node
from tests.services.notices.conftest import Stage, stage
from tests.web.decide.test_by_mail import link_to, open_link, press
from workflows.adapters.callbacks import address_of
from workflows.engine.callbacks import CallbackRequest
from workflows.models import Run, TaskDecision
from workflows.services import commands
from workflows.services.notices.sending import send_all
from workflows.services.tokens import create_token

__all__ = ["stage"]


@contextmanager
def the_other_server() -> Iterator[None]:
    """Answer with another key."""
    with override_settings(SECRET_KEY="the-key-of-the-other-server-" + "k" * 40):
        yield


def test_an_api_token_is_known_to_both(people: dict[str, User]) -> None:
    header = f"Bearer {create_token(people['otto'], scopes=('read',))}"
    client = Api(None, Authorization=header)
    assert client.get("runs/").status_code == 200
    with the_other_server():
        assert client.get("runs/").status_code == 200


def test_a_session_is_asked_for_anew_and_opens_nothing(people: dict[str, User]) -> None:
    browser = Api(people["otto"])
    assert browser.get("runs/").status_code == 200
    with the_other_server():
        assert browser.get("runs/").status_code == 401
        page = browser.client.get("/runs")
        assert (page.status_code, page.headers["Location"]) == (302, "/sign-in/?next=/runs")


def test_an_address_for_a_callback_that_was_told_is_taken_by_both(
    people: dict[str, User], published: Callable[..., str], drain: Drain
) -> None:
    slug = published(graph([node("lab", "callback")], []))
    run = commands.start_run(people["otto"], slug, commands.RunRequest())
    drain()
    told = "/hooks/" + address_of(CallbackRequest(run, "lab")).partition("/hooks/")[2]
    answer = {"ok": True}
    with the_other_server():
        sent = Client().post(told, answer, content_type="application/json")
        assert sent.status_code == 202
    assert Client().post(told, answer, content_type="application/json").status_code == 200
    drain()
    assert Run.objects.get(uuid=run).status == "completed"


def test_a_link_in_a_mail_opens_at_both_and_its_page_decides_where_it_was_opened(
    stage: Stage,
) -> None:
    stage.publish(decide_by_mail=True)
    stage.start()
    outbox.outbox.clear()
    send_all("mail")
    link, browser = link_to("maria"), Client(enforce_csrf_checks=True)
    _, path = open_link(browser, link)
    with the_other_server():
        # The cookie of the page is signed: the other server shows that it is over, and no form.
        assert browser.get(path).status_code == 410
        elsewhere = Client(enforce_csrf_checks=True)
        page, there = open_link(elsewhere, link)
        assert (page.status_code, there) == (200, path)
        assert press(elsewhere, path, "approved").status_code == 302
    assert TaskDecision.objects.count() == 1
