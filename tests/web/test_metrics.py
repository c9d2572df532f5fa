"""`/metrics`: who may read it, what it tells, and that it stays cheap."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from workflows.adapters.operating.meters import BUCKETS, METERS, Meters
from workflows.models import Meter, WorkerBeat
from workflows.services.monitoring import METRICS, exposition
from workflows.services.upkeep.standing import stand_still

TOKEN = "a-token-of-monitoring"
FAR = "203.0.113.9"
MADE: list[Any] = sys.modules[exposition.__module__]._made
"""The text of the last seconds."""


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    METERS.forget()
    MADE.clear()
    yield
    METERS.forget()
    MADE.clear()


def told(name: str, **labels: str) -> float | None:
    for family in text_string_to_metric_families(exposition().decode()):
        for sample in family.samples:
            if sample.name == name and sample.labels == labels:
                return sample.value
    return None


def status(client: Client, **headers: str) -> int:
    return client.get("/metrics", **headers).status_code  # type: ignore[arg-type]


@pytest.mark.django_db
def test_this_machine_may_read_and_strangers_may_not(client: Client) -> None:
    assert status(client) == 200
    assert status(client, REMOTE_ADDR=FAR) == 403


@pytest.mark.django_db
def test_who_comes_through_a_proxy_of_this_machine_is_a_stranger(client: Client) -> None:
    for trusted in (False, True):
        with override_settings(FERMATA={**settings.FERMATA, "trust_proxy": trusted}):
            for header in ("X_FORWARDED_FOR", "X_REAL_IP", "FORWARDED", "VIA"):
                assert status(client, **{f"HTTP_{header}": "127.0.0.1"}) == 403


@pytest.mark.django_db
def test_the_token_opens_it_and_no_other_does(client: Client) -> None:
    with override_settings(FERMATA={**settings.FERMATA, "metrics_token": TOKEN}):
        assert status(client, REMOTE_ADDR=FAR) == 401
        for wrong in ("", "Bearer", "Bearer x", f"Basic {TOKEN}", f"Bearer {TOKEN}x"):
            assert status(client, REMOTE_ADDR=FAR, HTTP_AUTHORIZATION=wrong) == 401
        right = f"Bearer {TOKEN}"
        assert status(client, REMOTE_ADDR=FAR, HTTP_AUTHORIZATION=right) == 200


@pytest.mark.django_db
def test_superusers_may_read_and_staff_may_not(client: Client) -> None:
    client.force_login(User.objects.create_user("otto", is_staff=True))
    assert status(client, REMOTE_ADDR=FAR) == 403
    client.force_login(User.objects.create_superuser("chief"))
    assert status(client, REMOTE_ADDR=FAR) == 200


@pytest.mark.django_db
def test_every_figure_is_there_also_of_an_empty_installation() -> None:
    METERS.durations("step_seconds", type="wait", result="suspend").observe(0.3)
    METERS.durations("claim_seconds").observe(0.3)
    families = list(text_string_to_metric_families(exposition().decode()))
    found = {sample.name for family in families for sample in family.samples}
    found |= {family.name for family in families}
    only_with_redis = {"fermata_redis_up", "fermata_queue_jobs", "fermata_queue_workers"}
    assert set(METRICS) - only_with_redis - found <= {"fermata_events_total"}


@pytest.mark.django_db
def test_counts_of_several_processes_add_up_and_outlive_them() -> None:
    for _ in range(2):
        process = Meters()
        process.events(["RunCreated", "NodeStarted", "RunCompleted"])
        process.durations("step_seconds", type="wait", result="suspend").observe(0.3)
        process.flush()
        process.flush()
    assert told("fermata_events_total", type="NodeStarted") == 2
    assert told("fermata_runs_created_total") == 2
    assert told("fermata_runs_finished_total", status="completed") == 2
    place = {"type": "wait", "result": "suspend"}
    assert told("fermata_step_seconds_bucket", **place, le="0.1") == 0
    assert told("fermata_step_seconds_bucket", **place, le="0.5") == 2
    assert told("fermata_step_seconds_bucket", **place, le="+Inf") == 2
    assert told("fermata_step_seconds_sum", **place) == pytest.approx(0.6)


@pytest.mark.django_db
def test_what_could_not_be_added_is_added_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    process = Meters()
    process.events(["RunStarted"])
    with monkeypatch.context() as broken:
        broken.setattr("workflows.adapters.operating.meters._ADD", "INSERT INTO nowhere")
        with pytest.raises(Exception, match=r"nowhere|syntax|incomplete|not all arguments"):
            process.flush()
    process.flush()
    assert Meter.objects.get().value == 1


def test_a_label_takes_a_bounded_number_of_values() -> None:
    process = Meters()
    for number in range(500):
        process.durations("step_seconds", type=f"node-{number}", result="complete").observe(1.0)
    types = {dict(key.labels)["type"] for key in process.pending()}
    assert len(types) == 101
    assert "other" in types
    assert len(process.pending()) <= 101 * (len(BUCKETS) + 2)


@pytest.mark.django_db
def test_a_living_worker_is_counted() -> None:
    from django.utils import timezone

    now = timezone.now()
    beat = {"host": "h", "pid": 1, "started_at": now, "seen_at": now, "held": 3}
    WorkerBeat.objects.create(owner="w", **beat)
    assert (told("fermata_workers"), told("fermata_held_runs")) == (1, 3)


@pytest.mark.django_db
def test_it_asks_a_fixed_number_of_questions_and_not_again_within_seconds() -> None:
    with CaptureQueriesContext(connection) as asked:
        exposition()
    assert len(asked) <= 15
    assert all("LIMIT" in q["sql"] or "meter" in q["sql"] or "worker_beat" in q["sql"]
               for q in asked.captured_queries)  # fmt: skip
    with CaptureQueriesContext(connection) as again:
        exposition()
    assert len(again) == 0


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import DatabaseError

    def fail() -> object:
        raise DatabaseError("password of the database")

    monkeypatch.setattr(connection, "cursor", fail)
    assert told("fermata_up") == 0
    assert b"password" not in exposition()


@pytest.mark.django_db
def test_a_stand_still_after_a_restore_is_told() -> None:
    assert told("fermata_paused") == 0
    stand_still(timezone.now(), "a test")
    MADE.clear()
    assert told("fermata_paused") == 1
