"""The doors for programs outside, as those programs see them."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from tests.api.conftest import Drain, edge, graph, node
from tests.support.threads import together
from workflows.adapters.callbacks import address_of
from workflows.engine.callbacks import CallbackRequest
from workflows.models import Event, Run, Trigger
from workflows.services import commands
from workflows.services.triggers.changing import TriggerRequest, change_trigger, create_trigger
from workflows.web import hooks, throttle

pytestmark = pytest.mark.django_db
Publish = Callable[..., str]
FORM = {
    "type": "object",
    "properties": {"amount": {"type": "number"}},
    "required": ["amount"],
}
LAB = graph([node("lab", "callback", schema=FORM)], [])
FLOW = graph(
    [node("start", "input", schema=FORM), node("end", "constant", value=1)],
    [edge("start", "end")],
)


@pytest.fixture(autouse=True)
def _no_guesses_yet() -> None:
    cache.clear()


@pytest.fixture
def outside() -> Client:
    """Give a program without session or CSRF token."""
    return Client(enforce_csrf_checks=True)


def path(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def post(client: Client, url: str, body: Any = None, **more: Any) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    more.setdefault("content_type", "application/json")
    return client.post(path(url), text, **more)


@pytest.fixture
def lab(people: dict[str, User], published: Publish, drain: Drain) -> str:
    """Give the address of a run that waits for its callback."""
    run = commands.start_run(people["otto"], published(LAB), commands.RunRequest())
    drain()
    return address_of(CallbackRequest(run, "lab"))


@pytest.fixture
def door(people: dict[str, User], published: Publish) -> Callable[..., str]:
    """Make a webhook of a new workflow; give its address."""

    def make(inputs: Any = None, flow: Any = FLOW, by: str = "ada") -> str:
        request = TriggerRequest("webhook", inputs=inputs)
        made = create_trigger(people[by], published(flow), request)
        assert made.url is not None
        return made.url

    return make


def inputs_of(answer: Any) -> Any:
    assert answer.status_code == 202, answer.content
    log = Event.objects.filter(run__uuid=answer.json()["run"], type="RunCreated")
    return log.get().payload.get("inputs", {})


def test_the_first_answer_is_accepted_and_the_same_one_again_is_fine(
    outside: Client, lab: str, drain: Drain
) -> None:
    first = post(outside, lab, {"amount": 5})
    assert (first.status_code, first.json()) == (202, {"status": "accepted"})
    again = post(outside, lab, ' {"amount" : 5}')
    assert (again.status_code, again.json()) == (200, {"status": "accepted"})
    assert post(outside, lab, {"amount": 6}).status_code == 409
    drain()
    assert post(outside, lab, {"amount": 5}).status_code == 200
    assert Run.objects.get().status == "completed"


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_a_post_does_anything(method: str, outside: Client, lab: str, door: Any) -> None:
    for url in (lab, door(), "http://x/hooks/start/nothing/", "http://x/hooks/callback/nothing/"):
        answer = getattr(outside, method)(path(url))
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert Run.objects.count() == 1
    assert Run.objects.get().status == "suspended"


def test_what_is_no_answer_may_be_sent_again(outside: Client, lab: str) -> None:
    for body in ("no json", '{"amount": 5', "\xff".encode("latin-1"), '{"a": NaN}', "[" * 9_000,
                 '{"amount": 1, "amount": 2}', {"amount": "much"}, {}, "", [], None,
                 {"amount": 2**60}, '{"amount": 1e999}', '"\\u0000"'):  # fmt: skip
        answer = post(outside, lab, body)
        assert answer.status_code == 400, body
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["detail"]
    assert post(outside, lab, {"amount": 5}).status_code == 202


def test_an_answer_that_does_not_fit_is_told_where(outside: Client, lab: str) -> None:
    assert post(outside, lab, {"amount": "much"}).json()["errors"][0]["attr"] == "data.amount"


def test_a_body_beyond_the_limit_is_refused(outside: Client, lab: str, door: Any) -> None:
    for url in (lab, door()):
        for size in (300_000, 2_000_000):
            assert post(outside, url, {"text": "x" * size}).status_code == 413
    many = {"text": "x" * 300_000}
    assert outside.post(path(door()), many).status_code == 413


def test_json_under_another_name_is_taken(outside: Client, lab: str) -> None:
    form = "application/x-www-form-urlencoded"
    assert post(outside, lab, {"amount": 5}, content_type=form).status_code == 202


def test_an_address_works_without_its_last_slash(outside: Client, lab: str) -> None:
    assert post(outside, lab.rstrip("/"), {"amount": 5}).status_code == 202


def test_an_unknown_address_tells_nothing(outside: Client, lab: str, door: Any) -> None:
    url = door()
    wrong = [lab[:-2] + "/", url[:-2] + "/", lab.replace("callback", "start"),
             url.replace("start", "callback"), "http://x/hooks/start/None/",
             "http://x/hooks/callback/" + "0" * 3_000 + "/"]  # fmt: skip
    answers = [post(outside, item, {"amount": 5}) for item in wrong]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_answers_tell_nothing_of_the_run(outside: Client, lab: str, drain: Drain) -> None:
    run = str(Run.objects.get().uuid)
    bodies = ({"amount": "x"}, {"amount": 5}, {"amount": 6}, {"amount": 5})
    told = b"".join(post(outside, lab, body).content for body in bodies).decode()
    for secret in (run, "otto", "lab", "flow", path(lab).split("/")[3]):
        assert secret not in told.casefold()


def test_a_wait_that_is_over_is_gone(outside: Client, lab: str, people: dict[str, User]) -> None:
    commands.stop_run(people["otto"], str(Run.objects.get().uuid))
    assert post(outside, lab, {"amount": 5}).status_code == 410


def test_who_guesses_waits_and_holds_up_nobody(
    outside: Client, lab: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "ALLOWED_MISSES", 3)
    wrong = lab[:-5] + "aaaa/"
    statuses = [post(outside, wrong, {}).status_code for _ in range(5)]
    assert statuses == [404, 404, 404, 429, 429]
    assert post(outside, wrong, {})["Retry-After"] == "60"
    assert post(outside, lab, {"amount": 5}).status_code == 202


def test_answers_are_for_no_cache_and_no_index(outside: Client, lab: str) -> None:
    for answer in (post(outside, lab, {"amount": 5}), outside.get(path(lab))):
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]


def test_a_fault_of_ours_shows_no_address(
    outside: Client, lab: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def broken(token: str, body: Any) -> Any:
        raise RuntimeError("The disk is full")

    monkeypatch.setattr(hooks.callbacks, "receive", broken)
    answer = post(outside, lab, {"amount": 5})
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "disk" not in answer.content.decode()
    assert "The disk is full" in caplog.text
    secret = path(lab).split("/")[3]
    assert len(secret) == 43
    assert secret not in caplog.text + answer.content.decode()


def test_no_answer_logs_the_address(
    outside: Client, lab: str, door: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url = door()
    for address in (lab, url):
        for body in ("x", {"amount": "x"}, {"amount": 5}, {"amount": 6}):
            post(outside, address, body)
        outside.get(path(address))
        post(outside, address[:-3] + "/", {})
        assert path(address).split("/")[3][:-3] not in caplog.text


def test_a_webhook_starts_a_run_in_the_name_of_its_maker(
    outside: Client, door: Any, drain: Drain
) -> None:
    answer = post(outside, door(), {"amount": 5})
    assert inputs_of(answer) == {"amount": 5}
    run = Run.objects.get(uuid=answer.json()["run"])
    assert (run.started_by.username, run.tags) == ("ada", ["trigger:webhook"])
    trigger = Trigger.objects.get()
    assert (trigger.last_run, trigger.last_error) == (run, None)
    assert trigger.last_fired_at is not None
    drain()
    run.refresh_from_db()
    assert run.status == "completed"


def test_a_template_makes_the_inputs_of_body_headers_and_query(outside: Client, door: Any) -> None:
    inputs = {
        "amount": {"$expr": "event.data.order.sum"},
        "from": [{"$expr": 'event.headers["x-shop"] + "/" + event.query.page'}],
        "fixed": True,
    }
    url = door(inputs)
    given = {"order": {"sum": 7}}
    answer = post(outside, url + "?page=2", given, headers={"X-Shop": "north"})
    assert inputs_of(answer) == {"amount": 7, "from": ["north/2"], "fixed": True}


def test_what_proves_the_caller_is_no_input(outside: Client, door: Any) -> None:
    anything = graph([node("start", "input")], [])
    url = door({"all": {"$expr": "event.headers"}}, anything)
    headers = {"Authorization": "Bearer CANARY", "Cookie": "a=CANARY", "X-Shop": "north"}
    told = inputs_of(post(outside, url, {}, headers=headers))["all"]
    assert told["x-shop"] == "north"
    assert "CANARY" not in repr(told)


def test_a_template_that_does_not_fit_the_event_is_a_sentence(outside: Client, door: Any) -> None:
    answer = post(outside, door({"amount": {"$expr": "event.data.sum"}}), {"total": 1})
    assert answer.status_code == 400
    assert "cannot be made of this event" in answer.json()["detail"]
    assert Trigger.objects.get().last_error == answer.json()["detail"]
    assert Run.objects.count() == 0


def test_inputs_that_are_refused_are_named(outside: Client, door: Any) -> None:
    url = door()
    answer = post(outside, url, {"amount": "much"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["attr"] == "inputs.amount"
    assert Run.objects.count() == 0
    assert Trigger.objects.get().last_error
    post(outside, url, {"amount": 5})
    assert Trigger.objects.get().last_error is None


def test_forms_are_taken_too(outside: Client, door: Any) -> None:
    anything = graph([node("start", "input")], [])
    url = door(None, anything)
    want = {"who": "Žofie", "tag": ["a", "b"], "empty": ""}
    multipart = outside.post(path(url), want)
    assert inputs_of(multipart) == want
    form = "who=%C5%BDofie&tag=a&tag=b&empty="
    plain = post(outside, url, form, content_type="application/x-www-form-urlencoded")
    assert inputs_of(plain) == want
    assert inputs_of(post(outside, url, "", content_type="text/plain")) == {}
    assert inputs_of(post(outside, url, [1, 2])) == {"data": [1, 2]}


def test_a_form_with_a_file_is_refused(outside: Client, door: Any, tmp_path: Any) -> None:
    (tmp_path / "x.txt").write_text("x")
    with (tmp_path / "x.txt").open() as file:
        answer = outside.post(path(door()), {"amount": 5, "file": file})
    assert (answer.status_code, answer.json()["code"]) == (400, "no_files")
    broken = "multipart/form-data; boundary=é"
    assert post(outside, door(), "--x", content_type=broken).status_code == 400


def test_a_repeated_call_with_one_key_is_one_run(outside: Client, door: Any) -> None:
    url = door()
    first = post(outside, url, {"amount": 5}, headers={"Idempotency-Key": "k1"})
    again = post(outside, url, {"amount": 5}, headers={"Idempotency-Key": "k1"})
    other = post(outside, url, {"amount": 5}, headers={"Idempotency-Key": "k2"})
    assert first.json() == again.json() != other.json()
    assert again.status_code == 202
    changed = post(outside, url, {"amount": 6}, headers={"Idempotency-Key": "k1"})
    assert changed.status_code == 409
    long = post(outside, url, {"amount": 6}, headers={"Idempotency-Key": "k" * 201})
    assert long.status_code == 400
    assert Run.objects.count() == 2


def test_a_webhook_that_is_off_is_unknown(
    outside: Client, door: Any, people: dict[str, User]
) -> None:
    url = door()
    trigger = Trigger.objects.get()
    change_trigger(people["ada"], trigger.workflow.slug, str(trigger.pk), {"enabled": False})
    assert post(outside, url, {"amount": 5}).status_code == 404
    change_trigger(people["ada"], trigger.workflow.slug, str(trigger.pk), {"enabled": True})
    assert post(outside, url, {"amount": 5}).status_code == 202


@pytest.mark.parametrize("lost", ["account", "rights", "person"])
def test_a_webhook_of_somebody_who_may_no_more_is_unknown(
    lost: str, outside: Client, door: Any, people: dict[str, User]
) -> None:
    url, ada = door(), people["ada"]
    if lost == "account":
        User.objects.filter(pk=ada.pk).update(is_active=False)
    elif lost == "rights":
        ada.groups.clear()
    else:
        ada.delete()
    answer = post(outside, url, {"amount": 5})
    assert answer.status_code == 404
    assert answer.json()["detail"] == "There is nothing at this address."
    assert (Trigger.objects.get().last_error or "").endswith(".")
    assert Run.objects.count() == 0


def test_a_workflow_that_was_never_published_says_so(
    outside: Client, people: dict[str, User]
) -> None:
    from workflows.services.definitions import create_workflow

    slug = create_workflow(people["ada"], "Draft", graph=FLOW)
    url = create_trigger(people["ada"], slug, TriggerRequest("webhook")).url
    answer = post(outside, url or "", {"amount": 5})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_published")
    assert "published" in (Trigger.objects.get().last_error or "")


def test_a_database_that_is_away_is_a_503_to_be_tried_again(
    outside: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: Any) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(hooks.callbacks, "receive", fail)
    monkeypatch.setattr(hooks.starting, "start_by_webhook", fail)
    for address in ("callback", "start"):
        answer = post(outside, f"http://x/hooks/{address}/{'t' * 43}/", {})
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert int(answer["Retry-After"]) > 0


@pytest.mark.parametrize("kind", ["callback", "start"])
def test_a_strange_method_or_header_is_no_fault_of_ours(
    kind: str, outside: Client, lab: str
) -> None:
    url = f"/hooks/{kind}/%00%ff/"
    assert outside.post(url, "{}", content_type="application/json").status_code in (400, 404)
    assert outside.generic("BREW", url).status_code == 405


class TestAtTheSameMoment:
    """Real threads and transactions."""

    @pytest.fixture(autouse=True)
    def _real_transactions(self, transactional_db: None) -> Any:
        yield
        Run.objects.all().delete()
        Event.objects.all().delete()

    def test_of_two_answers_one_is_accepted(self, lab: str, drain: Drain) -> None:
        bodies = [{"amount": 1}, {"amount": 2}, {"amount": 1}, {"amount": 3}]
        answers = together(*[lambda b=body: post(Client(), lab, b) for body in bodies])
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses.count(202) == 1
        assert set(statuses) <= {200, 202, 409}
        drain()
        assert Event.objects.filter(type="NodeResumed").count() == 1

    def test_an_answer_and_a_stop_have_one_winner(self, lab: str, people: dict[str, User]) -> None:
        run = str(Run.objects.get().uuid)
        answers = together(
            lambda: post(Client(), lab, {"amount": 1}),
            lambda: commands.stop_run(people["otto"], run),
        )
        resumed = Event.objects.filter(type="NodeResumed").count()
        assert (answers[0].status_code, resumed) in ((202, 1), (410, 0))

    def test_of_many_calls_with_one_key_there_is_one_run(self, door: Any) -> None:
        url, key = door(), {"Idempotency-Key": "k"}
        calls = [lambda: post(Client(), url, {"amount": 1}, headers=key) for _ in range(4)]
        answers = together(*calls)
        assert {answer.status_code for answer in answers} == {202}
        assert Run.objects.count() == 1
