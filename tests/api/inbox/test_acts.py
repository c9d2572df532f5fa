"""What people do with tasks over the API: handing on, asking back, remarks, ranks, nudges."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from tests.api.conftest import Drain, graph, node
from tests.api.inbox.conftest import Client, Open, ids
from tests.support.clock import DatabaseClock
from workflows.models import Substitution, TaskDecision


def test_a_question_back_leaves_the_task_open_and_its_answer_comes_as_a_remark(
    api: Client, opened: Open
) -> None:
    _, task = opened()
    shown = api("maria").post(f"tasks/{task}/ask/", {"text": "Which shop?"}).json()
    assert (shown["state"], shown["info_from"]) == ("open", "otto")
    assert shown["comments"][0]["asks"] == "otto"
    answered = api("otto").post(f"tasks/{task}/comment/", {"text": "In town"}).json()
    assert answered["info_from"] is None
    assert [item["answers"] for item in answered["comments"]] == [False, True]
    assert answered["comments_count"] == 2


def test_whoever_is_asked_for_information_sees_the_task_and_decides_nothing(
    api: Client, opened: Open
) -> None:
    _, task = opened()
    olga = api("olga")
    assert olga.get(f"tasks/{task}/").status_code == 404
    api("maria").post(f"tasks/{task}/ask/", {"text": "Do you know?", "to": "olga"})
    shown = olga.get(f"tasks/{task}/").json()
    assert (shown["info_from"], shown["can"]["decide"], shown["can"]["comment"]) == (
        "olga", False, True,
    )  # fmt: skip
    assert shown["why_not"]["code"] == "not_asked"
    assert olga.post(f"tasks/{task}/decide/", {"decision": "approved"}).status_code == 403
    assert olga.post(f"tasks/{task}/ask/", {"text": "And you?"}).status_code == 403
    assert ids(olga) == []
    assert api("maria").post(f"tasks/{task}/ask/", {"text": "?", "to": "ghost"}).status_code == 400


def test_a_mention_draws_somebody_in_if_whoever_writes_may_do_that(
    api: Client, opened: Open
) -> None:
    _, task = opened()
    said = api("maria").post(
        f"tasks/{task}/comment/", {"text": "See @olga, not a@rita.org or @ghost."}
    )
    assert said.json()["comments"][0]["mentions"] == ["olga"]
    assert said.json()["watchers"] == ["olga"]
    # Who was only drawn in draws nobody else in.
    again = api("olga").post(f"tasks/{task}/comment/", {"text": "Ask @rita or @maria"})
    assert again.json()["comments"][1]["mentions"] == ["maria"]
    assert api("rita").get(f"tasks/{task}/").status_code == 404


def test_a_vote_that_was_handed_on_is_shown_as_that_of_who_had_it(
    api: Client, opened: Open
) -> None:
    _, task = opened(groups=[], users=["maria", "ben"], quorum=2)
    given = api("maria").post(f"tasks/{task}/delegate/", {"to": "olga", "comment": "Away"}).json()
    assert given["users"] == ["ben", "olga"]
    assert given["history"][-1]["detail"]["comment"] == "Away"
    api("olga").post(f"tasks/{task}/decide/", {"decision": "approved"})
    shown = api("ben").post(f"tasks/{task}/decide/", {"decision": "approved"}).json()
    voices = {
        e["by"]: e["detail"].get("for") for e in shown["history"] if e["type"] == "TaskDecided"
    }
    assert voices == {"olga": "maria", "ben": None}
    # Whose vote it was finds it among what is done.
    assert ids(api("maria"), state="done") == [task]


def test_who_stands_in_sees_and_decides_for_whom_is_away(
    api: Client, opened: Open, people: dict[str, User]
) -> None:
    _, task = opened(groups=[], users=["maria"])
    olga = api("olga")
    assert ids(olga) == []
    now = timezone.now()
    Substitution.objects.create(
        user=people["maria"],
        substitute=people["olga"],
        starts_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=1),
    )
    assert ids(olga) == [task]
    assert olga.get("suspensions/").json()["results"][0]["can_resume"] is True
    assert olga.get(f"tasks/{task}/").json()["can"]["decide"] is True
    shown = olga.post(f"tasks/{task}/decide/", {"decision": "approved"}).json()
    assert (shown["decided_by"], shown["acting_for"]) == ("olga", "maria")
    assert TaskDecision.objects.get(task=task).acting_for == people["maria"]


def test_a_claim_has_an_end_where_the_author_says_so(
    api: Client, opened: Open, clock: DatabaseClock, drain: Drain
) -> None:
    _, task = opened(claim_seconds="1h")
    taken = api("maria").post(f"tasks/{task}/claim/").json()
    assert taken["claimed_until"] is not None
    clock.forward(3_601)
    drain()
    shown = api("ben").get(f"tasks/{task}/").json()
    assert (shown["state"], shown["claimed_by"], shown["claimed_until"]) == ("open", None, None)


def test_operators_free_what_somebody_took(api: Client, opened: Open) -> None:
    _, task = opened()
    api("maria").post(f"tasks/{task}/claim/")
    assert api("ben").post(f"tasks/{task}/release/").status_code == 409
    assert api("otto").post(f"tasks/{task}/release/").json()["claimed_by"] is None


def test_ranks_sort_the_list(api: Client, opened: Open) -> None:
    _, low = opened(priority="low")
    _, normal = opened()
    _, high = opened(priority="high")
    assert ids(api("maria"), order="priority") == [high, normal, low]
    shown = api("maria").post(f"tasks/{low}/priority/", {"priority": "urgent"}).json()
    assert shown["priority"] == 2
    assert ids(api("maria"), order="priority") == [low, high, normal]
    assert ids(api("maria"), priority="urgent,high", order="priority") == [low, high]
    assert api("maria").post(f"tasks/{low}/priority/", {"priority": "mad"}).status_code == 400


def test_the_requester_nudges_and_is_told_when_it_is_too_soon(api: Client, opened: Open) -> None:
    _, task = opened()
    assert api("maria").post(f"tasks/{task}/nudge/").status_code == 403
    assert api("otto").post(f"tasks/{task}/nudge/").status_code == 200
    again = api("otto").post(f"tasks/{task}/nudge/")
    assert (again.status_code, again.json()["code"]) == (409, "too_soon")
    assert again.json()["again_at"]


def test_a_retry_supersedes_the_task_that_the_failure_withdrew(
    api: Client,
    opened: Open,
    published: Callable[..., str],
    drain: Drain,
    clock: DatabaseClock,
) -> None:
    slug = published(
        graph(
            [
                node("ask", "approval", groups=["managers"]),
                node("nap", "sleep", duration_seconds=60),
                node("bad", "fail", message="No."),
            ],
            [{"id": "e", "source": "nap", "target": "bad"}],
        ),
        "Fails",
    )
    run = api("otto").post(f"workflows/{slug}/runs/").json()["id"]
    drain()
    (first,) = ids(api("maria"))
    clock.forward(61)
    drain()
    gone = api("maria").get(f"tasks/{first}/").json()
    assert (gone["state"], gone["closed_reason"]) == ("withdrawn", "The run failed.")
    assert ids(api("maria"), state="recent") == [first]
    api("otto").post(f"runs/{run}/retry/")
    assert api("maria").get(f"tasks/{first}/").json()["state"] == "superseded"
    assert len(ids(api("maria"))) == 1
