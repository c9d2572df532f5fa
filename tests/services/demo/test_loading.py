"""The demo: loaded once, whole or not at all, and never over what is somebody's own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from tests.api.conftest import Drain
from tests.support.clock import moved_clock
from tests.support.threads import together
from workflows import catalog
from workflows.models import Attachment, Run, Substitution, Task, Version, Workflow
from workflows.services import definitions
from workflows.services.commands import RunRequest, start_run
from workflows.services.demo import SMALL, Loaded, load_demo, loading
from workflows.services.demo.simulating.story import Story
from workflows.services.inbox.deciding import DecideRequest, decide_task
from workflows.services.publishing import publish_code
from workflows.services.queries.inbox.boxes import in_box
from workflows.services.verify import verify_exchange, verify_runs

EXAMPLES = {item.slug for item in catalog.demo_workflows()}


def faults() -> list[str]:
    found = [str(fault) for verdict in verify_runs() for fault in verdict.faults]
    return found + [str(fault) for fault in verify_exchange()]


@pytest.mark.django_db
def test_every_example_is_published_once() -> None:
    assert set(load_demo(0).workflows) == EXAMPLES
    assert load_demo(0) == Loaded([], 0)
    assert set(Workflow.objects.values_list("slug", flat=True)) == EXAMPLES
    assert Version.objects.count() == len(EXAMPLES)
    assert not Run.objects.exists()


@pytest.mark.django_db
def test_a_changed_example_stays_changed() -> None:
    slug = load_demo(0).workflows[0]
    definitions.save_draft(User.objects.get(username="alice"), slug, name="Mine now")
    load_demo(0)
    assert Workflow.objects.get(slug=slug).name == "Mine now"


@pytest.mark.django_db
def test_a_second_time_nothing_is_added_and_hardly_anything_asked(
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    assert load_demo(20).runs == 20
    before = [model.objects.count() for model in (Run, Task, Attachment, Substitution, User)]
    with django_assert_max_num_queries(100):
        assert load_demo(20) == Loaded([], 0)
    after = [model.objects.count() for model in (Run, Task, Attachment, Substitution, User)]
    assert after == before


@pytest.mark.django_db
def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[str, int, int]] = []
    load_demo(20, lambda *said: told.append(said))
    for doing in ("Playing a month of work", "Keeping it"):
        steps = [(done, total) for name, done, total in told if name == doing]
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1] > 0


@pytest.mark.django_db
def test_the_settings_say_how_many_runs(settings: Any) -> None:
    settings.FERMATA = {**settings.FERMATA, "demo_runs": 7}
    assert load_demo().runs == 7


@pytest.mark.django_db
def test_code_of_the_demo_is_no_reason_against_it() -> None:
    load_demo(0)
    publish_code()
    assert load_demo(5).runs == 5


@pytest.mark.django_db
def test_where_somebody_has_a_workflow_only_the_examples_are_published() -> None:
    root = User.objects.create_superuser("root", password="x" * 20)
    definitions.create_workflow(root, "Ours")
    loaded = load_demo(20)
    assert (set(loaded.workflows), loaded.runs) == (EXAMPLES, 0)
    assert not Run.objects.exists()
    assert not Substitution.objects.exists()


@pytest.mark.django_db
def test_where_something_has_run_nothing_is_added() -> None:
    load_demo(0)
    otto = User.objects.get(username="otto")
    start_run(otto, "expense-approval", RunRequest({"purpose": "x", "amount": 1}))
    assert load_demo(20).runs == 0
    assert Run.objects.count() == 1


@pytest.mark.django_db
def test_an_example_that_is_not_as_written_has_no_past() -> None:
    load_demo(0)
    Version.objects.filter(workflow__slug="expense-claim").update(digest="0" * 64)
    loaded = load_demo(20)
    assert 0 < loaded.runs < 20
    assert not Run.objects.filter(workflow__slug="expense-claim").exists()


@pytest.mark.django_db
def test_a_story_that_the_engine_refuses_is_left_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = loading.stories

    def with_a_bad_one(desk: Any, runs: int) -> list[Story]:
        bad = desk.story("expense-claim", "nadia", desk.now - timedelta(days=1), {"amount": -1})
        return [bad, *real(desk, runs)]

    monkeypatch.setattr(loading, "stories", with_a_bad_one)
    with caplog.at_level(logging.WARNING):
        assert load_demo(20).runs == 20
    assert "leaves out a run of expense-claim" in caplog.text


@pytest.mark.django_db
def test_what_is_cut_off_leaves_nothing_behind_and_begins_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, calls = loading.import_runs, []

    def cut_off(given: Any) -> None:
        calls.append(len(given))
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(given)

    monkeypatch.setattr(loading, "import_runs", cut_off)
    with pytest.raises(KeyboardInterrupt):
        load_demo(SMALL)
    assert calls[0] > 0
    assert not Run.objects.exists()
    assert not Substitution.objects.exists()
    monkeypatch.setattr(loading, "import_runs", real)
    assert load_demo(SMALL).runs == SMALL
    assert faults() == []


@pytest.mark.django_db
def test_the_month_goes_on(drain: Drain) -> None:
    load_demo(SMALL)
    maria = User.objects.get(username="maria")
    plain = in_box(maria, "mine", "open").filter(run__workflow__slug="customer-refund", quorum=1)
    decide_task(maria, str(plain.get().pk), DecideRequest("approved"))
    with moved_clock() as clock:
        for _ in range(40):
            clock.forward(16 * 3_600)
            drain()
        now = timezone.now() + timedelta(hours=40 * 16)
        assert not Run.objects.filter(wake_at__lt=now - timedelta(minutes=5)).exists()
    assert faults() == []
    # PayLater has confirmed, articles have had their hour, claims went to the board.
    assert not Run.objects.filter(status="running").exists()
    articles = Run.objects.filter(workflow__slug="article-publishing", status="completed")
    assert articles.count() >= 3
    assert Task.objects.filter(state="open", level__gte=1).count() >= 4


@pytest.mark.django_db(transaction=True)
def test_of_two_who_load_at_once_one_does() -> None:
    load_demo(0)
    answers = together(*[lambda: load_demo(12).runs] * 2)
    assert sorted(answers) == [0, 12]
    assert Run.objects.count() == 12
    assert Substitution.objects.count() == 2
