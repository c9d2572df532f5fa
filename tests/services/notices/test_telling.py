"""Who is told what: a story for each kind of notice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from tests.api.conftest import edge, graph, node
from tests.services.notices.conftest import Stage
from tests.support.clock import moved_clock
from workflows.models import Announcement, Event, Notice, Substitution, Workflow
from workflows.services.inbox import deciding
from workflows.services.notices import expanding


def facts(stage: Stage, who: str) -> dict[str, Any]:
    found: dict[str, Any] = stage.told(who)[0].facts
    return found


def test_those_asked_are_told_members_of_groups_as_they_are_now(stage: Stage) -> None:
    stage.publish(users=["rita"], groups=["managers"])
    stage.people["ben"].groups.clear()
    stage.people["olga"].groups.set([Group.objects.get(name="managers")])
    run = stage.start()
    assert stage.everybody() == {"maria": ["asked"], "olga": ["asked"], "rita": ["asked"]}
    assert (facts(stage, "rita"), facts(stage, "olga")) == ({}, {"group": "managers"})
    told = stage.told("rita")[0]
    assert (told.title, told.task_id) == ("Approve the expense", stage.task(run).pk)
    assert stage.mails() == {"rita": ["asked"], "maria": ["asked"], "olga": ["asked"]}


def test_whoever_is_not_active_is_not_told(stage: Stage) -> None:
    stage.people["ben"].is_active = False
    stage.people["ben"].save()
    stage.start()
    assert stage.everybody() == {"maria": ["asked"]}


def test_under_four_eyes_the_requester_is_not_told(stage: Stage) -> None:
    stage.publish(users=["ada", "rita"], groups=[], forbid_initiator=True)
    stage.start("ada")
    assert stage.everybody() == {"rita": ["asked"]}


def test_a_substitute_is_told_for_whom_he_stands_in(stage: Stage) -> None:
    stage.publish(users=["rita"], groups=[])
    away(stage, "rita", "olga")
    stage.start()
    assert stage.everybody() == {"rita": ["asked"], "olga": ["asked"]}
    assert facts(stage, "olga") == {"for": "rita"}


def test_a_substitution_for_other_workflows_or_times_does_not_count(stage: Stage) -> None:
    stage.publish(users=["rita"], groups=[])
    other = Workflow.objects.create(slug="other", name="Other")
    away(stage, "rita", "olga").workflows.set([other])
    away(stage, "rita", "ben", begins=timedelta(days=1))
    stage.start()
    assert stage.everybody() == {"rita": ["asked"]}


def test_the_requesters_own_substitute_is_not_told_under_four_eyes(stage: Stage) -> None:
    stage.publish(users=["ada", "rita"], groups=[], forbid_initiator=True)
    away(stage, "ada", "olga")
    away(stage, "rita", "ada")
    stage.start("ada")
    assert stage.everybody() == {"rita": ["asked"]}


def test_a_task_that_asks_nobody_tells_those_who_look_after_runs(stage: Stage) -> None:
    stage.publish(groups=[])
    stage.start()
    assert stage.everybody() == {"otto": ["asked"]}


def test_a_reminder_reaches_those_who_have_not_voted(stage: Stage) -> None:
    stage.publish(quorum=2)
    run = stage.start()
    stage.decide("maria", run)
    stage.act("ada", run, "nudge")
    assert stage.everybody() == {"maria": ["asked"], "ben": ["reminded"]}
    assert facts(stage, "ben") == {"reminder": "nudge", "by": "ada", "group": "managers"}
    assert stage.mails() == {"maria": ["asked"], "ben": ["asked", "reminded"]}


def test_a_reminder_changes_the_notice_and_makes_it_unread_again(stage: Stage) -> None:
    run = stage.start()
    Notice.objects.update(read_at=timezone.now())
    stage.act("ada", run, "nudge")
    assert (stage.kinds("ben"), stage.unread("ben")) == (["reminded"], 1)


def test_an_escalation_tells_the_new_ones_and_ends_it_for_the_others(stage: Stage) -> None:
    stage.publish(escalations=[{"after_seconds": 60, "users": ["rita"], "groups": []}])
    run = stage.start()
    ring(stage, run)
    assert stage.everybody() == {"maria": ["asked"], "ben": ["asked"], "rita": ["escalated"]}
    assert facts(stage, "rita") == {"level": 1}
    over = stage.told("ben")[0].over
    assert (over["state"], over["to"]) == ("handed_on", ["rita"])
    assert (stage.unread("ben"), stage.unread("rita")) == (0, 1)


def test_whom_it_is_handed_to_is_told_by_whom_and_with_which_words(stage: Stage) -> None:
    run = stage.start()
    stage.act("maria", run, "delegate", to="rita", text="You know the budget.")
    assert stage.kinds("rita") == ["delegated"]
    assert facts(stage, "rita") == {"by": "maria", "text": "You know the budget."}
    assert {name: stage.told(name)[0].over["state"] for name in ("maria", "ben")} == {
        "maria": "handed_on",
        "ben": "handed_on",
    }


def test_under_a_quorum_the_others_stay_asked_when_one_hands_his_vote_on(stage: Stage) -> None:
    stage.publish(quorum=2, users=["maria", "ben"], groups=[])
    run = stage.start()
    stage.act("maria", run, "delegate", to="rita")
    assert stage.everybody() == {"maria": ["asked"], "ben": ["asked"], "rita": ["delegated"]}
    assert stage.told("ben")[0].over is None


def test_what_comes_back_is_asked_again(stage: Stage) -> None:
    stage.publish(users=["maria"], groups=[])
    run = stage.start()
    stage.act("maria", run, "delegate", to="rita")
    stage.act("rita", run, "delegate", to="maria")
    assert stage.kinds("maria") == ["delegated"]
    assert (stage.told("maria")[0].over, stage.unread("maria")) == (None, 1)


def test_who_is_mentioned_is_told_and_the_requester_of_what_those_asked_write(
    stage: Stage,
) -> None:
    run = stage.start()
    stage.act("maria", run, "comment", text="@rita, is this in the budget?")
    assert stage.everybody() == {
        "ada": ["commented"], "maria": ["asked"], "ben": ["asked"], "rita": ["mentioned"],
    }  # fmt: skip
    said = {"by": "maria", "text": "@rita, is this in the budget?"}
    assert facts(stage, "rita") == facts(stage, "ada") == said


def test_nobody_is_told_of_his_own_words(stage: Stage) -> None:
    run = stage.start()
    stage.act("ada", run, "comment", text="It is urgent, @maria and @ada.")
    assert stage.everybody() == {"maria": ["mentioned", "asked"], "ben": ["asked"]}


def test_who_is_asked_for_information_is_told_and_so_is_who_asked_when_it_comes(
    stage: Stage,
) -> None:
    run = stage.start()
    stage.act("maria", run, "ask", text="Which project?")
    assert stage.kinds("ada") == ["wanted"]
    assert facts(stage, "ada") == {"by": "maria", "text": "Which project?"}
    stage.act("ada", run, "comment", text="Lisbon.")
    assert stage.kinds("maria") == ["informed", "asked"]
    assert facts(stage, "maria") == {"by": "ada", "text": "Lisbon."}
    assert stage.told("ada")[0].over == {"state": "answered", "by": "ada"}
    assert stage.unread("ada") == 0


def test_the_requester_is_told_the_outcome_and_the_others_who_decided(stage: Stage) -> None:
    run = stage.start()
    stage.decide("maria", run, "rejected", comment="Too much.")
    assert stage.everybody() == {"ada": ["outcome"], "maria": ["asked"], "ben": ["asked"]}
    told = facts(stage, "ada")
    assert (told["state"], told["decision"], told["by"], told["comment"]) == (
        "decided", "rejected", "maria", "Too much.",
    )  # fmt: skip
    over = stage.told("ben")[0].over
    assert (over["state"], over["by"], over["decision"]) == ("decided", "maria", "rejected")
    assert (stage.unread("ada"), stage.unread("ben")) == (1, 0)


def test_who_decides_his_own_request_is_not_told_of_it(stage: Stage) -> None:
    stage.publish(users=["ada", "ben"], groups=[])
    run = stage.start("ada")
    stage.decide("ada", run)
    assert stage.everybody() == {"ada": ["asked"], "ben": ["asked"]}


def test_the_outcome_is_told_in_the_authors_words(stage: Stage) -> None:
    ask = {"question": "Which?", "options": [{"id": "a", "label": "The first"}, "b"]}
    nodes = [node("start", "input"), node("q", "question", users=["maria"], **ask)]
    stage.publish(graph(nodes, [edge("start", "q")]))
    run = stage.start()
    deciding.decide_task(
        stage.people["maria"], str(stage.task(run).pk), deciding.DecideRequest("a")
    )
    stage.work()
    assert (facts(stage, "ada")["decision"], facts(stage, "ada")["label"]) == ("a", "The first")


def test_nothing_is_told_of_a_decision_while_it_may_be_taken_back(stage: Stage) -> None:
    run = stage.start()
    stage.decide("maria", run, undo_seconds=8)
    assert stage.everybody() == {"maria": ["asked"], "ben": ["asked"]}
    stage.act("maria", run, "undo")
    assert stage.told("ben")[0].over is None


def test_of_a_deadline_those_asked_are_told_by_the_bell_and_the_requester_by_mail_too(
    stage: Stage,
) -> None:
    stage.publish(due_seconds=60, timeout_seconds=60, on_timeout="resume")
    run = stage.start()
    before = stage.mails()
    ring(stage, run)
    assert stage.everybody() == {"ada": ["outcome"], "maria": ["expired"], "ben": ["expired"]}
    assert facts(stage, "ada")["state"] == "expired"
    assert stage.unread("ben") == 1
    assert stage.mails() == {**before, "ada": ["outcome"]}


def test_of_a_stop_all_are_told_but_who_stopped(stage: Stage) -> None:
    run = stage.start()
    stage.stop("otto", run, "The trip is off.")
    assert stage.everybody() == {"ada": ["outcome"], "maria": ["withdrawn"], "ben": ["withdrawn"]}
    assert facts(stage, "ada")["reason"] == "The trip is off."
    assert stage.told("ben")[0].over["reason"] == "The trip is off."
    assert stage.unread("ben") == 1
    second = stage.start()
    stage.stop("ada", second)
    assert stage.kinds("ada") == ["outcome"]


def test_mails_that_would_ask_for_a_closed_task_are_dropped(stage: Stage) -> None:
    run = stage.start()
    stage.decide("maria", run)
    assert [mail.to for mail in stage.post()] == [["ada <ada@example.org>"]]


def test_an_announcement_that_comes_late_asks_nobody_for_a_closed_task(stage: Stage) -> None:
    run = stage.start()
    late = Announcement(kind="task.created", run_id=stage.run(run).pk, seq=created(run), at=now())
    stage.decide("maria", run)
    Notice.objects.all().delete()
    late.save()
    stage.tell()
    assert stage.everybody() == {}


def test_a_failed_run_is_told_to_its_starter_and_grouped_to_operators(stage: Stage) -> None:
    fails = [node("start", "input"), node("no", "fail", message="No budget.")]
    stage.publish(graph(fails, [edge("start", "no")]))
    for _ in range(3):
        stage.start("ada")
    assert stage.kinds("ada") == ["failed"] * 3
    (grouped,) = stage.told("otto")
    assert (grouped.kind, grouped.count, grouped.title) == ("failures", 3, "Flow")
    assert "No budget." in facts(stage, "ada")["error"]
    assert stage.mails() == {"ada": ["failed"] * 3}
    Notice.objects.update(read_at=timezone.now())
    stage.start("ada")
    assert [notice.count for notice in stage.told("otto")] == [1]
    assert stage.unread("otto") == 1


def test_an_operators_own_failed_run_is_told_once(stage: Stage) -> None:
    fails = [node("start", "input"), node("no", "fail", message="No budget.")]
    stage.publish(graph(fails, [edge("start", "no")]))
    stage.start("otto")
    assert stage.kinds("otto") == ["failed"]


def test_what_cannot_be_told_rests_and_holds_up_no_others(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stage.publish()
    broken, tellings = [], expanding.tellings

    def sometimes(happening: Any) -> Any:
        if not broken:
            broken.append(happening.run.uuid)
        if happening.run.uuid in broken:
            raise ValueError("a fault of ours")
        return tellings(happening)

    monkeypatch.setattr(expanding, "tellings", sometimes)
    monkeypatch.setattr(Stage, "tell", lambda self: expanding.expand_all())
    stage.start()
    stage.start()
    assert stage.kinds("ben") == ["asked"]
    left = Announcement.objects.get()
    assert (left.attempts, left.due_at is not None) == (1, True)
    assert "cannot be told" in caplog.text
    monkeypatch.setattr(expanding, "tellings", tellings)
    Announcement.objects.update(due_at=None)
    expanding.expand_all()
    assert stage.kinds("ben") == ["asked", "asked"]


def away(stage: Stage, who: str, substitute: str, begins: timedelta = timedelta(0)) -> Substitution:
    start = timezone.now() + begins - timedelta(minutes=1)
    return Substitution.objects.create(
        user=stage.people[who],
        substitute=stage.people[substitute],
        starts_at=start,
        ends_at=start + timedelta(days=2),
    )


def ring(stage: Stage, run: str) -> None:
    """Let the time of the run's wait come."""
    with moved_clock() as clock:
        clock.forward(61)
        stage.work()


def created(run: str) -> int:
    return Event.objects.get(run__uuid=run, type="TaskCreated").seq


def now() -> Any:
    return timezone.now()
