"""Claims about the examples: valid, drawn without overlap, and each runs to its ends."""

from itertools import combinations
from typing import Any

import pytest

from tests.nodes.built_in import REGISTRY, BuiltInWorld
from workflows import catalog
from workflows.engine.errors import Invalid, Refused
from workflows.engine.graphs import validate_graph
from workflows.engine.messages import Signal
from workflows.engine.transition import send_signal

DEMO = {item.slug: item.as_dict() for item in catalog.demo_workflows()}
GALLERY = {item["slug"]: item for item in catalog.templates()}
ALL = {**DEMO, **GALLERY}


def world(slug: str) -> BuiltInWorld:
    return BuiltInWorld(ALL[slug]["graph"])


def test_the_demo_has_eight_examples_and_six_of_its_company_and_the_gallery_eight() -> None:
    assert set(DEMO) == {
        "expense-approval", "parallel-review", "delayed-notification", "conditional-workflow",
        "document-approval", "retry-with-backoff", "incident-escalation", "payment-webhook",
        "expense-claim", "system-access", "contract-review", "employee-onboarding",
        "article-publishing", "customer-refund",
    }  # fmt: skip
    assert len(GALLERY) == 11


@pytest.mark.parametrize("slug", GALLERY)
def test_people_take_part_in_every_template(slug: str) -> None:
    kinds = {node["type"] for node in GALLERY[slug]["graph"]["nodes"]}
    assert kinds & {"approval", "wait", "document_approval"}


@pytest.mark.parametrize("slug", ALL)
def test_an_example_has_no_problems_and_says_what_it_is(slug: str) -> None:
    assert validate_graph(ALL[slug]["graph"], REGISTRY) == []
    assert ALL[slug]["name"]
    assert ALL[slug]["description"].endswith(".")


@pytest.mark.parametrize("slug", ALL)
def test_an_example_is_drawn_on_the_grid_from_left_to_right_without_overlap(slug: str) -> None:
    nodes = {node["id"]: node for node in ALL[slug]["graph"]["nodes"]}
    places = {name: (node["ui"]["x"], node["ui"]["y"]) for name, node in nodes.items()}
    assert all(x % 20 == 0 and y % 20 == 0 for x, y in places.values())
    assert all(node["title"] for node in nodes.values())
    for (ax, ay), (bx, by) in combinations(places.values(), 2):
        assert abs(ax - bx) >= 224 + 80 or abs(ay - by) >= 140
    ways = {(edge["source"], edge["target"]) for edge in ALL[slug]["graph"]["edges"]}
    for source, target in ways:
        leads_back = source in reached(target, ways)
        assert places[source][0] < places[target][0] or leads_back


def reached(start: str, ways: set[tuple[str, str]]) -> set[str]:
    found, todo = {start}, [start]
    while todo:
        here = todo.pop()
        more = {target for source, target in ways if source == here} - found
        found |= more
        todo += more
    return found


def test_the_gallery_is_a_copy_each_time() -> None:
    catalog.templates()[0]["graph"]["nodes"].clear()
    assert catalog.templates()[0]["graph"]["nodes"]


EXPENSE = {"purpose": "the train", "amount": 120.5}


def test_an_approved_expense_is_paid() -> None:
    here = world("expense-approval")
    run = here.run(EXPENSE)
    wait = next(iter(here.state(run).suspensions.values()))
    assert wait.reason == "Approve 120.5 for the train?"
    assert (wait.kind, wait.groups) == ("approval", ["managers"])
    here.resume(run, {"approved": True, "comment": "Fine"})
    here.drain()
    state = here.state(run)
    assert state.status == "completed"
    assert state.result == {"outcome": "120.5 for the train is being paid, approved by maria."}


def test_a_rejected_expense_is_sent_back_with_the_reason() -> None:
    here = world("expense-approval")
    run = here.run(EXPENSE)
    here.resume(run, {"comment": "Too late."}, "rejected")
    here.drain()
    assert here.state(run).result == {"outcome": "the train was not approved by maria. Too late."}
    assert here.statuses(run)["process"] == "skipped"


def test_both_reviews_are_open_at_once_and_joined_in_any_order() -> None:
    here = world("parallel-review")
    run = here.run({"proposal": "the plan"})
    assert {item.node_id for item in here.state(run).suspensions.values()} == {"legal", "technical"}
    here.resume(run, {"approved": True}, node_id="technical")
    here.drain()
    assert here.statuses(run).get("join") is None
    here.resume(run, {"approved": True}, node_id="legal", by="max")
    here.drain()
    assert here.state(run).result == {"outcome": "the plan is accepted."}


def test_one_no_is_enough_to_decline() -> None:
    here = world("parallel-review")
    run = here.run({"proposal": "the plan"})
    here.resume(run, {"approved": False, "comment": "Costly."}, node_id="legal")
    here.resume(run, {"approved": True}, node_id="technical")
    here.drain()
    assert "declined. Legal: rejected Costly." in here.state(run).result["outcome"]


@pytest.mark.parametrize(
    ("inputs", "seconds"), [({}, 5), ({"delay": "2h"}, 7200), ({"delay": "3s"}, 3)]
)
def test_a_notification_waits_for_its_time(inputs: dict[str, Any], seconds: int) -> None:
    here = world("delayed-notification")
    run = here.run({"message": "stand up", **inputs})
    here.clock.forward(seconds - 1)
    here.drain()
    assert here.state(run).status == "suspended"
    here.clock.forward(1)
    here.drain()
    assert here.state(run).result == {"notification": "To the team: stand up"}


def test_a_notification_with_a_broken_delay_fails_and_says_why() -> None:
    here = world("delayed-notification")
    run = here.run({"message": "stand up", "delay": "soon"})
    error = here.state(run).error
    assert error is not None
    assert "duration_seconds" in error["message"]


@pytest.mark.parametrize(
    ("priority", "taken", "outcome"),
    [
        ("urgent", "page", "On duty was called about printer."),
        ("normal", "assign", "printer is on today's list."),
        ("low", "queue", "printer waits in the queue."),
    ],
)
def test_each_of_three_actions_takes_its_own_way(priority: str, taken: str, outcome: str) -> None:
    here = world("conditional-workflow")
    run = here.run({"subject": "printer", "priority": priority})
    assert here.state(run).result == {"outcome": outcome}
    arms = {name: here.statuses(run)[name] for name in ("page", "assign", "queue")}
    assert arms == {**dict.fromkeys(arms, "skipped"), taken: "completed"}


def test_a_document_goes_round_until_it_is_approved() -> None:
    here = world("document-approval")
    run = here.run({"document": "handbook"})
    with pytest.raises(Invalid):
        here.resume(run, {"approved": "yes"})
    here.resume(run, {"approved": False, "changes_wanted": True, "comments": "Shorter"})
    here.drain()
    wait = next(iter(here.state(run).suspensions.values()))
    assert wait.reason == "handbook waits for approval (round 2)"
    assert wait.metadata["earlier_comments"] == ["Shorter"]
    here.resume(run, {"approved": True})
    here.drain()
    assert here.state(run).result == {"outcome": "handbook was approved by maria."}
    assert here.state(run).outputs["review"]["rounds"] == 2


def test_a_document_is_rejected_when_no_round_is_left() -> None:
    here = world("document-approval")
    run = here.run({"document": "handbook"})
    for _ in range(3):
        here.resume(run, {"approved": False, "changes_wanted": True, "comments": "No"})
        here.drain()
    assert here.state(run).result == {"outcome": "handbook was rejected: No"}


def test_an_article_is_held_back_as_long_as_the_editor_said() -> None:
    here = world("content-publishing")
    run = here.run({"headline": "News", "body": ""})
    here.resume(run, {"approved": True, "hold_back": "1h"})
    here.drain()
    here.clock.forward(3600)
    here.drain()
    assert here.state(run).result == {"outcome": "Published: News"}


def test_admin_rights_need_two_more_people() -> None:
    here = world("access-request")
    run = here.run({"person": "Ann", "system": "ERP", "level": "admin"})
    here.resume(run, {"approved": True})
    here.drain()
    here.resume(run, {"approved": True}, by="max")
    here.drain()
    assert here.state(run).status == "suspended"
    with pytest.raises(Refused):
        here.resume(run, {"approved": True}, by="max")
    here.resume(run, {"approved": True}, by="maria")
    here.drain()
    assert here.state(run).result == {"outcome": "Ann has access to ERP."}


def test_a_new_colleague_is_welcomed_when_all_is_ready() -> None:
    here = world("onboarding")
    run = here.run({"name": "Ann", "role": "Engineer"})
    here.resume(run, {"username": "ann"}, node_id="account")
    here.resume(run, {"approved": True}, node_id="plan")
    here.resume(run, None, node_id="workplace")
    here.drain()
    assert here.state(run).result == {"welcome": "Welcome Ann, your account is ann."}


@pytest.mark.parametrize(("amount", "waits"), [(20, set()), (120.5, {"one"}), (900, {"two"})])
def test_a_refund_needs_as_many_people_as_it_is_large(amount: float, waits: set[str]) -> None:
    here = world("refund")
    run = here.run({"order": "A1", "amount": amount})
    assert {item.node_id for item in here.state(run).suspensions.values()} == waits


def test_an_incident_that_nobody_takes_goes_to_management() -> None:
    here = world("incident-escalation")
    run = here.run({"what": "No power"})
    here.clock.forward(15 * 60)
    here.drain()
    assert {item.node_id for item in here.state(run).suspensions.values()} == {"management"}
    here.resume(run, {"approved": True})
    here.drain()
    here.resume(run, {"solution": "Fuse"})
    here.drain()
    assert here.state(run).result == {"outcome": "No power: Fuse"}


def test_who_approves_a_purchase_names_the_supplier() -> None:
    here = world("purchase-order")
    run = here.run({"item": "Desk", "price": 300})
    with pytest.raises(Invalid, match="supplier"):
        here.resume(run, {"approved": True})
    here.resume(run, {"approved": True, "supplier": "Acme"})
    here.drain()
    assert here.state(run).result == {"outcome": "Desk is ordered from Acme."}


@pytest.mark.parametrize(
    ("seconds", "outcome"),
    [(None, 'B-7 was paid: {"paid":true}'), (8 * 86_400, "B-7 was not paid within a week.")],
)
def test_an_order_waits_for_the_payment_providers_call(seconds: int | None, outcome: str) -> None:
    world = BuiltInWorld(DEMO["payment-webhook"]["graph"])
    run = world.run({"order": "B-7", "amount": 12})
    (wait,) = world.state(run).suspensions.values()
    assert (wait.kind, wait.reason) == ("callback", "Waiting for the payment provider")
    if seconds is None:
        name = wait.rules["signal"]["name"]
        assert send_signal(world.ports, Signal(name, None, {"paid": True})) == 1
    else:
        world.clock.forward(seconds)
    world.drain()
    assert world.state(run).result == {"outcome": outcome}


@pytest.mark.parametrize(
    ("amount", "action", "outcome"),
    [
        (20, None, "B-7 is on its way."),
        (2000, "approved", "B-7 is on its way."),
        (2000, "rejected", "B-7 is paid back. No such street."),
    ],
)
def test_an_expensive_order_is_released_after_its_payment(
    amount: int, action: str | None, outcome: str
) -> None:
    here = world("shop-order")
    run = here.run({"order": "B-7", "amount": amount})
    (wait,) = here.state(run).suspensions.values()
    assert (wait.kind, wait.reason) == ("callback", "The payment of B-7")
    assert send_signal(here.ports, Signal(wait.rules["signal"]["name"], None, {"paid": True})) == 1
    here.drain()
    if action:
        here.resume(run, {"comment": "No such street."}, action)
        here.drain()
    assert here.state(run).result == {"outcome": outcome}


def test_an_order_that_nobody_pays_is_cancelled() -> None:
    here = world("shop-order")
    run = here.run({"order": "B-7", "amount": 20})
    here.clock.forward(8 * 86_400)
    here.drain()
    assert here.state(run).result == {"outcome": "B-7 was not paid within a week."}


def test_faulty_rows_are_loaded_only_when_somebody_says_so() -> None:
    here = world("data-pipeline")
    sound = here.run({"rows": [{"name": "a", "amount": 1}]})
    assert here.state(sound).result == {"outcome": "1 rows were checked, 0 left out."}
    rows = [{"name": "a", "amount": 1}, {"name": "b", "amount": -1}, {"name": "c"}]
    faulty = here.run({"rows": rows})
    (wait,) = here.state(faulty).suspensions.values()
    assert wait.reason == "Load 3 rows, 2 of them with faults?"
    here.resume(faulty, {"comment": "Ask the shop."}, "rejected")
    here.drain()
    assert here.state(faulty).result == {"outcome": "Nothing was loaded. Ask the shop."}
