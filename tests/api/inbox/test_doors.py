"""Every door against every rule: whoever is refused at one is refused at all, in the same words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client as DjangoClient

from tests.api.conftest import Api
from tests.api.inbox.conftest import Client, Open
from tests.support import pages
from workflows.api.problems import engine_problem
from workflows.engine.errors import FermataError
from workflows.live import jobs
from workflows.live.requests import ResumeJob, parse
from workflows.models import Event, TaskDecision
from workflows.services.tokens import create_token


@dataclass
class Desk:
    """One task, and everybody's way to it."""

    api: Client
    people: Mapping[str, User]
    run: str
    task: str
    open: Open
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def suspension(self) -> str:
        return str(self.api("root").get(f"tasks/{self.task}/").json()["suspension"])


Answer = tuple[int, str | None]
Door = Callable[[Desk, str, str, Any], Answer]


def told(answer: Any) -> Answer:
    """Give status and code of an answer of the API."""
    return answer.status_code, answer.json().get("code") if answer.status_code >= 400 else None


def screen(desk: Desk, who: str, decision: str, data: Any) -> Answer:
    body = {"decision": decision, "data": data, "undo_seconds": 8, **desk.extra}
    return told(desk.api(who).post(f"tasks/{desk.task}/decide/", body))


def program(desk: Desk, who: str, decision: str, data: Any) -> Answer:
    token = create_token(desk.people[who], scopes=["decide"])
    person = Api(None, authorization=f"Bearer {token}")
    return told(person.post(f"tasks/{desk.task}/decide/", {"decision": decision, "data": data}))


def resume(desk: Desk, who: str, decision: str, data: Any) -> Answer:
    body = {"suspension": desk.suspension, "action": decision, "data": data}
    return told(desk.api(who).post(f"runs/{desk.run}/resume/", body))


def bulk(desk: Desk, who: str, decision: str, data: Any) -> Answer:
    if data:
        # Many are never decided with a form: one at a time, as the page does.
        return screen(desk, who, decision, data)
    body = {"ids": [desk.task], "decision": decision}
    (result,) = desk.api(who).post("tasks/decide/", body).json()["results"]
    return result["status"], result["error"]["code"] if result["error"] else None


def socket(desk: Desk, who: str, decision: str, data: Any) -> Answer:
    asked = {"suspension": desk.suspension, "action": decision, "data": data}
    job = parse({"type": "resume_job", "id": 1, "run_id": desk.run, **asked})
    assert isinstance(job, ResumeJob)
    try:
        jobs.do(desk.people[who], job, "ui")
    except FermataError as error:
        problem = engine_problem(error)
        return problem["status"], problem["code"]
    return 200, None


DOORS: dict[str, Door] = {
    "screen": screen,
    "program": program,
    "resume": resume,
    "bulk": bulk,
    "socket": socket,
}
FORM = {"type": "object", "properties": {"n": {"type": "number"}}, "required": ["n"]}


@dataclass(frozen=True)
class Rule:
    """What is asked, what happened before, who tries what, and what he is told."""

    expected: Answer
    who: str = "maria"
    decision: str = "approved"
    data: Any = None
    starter: str = "otto"
    before: tuple[tuple[str, str, Any], ...] = ()
    properties: Mapping[str, Any] = field(default_factory=dict)


YES = {"decision": "approved"}
RULES: dict[str, Rule] = {
    "asked by group": Rule((200, None)),
    "asked by name": Rule((200, None), "olga", properties={"groups": [], "users": ["olga"]}),
    "not to be seen": Rule((404, "not_found"), "olga"),
    "seen, not asked": Rule((403, "not_asked"), "otto"),
    "nobody named, an operator": Rule((200, None), "otto", properties={"groups": []}),
    "four eyes": Rule(
        (403, "four_eyes"), "maria", starter="root", properties={"forbid_initiator": True},
        before=(("start as", "maria", None),),
    ),
    "four eyes, a superuser": Rule(
        (403, "four_eyes"), "root", starter="root", properties={"forbid_initiator": True}
    ),
    "four eyes, handed on": Rule(
        (403, "four_eyes"), "root", starter="root",
        properties={"forbid_initiator": True, "users": ["root", "maria"]},
    ),
    "claimed by another": Rule((409, "claimed"), before=(("claim", "ben", None),)),
    "claimed by oneself": Rule((200, None), before=(("claim", "maria", None),)),
    "voted already": Rule(
        (409, "already_decided"), before=(("decide", "maria", YES),), properties={"quorum": 2}
    ),
    "second of two": Rule((200, None), before=(("decide", "ben", YES),), properties={"quorum": 2}),
    "closed": Rule((409, "already_closed"), before=(("decide", "ben", YES),)),
    "in the window": Rule(
        (409, "already_closed"), before=(("decide", "ben", {**YES, "undo_seconds": 60}),),
        properties={"undo_seconds": 60},
    ),
    "stopped": Rule((409, "already_closed"), before=(("stop", "otto", None),)),
    "no such option": Rule((400, "unknown_action"), decision="perhaps"),
    "a form that is not filled in": Rule((400, "required"), properties={"schema": FORM}),
    "a form filled in wrongly": Rule((400, "type"), data={"n": "x"}, properties={"schema": FORM}),
    "a form filled in well": Rule((200, None), data={"n": 1}, properties={"schema": FORM}),
    "a reason is missing": Rule(
        (400, "comment_required"), decision="rejected", properties={"comment_on_reject": True}
    ),
    "a confirmation is missing": Rule((400, "confirm"), properties={"confirm": "1500"}),
    "handed to another": Rule((404, "not_found"), before=(("delegate", "maria", {"to": "olga"}),)),
    "handed to oneself": Rule((200, None), "olga", before=(("delegate", "maria", {"to": "olga"}),)),
    "an override": Rule((200, None), "root"),
}  # fmt: skip


@pytest.fixture
def desk(api: Client, people: Mapping[str, User], opened: Open) -> Callable[[Rule], Desk]:
    """Bring a task to where the rule wants it."""

    def make(rule: Rule) -> Desk:
        starter = next((w for verb, w, _ in rule.before if verb == "start as"), rule.starter)
        if starter == "maria":
            # A manager who may also start runs, and so asks for what he could decide.
            people["maria"].groups.add(*people["otto"].groups.all())
        run, task = opened(starter, **rule.properties)
        made = Desk(api, people, run, task, opened)
        for verb, who, body in rule.before:
            if verb == "stop":
                assert api(who).post(f"runs/{run}/stop/").status_code == 202
            elif verb != "start as":
                assert api(who).post(f"tasks/{task}/{verb}/", body).status_code == 200
        return made

    return make


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", RULES)
def test_every_rule_holds_at_every_door(desk: Callable[[Rule], Desk], name: str, door: str) -> None:
    rule = RULES[name]
    made = desk(rule)
    votes, events = TaskDecision.objects.count(), Event.objects.count()
    status, code = DOORS[door](made, rule.who, rule.decision, rule.data)
    wanted, wanted_code = rule.expected
    assert status // 100 == wanted // 100 if wanted == 200 else status == wanted, (status, code)
    if wanted_code not in (None, "required", "type"):
        assert code == wanted_code
    if wanted == 200:
        assert TaskDecision.objects.count() == votes + 1
    else:
        assert (TaskDecision.objects.count(), Event.objects.count()) == (votes, events)


def page(desk: Desk, who: str, decision: str, data: Any) -> int:
    """Press a button of the page that mails lead to, whatever it offers."""
    path = f"/decide/{desk.task}/"
    client = DjangoClient()
    client.force_login(desk.people[who])
    shown = pages.parse(client.get(path).content.decode())
    fields = {f"field.{name}": value for name, value in (data or {}).items()}
    return client.post(path, {**shown.values, **fields, "decision": decision}).status_code


def admin(desk: Desk, who: str, decision: str, data: Any) -> int:
    """Decide in the admin, with a reason."""
    client = DjangoClient()
    client.force_login(desk.people[who])
    body = {"decision": decision, "reason": "They are all away."}
    return client.post(f"/admin/workflows/task/{desk.task}/decide/", body).status_code


ON_PAGES: dict[str, Callable[[Desk, str, str, Any], int]] = {"page": page, "admin": admin}


@pytest.mark.parametrize("door", ON_PAGES)
@pytest.mark.parametrize("name", RULES)
def test_every_rule_holds_on_every_page(desk: Callable[[Rule], Desk], name: str, door: str) -> None:
    rule = RULES[name]
    made = desk(rule)
    votes, events = TaskDecision.objects.count(), Event.objects.count()
    status = ON_PAGES[door](made, rule.who, rule.decision, rule.data)
    # Superusers stand in for others in the admin only; nobody else decides there.
    stands_in = rule.who == "root"
    if rule.expected[0] == 200 and stands_in == (door == "admin"):
        assert status == 302
        assert TaskDecision.objects.count() == votes + 1
        assert TaskDecision.objects.latest("pk").via == {"page": "e-mail", "admin": "admin"}[door]
    else:
        assert (TaskDecision.objects.count(), Event.objects.count()) == (votes, events)


@pytest.mark.parametrize(
    ("door", "via"),
    [
        ("screen", "ui"),
        ("program", "api"),
        ("resume", "ui"),
        ("bulk", "bulk"),
        ("socket", "ui"),
    ],
)
def test_the_door_is_recorded_with_the_decision(
    desk: Callable[[Rule], Desk], door: str, via: str
) -> None:
    made = desk(Rule((200, None)))
    DOORS[door](made, "maria", "approved", None)
    assert TaskDecision.objects.get().via == via
