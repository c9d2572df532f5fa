"""Webhooks against a real server on loopback: what it is sent, signed, again, and when no more."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.api.conftest import edge, graph, node
from tests.services.notices.conftest import Stage
from workflows.engine.errors import Forbidden, Invalid, NotFound, Refused
from workflows.models import Announcement, AuditEntry, Delivery, Event, Run, Webhook
from workflows.nodes.connect import wire
from workflows.services import commands
from workflows.services.notices import kinds, webhooks
from workflows.services.notices.calls import calling, payloads
from workflows.services.notices.sending import send_all
from workflows.services.notices.webhooks import WebhookRequest
from workflows.services.queries.notices.happenings import Happening

OK = (200, "text/plain", b"thank you", {})


def hook(stage: Stage, server: Any, path: str = "/hook", **more: Any) -> dict[str, Any]:
    server.answers.setdefault(path, OK)
    request = WebhookRequest(**{"name": path, "url": f"{server.url}{path}", **more})
    return webhooks.create_webhook(stage.people["root"], request)


def received(server: Any, number: int = -1) -> tuple[dict[str, str], Any, str]:
    """Give headers, JSON and text of a call."""
    method, _, headers, body = server.seen[number]
    assert method == "POST"
    return headers, json.loads(body), body.decode()


def pass_time(**span: float) -> None:
    """Let time pass for deliveries and webhooks: the rows move, the database's clock cannot."""
    for row in [*Delivery.objects.all(), *Webhook.objects.all()]:
        for field in row._meta.fields:
            value = getattr(row, field.name)
            if hasattr(value, "astimezone"):
                setattr(row, field.name, value - timedelta(**span))
        row.save()


def test_a_call_tells_what_happened_and_is_signed(stage: Stage, server: Any) -> None:
    secret = hook(stage, server)["secret"]
    run = stage.start()
    send_all("webhook")
    headers, told, body = received(server)
    task, row = stage.task(run), Delivery.objects.get(channel="webhook")
    assert (told["event"], told["by"]) == ("task.created", None)
    assert told["id"].startswith(f"{run}.")
    assert told["run"] == {
        "id": run, "workflow": stage.slug, "workflow_name": "Flow", "version": 1,
        "status": "suspended", "started_by": "ada", "tags": [], "parent": None,
        "url": f"http://127.0.0.1:8000/runs/{run}",
    }  # fmt: skip
    assert told["task"]["id"] == str(task.pk)
    assert (told["task"]["title"], told["task"]["groups"]) == ("Approve the expense", ["managers"])
    assert headers["content-type"] == "application/json"
    assert headers["fermata-event"] == "task.created"
    assert headers["fermata-delivery"] == headers["idempotency-key"] == str(row.key)
    moment, mark = headers["fermata-signature"].split(",")
    assert abs(int(moment.removeprefix("t=")) - timezone.now().timestamp()) < 60
    signed = f"{moment.removeprefix('t=')}.{body}".encode()
    wanted = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    assert mark == f"v1={wanted}"
    assert row.state == "sent"


def test_nothing_that_people_filled_in_is_sent(stage: Stage, server: Any) -> None:
    hook(stage, server)
    run = stage.start(note="CANARY-inputs")
    stage.decide("maria", run, comment="Fine", data={"amount": 7, "note": "CANARY-answer"})
    send_all("webhook")
    decided = [received(server, number)[1] for number in range(len(server.seen))]
    assert decided[-1]["event"] == "task.decided"
    assert decided[-1]["by"] == "maria"
    assert decided[-1]["detail"] == {
        "decision": "approved", "for": None, "comment": "Fine", "via": "api",
    }  # fmt: skip
    assert "CANARY" not in repr(server.seen)


def test_only_what_is_asked_for_is_sent(stage: Stage, server: Any) -> None:
    hook(stage, server, "/decided", kinds=["task.decided"])
    stage.publish()
    hook(stage, server, "/here", workflows=[stage.slug])
    hook(stage, server, "/off", active=False)
    other = stage._publish(graph([node("start", "input"), node("a", "constant", value=1)],
                                 [edge("start", "a")]), "Other")  # fmt: skip
    hook(stage, server, "/there", workflows=[other])
    run = stage.start()
    stage.decide("maria", run)
    send_all("webhook")
    assert sorted((path, headers["fermata-event"]) for _, path, headers, _ in server.seen) == [
        ("/decided", "task.decided"), ("/here", "task.created"), ("/here", "task.decided"),
    ]  # fmt: skip


def test_where_runs_stand_is_announced_only_while_somebody_wants_to_hear_it(
    stage: Stage, server: Any
) -> None:
    moves = ["run.started", "run.suspended", "run.completed", "run.cancelled"]
    stage.publish()
    stage.decide("maria", stage.start())
    assert not Delivery.objects.filter(channel="webhook").exists()
    made = hook(stage, server, kinds=moves)
    first, second = stage.start(), stage.start()
    stage.decide("maria", first)
    stage.stop("otto", second, "Enough")
    send_all("webhook")
    told = [received(server, number)[1] for number in range(len(server.seen))]
    mine = [item["event"] for item in told if item["run"]["id"] == first]
    assert mine == ["run.started", "run.suspended", "run.completed"]
    assert [item["run"]["status"] for item in told if item["run"]["id"] == second][
        -1
    ] == "cancelled"
    request = WebhookRequest(active=False)
    webhooks.change_webhook(stage.people["root"], made["id"], request)
    stage._drain()
    Announcement.objects.all().delete()
    commands.start_run(stage.people["ada"], stage.slug, commands.RunRequest({"amount": 1}))
    stage._drain()
    assert list(Announcement.objects.values_list("kind", flat=True)) == ["task.created"]


def test_a_failing_one_is_tried_again_with_the_same_key_and_body(stage: Stage, server: Any) -> None:
    made = hook(stage, server)
    server.answers["/hook"] = (503, "text/plain", b"busy" * 1000, {})
    stage.start()
    send_all("webhook")
    row, now = Delivery.objects.get(channel="webhook"), timezone.now()
    assert (row.state, row.attempts, row.last_error) == ("waiting", 1, "The answer was 503.")
    assert row.due_at is not None
    assert timedelta(seconds=25) < row.due_at - now <= timedelta(seconds=31)
    shown = webhooks.hooks.detail(stage.people["root"], made["id"])
    assert (shown["failures"], shown["waiting"], shown["active"]) == (1, 1, True)
    assert shown["failing_since"] is not None
    assert send_all("webhook") == 0
    server.answers["/hook"] = OK
    pass_time(seconds=31)
    assert send_all("webhook") == 1
    one, two = received(server, 0), received(server, 1)
    assert one[2] == two[2]
    assert one[0]["idempotency-key"] == two[0]["idempotency-key"]
    shown = webhooks.hooks.detail(stage.people["root"], made["id"])
    assert (shown["failures"], shown["failing_since"], shown["waiting"]) == (0, None, 0)
    log = webhooks.hooks.delivery(stage.people["root"], str(row.pk))["log"]
    assert [entry["status"] for entry in log] == [200, 503]
    assert log[1]["answer"] == ("busy" * 1000)[:500]


def test_after_a_day_it_is_given_up_and_may_be_sent_by_hand(stage: Stage, server: Any) -> None:
    hook(stage, server)
    server.answers["/hook"] = (500, "", b"", {})
    stage.start()
    for _ in range(60):
        send_all("webhook")
        row = Delivery.objects.get(channel="webhook")
        if row.state == "dead":
            break
        pass_time(hours=1)
    assert (row.state, row.due_at) == ("dead", None)
    assert 20 < row.attempts < 30
    server.answers["/hook"] = OK
    answer = webhooks.redeliver(stage.people["root"], str(row.pk))
    assert answer["state"] == "sent"
    assert received(server)[0]["idempotency-key"] == str(row.key)


def test_after_three_days_of_failures_it_is_switched_off_and_administrators_are_told(
    stage: Stage, server: Any
) -> None:
    made = hook(stage, server)
    server.answers["/hook"] = (500, "", b"", {})
    stage.start()
    send_all("webhook")
    pass_time(days=3)
    stage.start()
    Delivery.objects.filter(state="waiting").update(due_at=timezone.now() - timedelta(seconds=1))
    send_all("webhook")
    shown = webhooks.hooks.detail(stage.people["root"], made["id"])
    assert (shown["active"], shown["waiting"]) == (False, 0)
    assert "The answer was 500." in shown["switched_off"]
    assert shown["dead"] == 2
    (notice,) = stage.told("root")
    assert (notice.kind, notice.title) == ("webhook_off", "/hook")
    stage.start()
    assert Delivery.objects.filter(channel="webhook").count() == 2
    again = webhooks.change_webhook(stage.people["root"], made["id"], WebhookRequest(active=True))
    assert (again["active"], again["switched_off"], again["failing_since"]) == (True, None, None)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_not_followed(stage: Stage, server: Any, status: int) -> None:
    hook(stage, server)
    server.answers["/hook"] = (status, "", b"", {"Location": f"{server.url}/elsewhere"})
    server.answers["/elsewhere"] = OK
    stage.start()
    send_all("webhook")
    assert [path for _, path, _, _ in server.seen] == ["/hook"]
    assert Delivery.objects.get(channel="webhook").last_error == f"The answer was {status}."


def test_addresses_inside_are_not_called(stage: Stage, server: Any) -> None:
    hook(stage, server)
    wire.configure([])
    stage.start()
    send_all("webhook")
    row = Delivery.objects.get(channel="webhook")
    assert (row.state, server.seen) == ("waiting", [])
    assert "private network" in row.last_error
    assert "127.0.0.1" in row.last_error


def test_our_own_services_are_not_called(stage: Stage, server: Any) -> None:
    hook(stage, server)
    wire.configure(["127.0.0.0/8"], [("127.0.0.1", server.server_port)])
    stage.start()
    send_all("webhook")
    assert "own services" in Delivery.objects.get(channel="webhook").last_error


def test_one_that_hangs_or_never_ends_costs_bounded_time(
    stage: Stage, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = threading.Event()
    monkeypatch.setattr(calling, "SECONDS", 0.3)
    hook(stage, server, "/hangs")
    hook(stage, server, "/endless")

    def endless(request: Any) -> None:
        request.send_response(200)
        request.end_headers()
        try:
            while not let_go.is_set():
                request.wfile.write(b"x" * 1024)
        except OSError:
            return

    server.answers["/hangs"] = lambda request: let_go.wait(10)
    server.answers["/endless"] = endless
    stage.start()
    send_all("webhook")
    let_go.set()
    rows = Delivery.objects.filter(channel="webhook").order_by("webhook__name")
    (endless_one, hanging) = rows
    assert endless_one.state == "sent"
    assert hanging.state == "waiting"
    assert "did not answer" in hanging.last_error


def test_slack_is_sent_what_slack_reads(stage: Stage, server: Any) -> None:
    hook(stage, server, preset="slack")
    stage.publish(title="Approve <!channel> & pay?")
    run = stage.start()
    stage.decide("maria", run, "rejected")
    send_all("webhook")
    first, last = received(server, 0)[1], received(server)[1]
    assert set(first) == {"text", "blocks"}
    assert "New task: Approve &lt;!channel&gt; &amp; pay?" in first["text"]
    assert [block["type"] for block in first["blocks"]] == ["section", "context", "actions"]
    button = first["blocks"][2]["elements"][0]
    assert button["url"].endswith(f"/inbox/{stage.task(run).pk}")
    assert "Rejected by maria" in last["text"]
    assert "<!channel>" not in json.dumps([first, last])


@pytest.mark.parametrize("kind", kinds.EVENTS)
def test_every_kind_has_words_for_slack_and_a_body(stage: Stage, kind: str) -> None:
    row = stage.run(stage.start())
    event = Event.objects.get(run=row, type="TaskCreated")
    task = stage.task(str(row.uuid)) if kind.startswith("task.") else None
    detail = {"to": "rita", "text": "Why?", "kind": "soon", "error": {"message": "No"}}
    happening = Happening(kind, event.seq, event.at, row, task, "maria", detail)
    assert payloads.slack(happening)["text"]
    assert payloads.payload(happening)["event"] == kind


def test_a_new_secret_signs_beside_the_old_one_for_a_day(stage: Stage, server: Any) -> None:
    made = hook(stage, server)
    root = stage.people["root"]
    new = webhooks.rotate_secret(root, made["id"])["secret"]
    assert new != made["secret"]
    assert webhooks.show_secret(root, made["id"])["secret"] == new
    stage.start()
    send_all("webhook")
    headers, _, body = received(server)
    moment, *marks = headers["fermata-signature"].split(",")
    signed = f"{moment.removeprefix('t=')}.{body}".encode()
    wanted = [hmac.new(key.encode(), signed, hashlib.sha256).hexdigest() for key in
              (new, made["secret"])]  # fmt: skip
    assert marks == [f"v1={mark}" for mark in wanted]
    pass_time(days=1)
    webhooks.try_webhook(root, made["id"])
    assert received(server)[0]["fermata-signature"].count("v1=") == 1


def test_a_test_is_sent_at_once_and_tells_what_came_of_it(stage: Stage, server: Any) -> None:
    made = hook(stage, server, active=False)
    root = stage.people["root"]
    answer = webhooks.try_webhook(root, made["id"])
    assert (answer["kind"], answer["state"]) == ("test", "sent")
    assert answer["log"][0]["answer"] == "thank you"
    assert received(server)[1]["event"] == "test"
    server.answers["/hook"] = (404, "", b"", {})
    assert webhooks.try_webhook(root, made["id"])["last_error"] == "The answer was 404."


def test_only_administrators_may_have_to_do_with_webhooks(stage: Stage, server: Any) -> None:
    made = hook(stage, server)
    run = stage.start()
    row = Delivery.objects.filter(run__uuid=run).first()
    assert row is not None
    for name in ("ada", "otto", "maria"):
        who = stage.people[name]
        for call in (
            lambda who=who: webhooks.create_webhook(who, WebhookRequest("x", "https://x.example/")),
            lambda who=who: webhooks.change_webhook(who, made["id"], WebhookRequest(name="y")),
            lambda who=who: webhooks.show_secret(who, made["id"]),
            lambda who=who: webhooks.rotate_secret(who, made["id"]),
            lambda who=who: webhooks.try_webhook(who, made["id"]),
            lambda who=who: webhooks.redeliver(who, str(row.pk)),
            lambda who=who: webhooks.delete_webhook(who, made["id"]),
        ):
            with pytest.raises(Forbidden):
                call()


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "ftp://example.org/"},
        {"url": "http://user:pw@example.org/"},
        {"url": "javascript:alert(1)"},
        {"url": "http://example.org/\\@inside"},
        {"kinds": []},
        {"kinds": ["task.created", "task.eaten"]},
        {"preset": "teams"},
        {"workflows": ["nowhere"]},
        {"name": "  "},
    ],
)
def test_what_can_never_work_is_refused_when_it_is_saved(stage: Stage, fields: Any) -> None:
    request = WebhookRequest(**{"name": "x", "url": "https://example.org/hook", **fields})
    with pytest.raises(Invalid):
        webhooks.create_webhook(stage.people["root"], request)


def test_a_name_is_taken_once_and_what_is_gone_is_not_found(stage: Stage, server: Any) -> None:
    made, root = hook(stage, server), stage.people["root"]
    with pytest.raises(Refused):
        hook(stage, server)
    stage.start()
    webhooks.delete_webhook(root, made["id"])
    assert not Delivery.objects.filter(channel="webhook").exists()
    with pytest.raises(NotFound):
        webhooks.hooks.detail(stage.people["root"], made["id"])


def test_trial_runs_are_no_news_for_programs(stage: Stage, server: Any) -> None:
    hook(stage, server)
    stage.publish()
    run = stage.start()
    Delivery.objects.all().delete()
    Run.objects.filter(uuid=run).update(draft=True)
    stage.act("ada", run, "nudge")
    assert not Delivery.objects.filter(channel="webhook").exists()


def test_what_administrators_do_with_webhooks_is_noted_without_the_secret(
    stage: Stage, server: Any
) -> None:
    chief = stage.people["root"]
    made = webhooks.create_webhook(chief, WebhookRequest("Books", f"{server.url}/in"))
    webhooks.change_webhook(chief, made["id"], WebhookRequest(active=False))
    told = webhooks.rotate_secret(chief, made["id"])
    webhooks.delete_webhook(chief, made["id"])
    rows = list(AuditEntry.objects.order_by("pk"))
    assert [row.verb for row in rows] == [
        "webhook.created", "webhook.changed", "webhook.rotated", "webhook.secret_shown",
        "webhook.removed",
    ]  # fmt: skip
    assert {row.by for row in rows} == {"root"}
    assert rows[1].detail == {"fields": ["active"]}
    kept = str([row.detail for row in rows])
    assert made["secret"] not in kept
    assert told["secret"] not in kept
