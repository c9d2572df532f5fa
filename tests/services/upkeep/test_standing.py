"""A restored database stands still: nothing is taken up, rung or sent until somebody says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from tests.api.conftest import Drain, graph, node, waiting
from workflows.adapters import leases, triggers
from workflows.adapters.notices import deliveries
from workflows.adapters.ports import current_ports
from workflows.adapters.upkeep.standstill import LAST_EPOCH, LEAST_JUMP, MOST_JUMP
from workflows.adapters.workspaces import places
from workflows.engine.errors import Forbidden, Refused
from workflows.engine.transition import claim
from workflows.models import AuditEntry, Run, Workflow
from workflows.services.commands import RunRequest, start_run
from workflows.services.dashboard.figures import dashboard
from workflows.services.dashboard.mending import mend
from workflows.services.inbox.deciding import ResumeRequest, resume_run
from workflows.services.upkeep.standing import continue_work, stand_still, standstill
from workflows.services.verify import verify_runs

Publish = Callable[..., str]


@pytest.fixture
def held(people: dict[str, User], published: Publish) -> str:
    """A run of which a step is being executed by a worker."""
    slug = published(graph([node("a", "log", message="x")], []), "Held")
    run_id = start_run(people["root"], slug, RunRequest())
    assert len(claim(current_ports(), "gone", 1, 30)) == 1
    return run_id


def test_nothing_is_taken_up_or_rung_until_somebody_says_so(
    people: dict[str, User], published: Publish, drain: Drain
) -> None:
    run_id = start_run(people["root"], published(waiting("only")), RunRequest())
    drain()
    user = people["root"]
    now = timezone.now()
    mail = deliveries.Fresh(deliveries.MAIL, "task.asked", {}, now, user=user.pk)
    deliveries.put([mail], now, timedelta(days=1))
    report = stand_still(now, "a test")
    # People go on deciding: what they say is kept, and acted on later.
    resume_run(user, run_id, ResumeRequest())
    assert leases.seconds_to_next() is None
    assert leases.first_due() is None
    assert claim(current_ports(), "eager", 10, 30) == []
    assert triggers.seconds_to_next() is None
    assert triggers.hold_due(30) is None
    assert deliveries.seconds_to_next(deliveries.MAIL) is None
    assert deliveries.claim(deliveries.MAIL, 30) is None
    assert [(item["kind"], item["known"]) for item in report["deliveries"]] == [
        ("task.asked", "unsent")
    ]
    continue_work(None)
    assert deliveries.claim(deliveries.MAIL, 30) is not None
    drain()
    assert Run.objects.get().status == "completed"


def test_what_was_being_executed_is_told_and_its_worker_records_nothing(
    held: str, drain: Drain
) -> None:
    before = Run.objects.get()
    report = stand_still(timezone.now() - timedelta(hours=1), "backup.tar.gz")
    step = {
        "run": held,
        "workflow": "held",
        "node_id": "a",
        "iteration": 1,
        "attempt": 1,
    }
    assert [{name: item[name] for name in step} for item in report["steps"]] == [step]
    assert (report["unfinished"], report["lost_seconds"]) == (1, 3600)
    row = Run.objects.get()
    assert row.lease_owner is None
    assert row.lease_epoch == before.lease_epoch + report["epochs_raised_by"]
    assert report["epochs_raised_by"] == LEAST_JUMP + 100 * 3600
    assert leases.release("gone", [held]) == set()
    continue_work(None)
    drain()
    assert Run.objects.get().status == "completed"
    assert [fault for verdict in verify_runs() for fault in verdict.faults] == []


def test_a_step_of_another_workspace_is_known_by_its_program(held: str) -> None:
    acme = places.create("acme", "Acme")
    Workflow.objects.update(workspace=acme)
    Run.objects.update(workspace=acme)
    (step,) = stand_still(None, "backup.tar.gz")["steps"]
    assert step["effects"] == "none"


def test_epochs_that_are_used_up_are_refused_and_nothing_changes(held: str) -> None:
    Run.objects.update(lease_epoch=LAST_EPOCH - 10)
    with pytest.raises(Refused, match="epochs"):
        stand_still(None, "backup.tar.gz")
    assert standstill() is None
    assert Run.objects.get().lease_owner == "gone"


def test_the_strip_of_the_dashboard_has_a_button_for_superusers(
    people: dict[str, User], held: str
) -> None:
    stand_still(None, "backup.tar.gz")

    def shown(who: User) -> dict[str, object]:
        found: dict[str, object] = dashboard(who, "24h")["broken"][0]
        return found

    assert (shown(people["root"])["name"], shown(people["root"])["action"]) == (
        "paused", "continue",
    )  # fmt: skip
    assert shown(people["otto"])["action"] is None
    with pytest.raises(Forbidden):
        mend(people["otto"], "paused")
    assert mend(people["root"], "paused").left == 0
    assert standstill() is None
    with pytest.raises(Refused, match="stands still"):
        continue_work(None)
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", "by"))
    assert verbs[-2:] == [("backup.restored", None), ("restore.continued", "root")]


def test_sessions_and_links_end(people: dict[str, User]) -> None:
    from django.contrib.sessions.models import Session

    from workflows.services.accounts import create_sign_in_link

    create_sign_in_link(people["root"])
    Session.objects.create(session_key="k" * 32, session_data="", expire_date=timezone.now())
    assert stand_still(None, "x")["sign_ins_ended"] == 2


def test_a_backup_of_ten_years_ago_can_be_restored(held: str) -> None:
    report = stand_still(timezone.now() - timedelta(days=3650), "an old backup")
    assert report["epochs_raised_by"] == MOST_JUMP
    assert Run.objects.get().lease_epoch > MOST_JUMP
