"""The page behind mail links in each of its states, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from tests.api.conftest import edge, graph, node
from tests.services.notices.conftest import Stage
from tests.support.pages import parse
from tests.web.decide.conftest import Browser, path_of, rows
from workflows.models import Event, Profile, TaskDecision
from workflows.services.inbox import deciding
from workflows.services.inbox.drafts import save_draft

Open = Callable[..., Browser]
FORM = {
    "type": "object",
    "properties": {"amount": {"type": "number", "title": "Amount"}, "note": {"type": "string"}},
    "required": ["amount"],
}


def test_a_stranger_is_led_to_sign_in_and_back(stage: Stage, browser: Open) -> None:
    path = path_of(stage, stage.start())
    answer, _ = browser().get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={path}")


def test_the_page_shows_the_question_its_facts_and_the_authors_buttons(
    stage: Stage, browser: Open
) -> None:
    subject = {"amount": 1500, "currency": "EUR", "for": "Lisbon <b>", "lines": [{"a": 1}]}
    stage.publish(instructions="Look at the budget.", subject=subject, due_seconds=7200)
    run = stage.start()
    stage.act("ben", run, "comment", text="In the budget.")
    answer, page = browser("maria").get(path_of(stage, run))
    assert answer.status_code == 200
    for words in ("Approve the expense", "Look at the budget.", "asked by ada", "1,500.00 €",
                  "Lisbon <b>", "Due ", "In the budget."):  # fmt: skip
        assert words in page.text
    assert page.buttons == ["rejected", "approved"]
    assert b"Lisbon <b>" not in answer.content
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_approving_decides_through_the_door_of_mail(stage: Stage, browser: Open) -> None:
    run = stage.start()
    maria, path = browser("maria"), path_of(stage, run)
    answer = maria.send(path, "approved", comment="Fine by me")
    assert (answer.status_code, answer["Location"]) == (302, path)
    vote = TaskDecision.objects.get()
    assert vote.user is not None
    assert (vote.user.username, vote.decision, vote.via, vote.comment) == (
        "maria", "approved", "e-mail", "Fine by me",
    )  # fmt: skip
    detail = Event.objects.get(type="TaskDecided").payload["detail"]
    assert "mailbox" not in detail
    assert detail["shown"]["title"] == "Approve the expense"


def test_a_decision_may_be_taken_back_while_its_window_is_open(stage: Stage, browser: Open) -> None:
    run = stage.start()
    maria, path = browser("maria"), path_of(stage, run)
    maria.send(path, "approved")
    _, page = maria.get(path)
    assert "Approved by you" in page.text
    assert "You may take it back until" in page.text
    assert page.buttons == ["undo"]
    _, others = browser("ben").get(path)
    assert "Approved by maria" in others.text
    assert others.buttons == []
    assert browser("ben").client.post(path, {"decision": "undo"}).status_code == 403
    maria.send(path, "undo")
    _, page = maria.get(path)
    assert page.buttons == ["rejected", "approved"]


def test_without_a_window_it_counts_at_once_and_everybody_sees_by_whom(
    stage: Stage, browser: Open
) -> None:
    stage.publish(undo_seconds=0)
    run = stage.start()
    path = path_of(stage, run)
    browser("maria").send(path, "rejected", comment="Too much.")
    stage.work()
    for name, words in (("maria", "Rejected by you"), ("ben", "Rejected by maria")):
        _, page = browser(name).get(path)
        assert words in page.text
        assert "Too much." in page.text
        assert page.buttons == []
    assert stage.run(run).status == "completed"


def test_who_comes_second_changes_nothing_and_is_told_who_was_first(
    stage: Stage, browser: Open
) -> None:
    stage.publish(undo_seconds=0)
    run = stage.start()
    path, ben = path_of(stage, run), browser("ben")
    form = parse(ben.client.get(path).content.decode()).values
    browser("maria").send(path, "approved")
    before = rows()
    answer = ben.client.post(path, {**form, "decision": "rejected", "comment": "No"})
    assert (answer.status_code, answer["Location"]) == (302, path)
    assert rows() == before
    assert "Approved by maria" in ben.get(path)[1].text


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(stage: Stage, browser: Open, method: str) -> None:
    stage.publish(decide_by_mail=True)
    run = stage.start()
    before = rows()
    for name in ("maria", "ada", "olga", "root", None):
        getattr(browser(name).client, method)(path_of(stage, run) + "?decision=approved")
    assert rows() == before
    assert stage.unread("maria") == 1


def test_a_post_without_the_token_of_the_page_is_refused(stage: Stage, browser: Open) -> None:
    path = path_of(stage, stage.start())
    before = rows()
    assert browser("maria").client.post(path, {"decision": "approved"}).status_code == 403
    assert rows() == before


def test_return_in_a_field_decides_nothing(stage: Stage, browser: Open) -> None:
    path = path_of(stage, stage.start())
    before = rows()
    answer = browser("maria").send(path, "", comment="half a sent")
    assert answer.status_code == 422
    assert rows() == before
    assert b"half a sent" in answer.content
    first = answer.content.index(b"<button")
    assert b'value=""' in answer.content[first : first + 120]


def test_a_rejection_needs_a_reason_unless_the_author_says_otherwise(
    stage: Stage, browser: Open
) -> None:
    path = path_of(stage, stage.start())
    answer = browser("maria").send(path, "rejected")
    assert answer.status_code == 422
    assert b"Say why." in answer.content
    stage.publish(comment_on_reject=False, title="Other")
    other = path_of(stage, stage.start())
    assert browser("maria").send(other, "rejected").status_code == 302


def test_what_must_be_typed_must_be_typed(stage: Stage, browser: Open) -> None:
    stage.publish(confirm="{{ inputs.amount }}")
    path = path_of(stage, stage.start())
    answer = browser("maria").send(path, "approved", confirm="15")
    assert answer.status_code == 422
    assert b"Type exactly: 1500" in answer.content
    assert browser("maria").send(path, "approved", confirm="1500").status_code == 302


def test_a_form_is_filled_in_and_faults_stand_at_their_fields(stage: Stage, browser: Open) -> None:
    stage.publish(schema=FORM, proposal={"amount": 1200, "note": "As asked"})
    path = path_of(stage, stage.start())
    _, page = browser("maria").get(path)
    assert page.values["field.amount"] == "1200"
    assert page.values["field.note"] == "As asked"
    answer = browser("maria").send(path, "approved", amount="a lot")
    assert answer.status_code == 422
    assert b'aria-describedby="field.amount-error"' in answer.content
    assert b"a lot" in answer.content
    assert browser("maria").send(path, "approved", amount="").status_code == 422
    assert browser("maria").send(path, "approved", amount="990.5").status_code == 302
    detail = Event.objects.get(type="TaskDecided").payload["detail"]
    assert detail["data"] == {"amount": 990.5, "note": "As asked"}
    assert detail["changes"] == [{"path": "amount", "before": 1200, "after": 990.5}]


def test_who_rejects_need_not_fill_in_the_form(stage: Stage, browser: Open) -> None:
    stage.publish(schema=FORM)
    path = path_of(stage, stage.start())
    assert browser("maria").send(path, "rejected", amount="x", comment="No").status_code == 302


def test_a_form_that_this_page_cannot_draw_is_left_to_the_inbox(
    stage: Stage, browser: Open
) -> None:
    nested = {"type": "object", "properties": {"a": {"type": "object", "properties": {}}}}
    stage.publish(schema=nested)
    run = stage.start()
    _, page = browser("maria").get(path_of(stage, run))
    assert "This form needs the inbox" in page.text
    assert page.buttons == []
    assert f"/inbox/{stage.task(run).pk}" in page.links
    before = rows()
    form = {"decision": "approved", "csrfmiddlewaretoken": ""}
    browser("maria").client.post(path_of(stage, run), form)
    assert rows() == before


def test_somebody_else_who_has_taken_it_is_named(stage: Stage, browser: Open) -> None:
    run = stage.start()
    stage.act("ben", run, "claim")
    _, page = browser("maria").get(path_of(stage, run))
    assert "ben has taken this" in page.text
    assert page.buttons == []
    assert browser("ben").get(path_of(stage, run))[1].buttons == ["rejected", "approved"]


def test_under_a_quorum_ones_own_vote_is_shown_and_the_others_too(
    stage: Stage, browser: Open
) -> None:
    stage.publish(quorum=2, undo_seconds=0)
    run = stage.start()
    path = path_of(stage, run)
    browser("maria").send(path, "approved")
    _, page = browser("maria").get(path)
    assert "You have given your vote" in page.text
    assert "1 of 2 have agreed" in page.text
    assert page.buttons == []
    _, page = browser("ben").get(path)
    assert "maria Approved" in page.text
    assert page.buttons == ["rejected", "approved"]
    browser("ben").send(path, "approved")
    stage.work()
    assert stage.run(run).status == "completed"


def test_what_is_withdrawn_or_expired_says_so_and_why(stage: Stage, browser: Open) -> None:
    run = stage.start()
    path = path_of(stage, run)
    stage.stop("otto", run, "The trip is off.")
    _, page = browser("maria").get(path)
    assert "This was withdrawn" in page.text
    assert "The trip is off." in page.text
    assert page.buttons == []
    task = stage.task(run)
    task.state, task.closed_at = "expired", timezone.now()
    task.save()
    assert "Nobody decided in time" in browser("maria").get(path)[1].text


@pytest.mark.parametrize("name", ["ada", "otto", "root"])
def test_whom_it_does_not_wait_for_is_told_nothing_of_it(
    stage: Stage, browser: Open, name: str
) -> None:
    stage.publish(title="Approve CANARY?", instructions="CANARY", subject={"secret": "CANARY"})
    run = stage.start()
    answer, page = browser(name).get(path_of(stage, run))
    assert answer.status_code == 403
    assert "This does not wait for you" in page.text
    assert b"CANARY" not in answer.content
    before = rows()
    token = browser(name).client
    answer = token.post(path_of(stage, run), {"decision": "approved"})
    assert answer.status_code == 403
    assert rows() == before


def test_the_requester_is_told_that_he_may_not_under_four_eyes(stage: Stage, browser: Open) -> None:
    stage.publish(forbid_initiator=True, users=["ada"])
    answer, page = browser("ada").get(path_of(stage, stage.start()))
    assert answer.status_code == 403
    assert "Whoever asked may not decide" in page.text


def test_whoever_may_not_see_it_finds_nothing(stage: Stage, browser: Open) -> None:
    stage.publish(title="Approve CANARY?")
    run = stage.start()
    answer, _ = browser("olga").get(path_of(stage, run))
    assert answer.status_code == 404
    assert b"CANARY" not in answer.content
    for path in ("/decide/", "/decide/7/", "/decide/01a1fced-7576-72a6-9a30-dcea6133dbfd/"):
        assert browser("olga").get(path)[0].status_code == 404


def test_whoever_it_was_handed_away_from_is_asked_no_longer(stage: Stage, browser: Open) -> None:
    run = stage.start()
    stage.act("maria", run, "delegate", to="rita")
    assert browser("maria").get(path_of(stage, run))[0].status_code in (403, 404)
    assert browser("rita").get(path_of(stage, run))[1].buttons == ["rejected", "approved"]


def test_it_speaks_the_readers_language_and_zone(stage: Stage, browser: Open) -> None:
    stage.publish(subject={"amount": 1500, "currency": "EUR"})
    run = stage.start()
    _, page = browser("maria").get(path_of(stage, run))
    assert "Comment" in page.text
    assert "1,500.00 €" in page.text
    Profile.objects.update_or_create(
        user=stage.people["maria"], defaults={"language": "de", "zone": "Asia/Tokyo"}
    )
    answer, page = browser("maria").get(path_of(stage, run))
    assert "Ihre Antwort" in page.text
    assert b'<html lang="de">' in answer.content
    assert "1.500,00 €" in page.text
    assert ("Ablehnen" in page.text, "Genehmigen" in page.text) == (True, True)
    ben = browser("ben")
    answer = ben.client.get(path_of(stage, run), headers={"Accept-Language": "de-AT,de;q=0.9"})
    assert b"Ihre Antwort" in answer.content


QUESTIONS: list[tuple[dict[str, Any], dict[str, Any], str, Any]] = [
    ({"input_type": "text"}, {"answer": "Blue"}, "answered", "Blue"),
    ({"input_type": "choice", "options": ["a", "b"]}, {}, "b", "b"),
    ({"input_type": "approval"}, {"comment": "x"}, "approved", "approved"),
    ({"input_type": "choice", "options": list("abcdefg")}, {"answer": "2"}, "answered", "c"),
    (
        {"input_type": "multiselect", "options": ["a", "b", "c"]},
        {"answer": ["0", "2"]},
        "answered",
        ["a", "c"],
    ),
    (
        {"input_type": "choice", "options": ["a"], "allow_custom": True},
        {"own": "Mine"},
        "answered",
        "Mine",
    ),
    ({"input_type": "text", "skippable": True}, {}, "skipped", None),
]


@pytest.mark.parametrize(("ask", "fields", "button", "wanted"), QUESTIONS)
def test_questions_are_answered_by_buttons_or_fields(
    stage: Stage, browser: Open, ask: Any, fields: Any, button: str, wanted: Any
) -> None:
    nodes = [
        node("start", "input"),
        node("q", "question", question="Which?", users=["maria"], **ask),
    ]
    stage.publish(graph(nodes, [edge("start", "q")]))
    path = path_of(stage, stage.start())
    assert button in browser("maria").get(path)[1].buttons
    assert browser("maria").send(path, button, **fields).status_code == 302
    assert Event.objects.get(type="TaskDecided").payload["detail"]["data"] == {"answer": wanted}


def test_an_unanswered_question_is_shown_again(stage: Stage, browser: Open) -> None:
    ask = node("q", "question", question="Which?", users=["maria"], input_type="text")
    stage.publish(graph([node("start", "input"), ask], [edge("start", "q")]))
    path = path_of(stage, stage.start())
    assert browser("maria").send(path, "answered", answer=" ").status_code == 422


def test_a_form_node_is_submitted(stage: Stage, browser: Open) -> None:
    form = node("f", "form", title="Your size", users=["maria"], schema=FORM)
    stage.publish(graph([node("start", "input"), form], [edge("start", "f")]))
    path = path_of(stage, stage.start())
    _, page = browser("maria").get(path)
    assert (page.buttons, "comment" in page.inputs) == (["submitted"], False)
    assert browser("maria").send(path, "submitted", amount="7").status_code == 302
    assert Event.objects.get(type="TaskDecided").payload["detail"]["data"] == {"amount": 7}


def test_what_somebody_has_drafted_is_there(stage: Stage, browser: Open) -> None:
    stage.publish(schema=FORM)
    run = stage.start()
    save_draft(stage.people["maria"], str(stage.task(run).pk), {"amount": 7}, None, "Hm")
    _, page = browser("maria").get(path_of(stage, run))
    assert (page.values["field.amount"], page.values["comment"]) == ("7", "Hm")
    _, page = browser("ben").get(path_of(stage, run))
    assert (page.values["field.amount"], page.values["comment"]) == ("", "")


def test_what_else_waits_is_told_afterwards(stage: Stage, browser: Open) -> None:
    stage.publish(undo_seconds=0)
    first = stage.start()
    stage.start()
    deciding.decide_task(
        stage.people["maria"], str(stage.task(first).pk),
        deciding.DecideRequest("approved", {"amount": 1}),
    )  # fmt: skip
    assert "1 task waits for you" in browser("maria").get(path_of(stage, first))[1].text
