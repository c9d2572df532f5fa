"""Links that decide without signing in: once, for a while, for one person and one task."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.core import signing
from django.test import Client, override_settings
from django.urls import reverse

from tests.services.notices.conftest import Stage
from tests.support.pages import parse
from tests.web.decide.conftest import Browser, path_of, rows
from workflows.adapters.notices import links as table
from workflows.engine.errors import Forbidden
from workflows.models import (
    Announcement,
    DecisionLink,
    Delivery,
    Event,
    Notice,
    Run,
    TaskDecision,
)
from workflows.services.inbox import deciding
from workflows.services.notices.sending import send_all
from workflows.web import throttle

LINK = re.compile(r"http://127\.0\.0\.1:8000(/decide/link/([\w-]+)/)")
Open = Callable[..., Browser]


@pytest.fixture
def mailed(stage: Stage) -> Callable[..., str]:
    """Start a run and give the path of the link that went to somebody by mail."""

    def start(who: str = "maria", **properties: Any) -> str:
        stage.publish(**{"decide_by_mail": True, **properties})
        stage.start()
        outbox.outbox.clear()
        send_all("mail")
        return link_to(who)

    return start


def link_to(who: str) -> str:
    """Give the path of the latest link that somebody got."""
    letters = [letter for letter in outbox.outbox if f"{who}@example.org" in letter.to[0]]
    found = LINK.search(letters[-1].body)
    assert found is not None
    return found.group(1)


def open_link(client: Client, path: str) -> tuple[Any, str]:
    """Follow a link as a browser does; give the page and its address."""
    answer = client.get(path)
    assert answer.status_code == 302
    return client.get(answer["Location"]), answer["Location"]


def press(client: Client, path: str, decision: str, **fields: str) -> Any:
    """Press a button of a page."""
    page = parse(client.get(path).content.decode())
    return client.post(path, {**page.values, "decision": decision, **fields})


def test_a_link_decides_as_its_person_and_says_so_with_the_mailbox(
    stage: Stage, mailed: Callable[..., str]
) -> None:
    client = Client(enforce_csrf_checks=True)
    page, path = open_link(client, mailed())
    shown = parse(page.content.decode())
    assert "You decide as maria" in shown.text
    assert shown.buttons == ["rejected", "approved"]
    answer = press(client, path, "approved", comment="From the train")
    assert (answer.status_code, answer["Location"]) == (302, path)
    stage.work()
    vote = TaskDecision.objects.get()
    assert vote.user is not None
    assert (vote.user.username, vote.via, vote.comment) == ("maria", "e-mail", "From the train")
    detail = Event.objects.get(type="TaskDecided").payload["detail"]
    assert detail["mailbox"] == "maria@example.org"
    # There is nobody signed in who could take it back: it counts at once.
    assert "until" not in detail
    assert "Approved by you" in parse(client.get(path).content.decode()).text


def test_the_token_stands_in_no_address_that_is_looked_at(
    stage: Stage, mailed: Callable[..., str]
) -> None:
    path, client = mailed(), Client()
    answer = client.get(path)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    token = path.split("/")[3]
    assert token not in answer["Location"]
    cookie = answer.cookies["fermata_decide"]
    assert token not in cookie.value
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (900, True, "Lax")
    assert cookie["path"] == answer["Location"]
    page = client.get(answer["Location"])
    assert "no-store" in page["Cache-Control"]
    assert token.encode() not in page.content


@override_settings(SESSION_COOKIE_SECURE=True)
def test_over_https_the_cookie_is_secure(stage: Stage, mailed: Callable[..., str]) -> None:
    answer = Client().get(mailed())
    assert answer.cookies["__Secure-fermata_decide"]["secure"]


def test_only_the_hash_of_a_token_of_256_bits_is_kept(
    stage: Stage, mailed: Callable[..., str]
) -> None:
    token = mailed().split("/")[3]
    link = DecisionLink.objects.get(user=stage.people["maria"])
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) == 43
    kept = repr([list(model.objects.values()) for model in (DecisionLink, Delivery, Notice, Event)])
    assert token not in kept
    other = link_to("ben").split("/")[3]
    assert other != token


def test_a_mail_that_is_sent_again_has_the_same_link(
    stage: Stage, mailed: Callable[..., str]
) -> None:
    first = mailed()
    Delivery.objects.filter(user=stage.people["maria"]).update(state="waiting")
    row = Delivery.objects.get(user=stage.people["maria"])
    row.due_at = row.created_at
    row.save()
    send_all("mail")
    assert link_to("maria") == first
    assert DecisionLink.objects.filter(user=stage.people["maria"]).count() == 1


def everything() -> list[Any]:
    return [*rows(), list(DecisionLink.objects.values())]


@pytest.mark.parametrize("method", ["get", "head"])
def test_fetching_links_changes_nothing(
    stage: Stage, mailed: Callable[..., str], method: str
) -> None:
    path = mailed()
    before = everything()
    client = Client()
    for _ in range(3):
        answer = getattr(client, method)(path)
        assert everything() == before, "the link has done something"
        getattr(client, method)(answer["Location"])
        assert everything() == before, "its page has done something"
    _, clean = open_link(client, path)
    assert press(client, clean, "approved").status_code == 302
    assert TaskDecision.objects.count() == 1


def test_a_link_itself_takes_no_post(stage: Stage, mailed: Callable[..., str]) -> None:
    path = mailed()
    assert Client().post(path, {"decision": "approved"}).status_code == 405
    assert not TaskDecision.objects.exists()


def test_without_the_token_of_the_page_nothing_is_decided(
    stage: Stage, mailed: Callable[..., str]
) -> None:
    client = Client(enforce_csrf_checks=True)
    _, path = open_link(client, mailed())
    assert client.post(path, {"decision": "approved"}).status_code == 403
    assert not TaskDecision.objects.exists()


def test_a_link_decides_once(stage: Stage, mailed: Callable[..., str]) -> None:
    path = mailed(quorum=2)
    client, other = Client(), Client()
    _, clean = open_link(client, path)
    open_link(other, path)
    form = parse(other.get(clean).content.decode()).values
    press(client, clean, "approved")
    assert DecisionLink.objects.get(user=stage.people["maria"]).used_at is not None
    before = rows()
    answer = other.post(clean, {**form, "decision": "rejected", "comment": "No"})
    assert answer.status_code == 302
    assert rows() == before
    assert "You have given your vote" in parse(other.get(clean).content.decode()).text


def test_a_second_click_says_who_decided_when_and_what(
    stage: Stage, mailed: Callable[..., str], browser: Open
) -> None:
    path = mailed(undo_seconds=0)
    run = _runs()[-1]
    browser("ben").send(path_of(stage, run), "rejected", comment="Too much.")
    stage.work()
    page, _ = open_link(Client(), path)
    text = parse(page.content.decode()).text
    assert "Rejected by ben" in text
    assert "Too much." in text


def test_a_link_that_was_used_up_opens_no_form_again(
    stage: Stage, mailed: Callable[..., str]
) -> None:
    path = mailed()
    DecisionLink.objects.update(used_at=DecisionLink.objects.get(user__username="maria").created_at)
    client = Client()
    answer = client.get(path)
    assert client.get(answer["Location"]).status_code == 410


def test_after_three_days_a_link_is_over(stage: Stage, mailed: Callable[..., str]) -> None:
    path = mailed()
    link = DecisionLink.objects.get(user=stage.people["maria"])
    assert link.expires_at - link.created_at == timedelta(hours=72)
    client = Client()
    _, clean = open_link(client, path)
    DecisionLink.objects.update(expires_at=link.created_at)
    assert client.get(path).status_code == 410
    assert client.get(clean).status_code == 410
    answer = client.post(clean, {"decision": "approved"})
    assert answer.status_code == 410
    assert not TaskDecision.objects.exists()


def test_a_page_that_was_opened_is_over_after_a_quarter_of_an_hour(
    stage: Stage, mailed: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    _, clean = open_link(client, mailed())
    real = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: real() + 901)
    assert client.get(clean).status_code == 410


@pytest.mark.parametrize("value", ["", "x", "1:2:3", "None"])
def test_a_cookie_that_is_not_ours_opens_nothing(
    stage: Stage, mailed: Callable[..., str], value: str
) -> None:
    mailed()
    task = DecisionLink.objects.all()[0].task_id
    client = Client()
    client.cookies["fermata_decide"] = value
    assert client.get(reverse("decide_by_mail", args=[task])).status_code == 410
    assert Client().get(reverse("decide_by_mail", args=[task])).status_code == 410


def test_a_cookie_opens_its_own_task_alone(stage: Stage, mailed: Callable[..., str]) -> None:
    first = mailed()
    stage.start()
    other = stage.task(_runs()[-1]).pk
    client = Client()
    answer = client.get(first)
    client.cookies["fermata_decide"]["path"] = "/"
    assert answer["Location"] != reverse("decide_by_mail", args=[other])
    assert client.get(reverse("decide_by_mail", args=[other])).status_code == 410


def test_no_other_right_comes_with_a_link(stage: Stage, mailed: Callable[..., str]) -> None:
    client = Client()
    page, _ = open_link(client, mailed())
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    task = DecisionLink.objects.all()[0].task_id
    for path in ("/api/me/", f"/api/tasks/{task}/", "/api/tasks/", "/api/notices/"):
        assert client.get(path).status_code == 401
    assert client.get(f"/decide/{task}/").status_code == 302
    assert "/api/attachments/" not in page.content.decode()


def test_who_is_signed_in_as_somebody_else_decides_as_the_mails_person(
    stage: Stage, mailed: Callable[..., str]
) -> None:
    client = Client()
    client.force_login(stage.people["ada"])
    _, clean = open_link(client, mailed())
    press(client, clean, "approved")
    vote = TaskDecision.objects.get()
    assert vote.user == stage.people["maria"]


def test_without_the_authors_wish_a_mail_has_no_such_link(stage: Stage) -> None:
    stage.start()
    send_all("mail")
    assert not any(LINK.search(letter.body) for letter in outbox.outbox)
    assert not DecisionLink.objects.exists()


def test_under_four_eyes_there_is_no_link_and_an_old_one_is_no_use(
    stage: Stage, mailed: Callable[..., str]
) -> None:
    path = mailed()
    run = _runs()[-1]
    task = stage.task(run)
    task.four_eyes = True
    task.save()
    assert Client().get(path).status_code == 410
    stage.act("ada", run, "nudge")
    outbox.outbox.clear()
    send_all("mail")
    assert outbox.outbox
    assert not any(LINK.search(letter.body) for letter in outbox.outbox)


@pytest.mark.parametrize("rules", [{}, {"decide_by_mail": True, "forbid_initiator": True}])
def test_the_engine_asks_again_whether_a_mailbox_may_decide(stage: Stage, rules: Any) -> None:
    stage.publish(forbid_initiator="forbid_initiator" in rules)
    run = stage.start()
    request = deciding.DecideRequest("approved", {"amount": 1})
    door = deciding.Door("e-mail", "maria@example.org")
    with pytest.raises(Forbidden) as refused:
        deciding.decide_task(stage.people["maria"], str(stage.task(run).pk), request, door)
    assert refused.value.code == "not_by_mail"
    assert not TaskDecision.objects.exists()


def test_a_mailbox_never_decides_over_those_asked(stage: Stage) -> None:
    stage.publish(decide_by_mail=True)
    run = stage.start()
    request = deciding.DecideRequest("approved", {"amount": 1}, reason="I may")
    door = deciding.Door("e-mail", "root@example.org")
    with pytest.raises(Forbidden):
        deciding.decide_task(stage.people["root"], str(stage.task(run).pk), request, door)


def test_whoever_is_asked_no_longer_is_shown_nothing(
    stage: Stage, mailed: Callable[..., str]
) -> None:
    path = mailed(title="Approve CANARY?", users=["maria"], groups=[])
    stage.act("maria", _runs()[-1], "delegate", to="rita")
    client = Client()
    answer = client.get(path)
    page = client.get(answer["Location"])
    assert page.status_code == 410
    assert b"CANARY" not in page.content


def test_a_locked_out_person_has_no_link_any_more(stage: Stage, mailed: Callable[..., str]) -> None:
    path = mailed()
    client = Client()
    _, clean = open_link(client, path)
    stage.people["maria"].is_active = False
    stage.people["maria"].save()
    assert (client.get(path).status_code, client.get(clean).status_code) == (410, 410)


def test_wrong_tokens_are_not_found_and_too_many_must_wait(
    stage: Stage, mailed: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = mailed()
    monkeypatch.setattr(throttle, "ALLOWED_MISSES", 3)
    wrong = [path[:-3] + "xx/", "/decide/link/None/", f"/decide/link/{'a' * 43}/"]
    client = Client()
    assert [client.get(item).status_code for item in wrong] == [404, 404, 404]
    assert client.get(wrong[0]).status_code == 429
    # Who has a right one is held up by nobody's guesses.
    assert client.get(path).status_code == 302


def test_tokens_are_written_into_no_log(
    stage: Stage, mailed: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    path = mailed()
    token, client = path.split("/")[3], Client()
    client.get(path)
    client.post(path)
    DecisionLink.objects.update(expires_at=DecisionLink.objects.all()[0].created_at)
    client.get(path)
    client.get(path[:-4] + "xyz/")
    assert token not in caplog.text
    assert token[:-3] not in caplog.text


def test_an_empty_token_matches_nobody(stage: Stage, mailed: Callable[..., str]) -> None:
    mailed()
    assert table.find("") is None
    assert not DecisionLink.objects.filter(token_hash="").exists()


def _runs() -> list[str]:
    assert not Announcement.objects.exists()
    return [str(uuid) for uuid in Run.objects.order_by("pk").values_list("uuid", flat=True)]
