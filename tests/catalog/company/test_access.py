"""Access to systems from the request to all of its ends."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalog.company.world import Here
from workflows.engine.errors import Forbidden, Invalid, Refused


def access(level: str = "read", system: str = "CRM") -> dict[str, Any]:
    return {"person": "Ann", "system": system, "level": level, "reason": "Her work."}


def test_access_is_set_up_by_the_it_desk_after_a_manager_agreed() -> None:
    here = Here("system-access")
    run = here.run(access())
    here.decide(run, "manager", "ben", "approved")
    assert here.waits(run)["set_up"].groups == ["it-desk"]
    with pytest.raises(Invalid, match="account"):
        here.resume(run, {"account": ""})
    here.decide(run, "set_up", "ines", None, data={"account": "ann"})
    assert here.outcome(run) == "Ann has read access to CRM as ann."


@pytest.mark.parametrize(("level", "system"), [("admin", "CRM"), ("read", "Payroll")])
def test_sensitive_access_needs_two_others(level: str, system: str) -> None:
    here = Here("system-access")
    run = here.run(access(level, system), by="jonas")
    here.decide(run, "manager", "ben", "approved")
    wait = here.waits(run)["security"]
    assert wait.groups == ["it-desk", "board"]
    assert "decide_by_mail" not in wait.rules
    with pytest.raises(Forbidden):
        here.resume(run, None, "approved", by="jonas")
    here.decide(run, "security", "ines", "approved")
    with pytest.raises(Refused):
        here.resume(run, None, "approved", by="ines")
    assert set(here.waits(run)) == {"security"}
    here.decide(run, "security", "clara", "approved")
    assert set(here.waits(run)) == {"set_up"}


def test_one_no_refuses_sensitive_access() -> None:
    here = Here("system-access")
    run = here.run(access("admin"))
    here.decide(run, "manager", "ben", "approved")
    here.decide(run, "security", "ines", "approved")
    here.decide(run, "security", "clara", "rejected", comment="Not for guests.")
    assert here.outcome(run) == "Ann gets no admin access to CRM. Not for guests."


def test_a_manager_refuses_access() -> None:
    here = Here("system-access")
    run = here.run(access())
    here.decide(run, "manager", "ben", "rejected", comment="Ask Tom.")
    assert here.outcome(run) == "Ann gets no access to CRM. Ask Tom."
