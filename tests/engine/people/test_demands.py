"""What an author may demand beside a fitting answer, and what is kept with a decision."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.world import World, graph
from workflows.engine.errors import Invalid
from workflows.engine.payload import digest
from workflows.nodes.people import FormNode

from .office import Desk


def test_a_rejection_may_need_a_reason() -> None:
    desk = Desk(comment_on_reject=True)
    for comment in (None, "  "):
        with pytest.raises(Invalid) as refused:
            desk.decide(action="rejected", comment=comment)
        assert refused.value.code == "comment_required"
    desk.decide(action="rejected", comment="Too much")
    assert desk.statuses()["n"] == "completed"


def test_without_that_wish_a_program_may_reject_without_a_word() -> None:
    desk = Desk()
    desk.decide(action="rejected")
    assert desk.statuses()["n"] == "completed"


@pytest.mark.parametrize("typed", [None, "", "150"])
def test_an_approval_may_have_to_be_confirmed_by_typing(typed: str | None) -> None:
    desk = Desk(confirm="1500")
    with pytest.raises(Invalid) as refused:
        desk.decide(confirm=typed)
    assert refused.value.code == "confirm"
    desk.decide(confirm=" 1500 ")
    assert desk.statuses()["y"] == "completed"


def test_a_rejection_is_never_confirmed_by_typing() -> None:
    desk = Desk(confirm="1500")
    desk.decide(action="rejected")
    assert desk.statuses()["n"] == "completed"


FORM: dict[str, Any] = {
    "type": "object",
    "properties": {"amount": {"type": "number"}, "to": {"type": "string"}},
    "required": ["amount"],
}


def test_what_was_changed_in_a_proposal_is_kept_and_given_on() -> None:
    desk = Desk(schema=FORM, proposal={"amount": 1500, "to": "Ann"})
    desk.decide(data={"amount": 1200, "to": "Ann"})
    changed = [{"path": "amount", "before": 1500, "after": 1200}]
    assert desk.events("TaskDecided")[0].detail["changes"] == changed
    assert desk.output()["changes"] == changed


def test_a_proposal_that_was_taken_as_it_is_has_no_changes() -> None:
    desk = Desk(schema=FORM, proposal={"amount": 1500})
    desk.decide(data={"amount": 1500})
    assert "changes" not in desk.events("TaskDecided")[0].detail
    assert "changes" not in desk.output()


def test_a_decision_keeps_the_forms_digest_and_what_was_shown() -> None:
    desk = Desk(schema=FORM)
    desk.decide(data={"amount": 1}, shown={"title": "Approve?"}, via="e-mail", mailbox="m@x.org")
    detail = desk.events("TaskDecided")[0].detail
    assert detail["form"] == digest(FORM)[:16]
    assert detail["shown"] == {"title": "Approve?"}
    assert (detail["via"], detail["mailbox"]) == ("e-mail", "m@x.org")
    assert all(
        "shown" not in item for item in desk.world.state(desk.run).activations["ask"].resumed or {}
    )


def test_defaults_and_options_of_a_form_come_from_the_runs_data() -> None:
    schema = {
        "type": "object",
        "properties": {
            "to": {
                "type": "string",
                "default": {"$expr": "inputs.name"},
                "enum": {"$expr": "inputs.names"},
            }
        },
    }
    world = World(graph({"ask": ("form", {"schema": schema})}, []), FormNode)
    run = world.run({"name": "Ann", "names": ["Ann", "Bob"]})
    wait = next(iter(world.state(run).suspensions.values()))
    assert wait.rules["schema"]["properties"]["to"]["default"] == "Ann"
    with pytest.raises(Invalid):
        world.resume(run, {"to": "Eve"})
    world.resume(run, {"to": "Bob"})
