"""Names of one workspace never mean anything of another one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.engine import workspaces as ws
from workflows.engine.callbacks import CALLBACK

NUMBERS = st.integers(1, 10_000)
SLUGS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True)


@given(NUMBERS, SLUGS)
def test_the_name_of_a_workflow_tells_workspace_and_slug(number: int, slug: str) -> None:
    name = ws.name_in(number, slug)
    assert (ws.parted(name), ws.slug_of(name)) == ((number, slug), slug)
    assert ws.beside(name, "child") == ws.name_in(number, "child")


@given(NUMBERS, NUMBERS, st.text(max_size=30), st.text(max_size=30))
def test_no_two_workspaces_have_one_signal(a: int, b: int, first: str, second: str) -> None:
    if first.startswith(CALLBACK) or second.startswith(CALLBACK):
        return
    same = ws.signal_in(a, first) == ws.signal_in(b, second)
    assert same == ((a, first) == (b, second))
    assert ws.signal_parted(ws.signal_in(a, first)) == (a, first)


@pytest.mark.parametrize("typed", ["2/secret", "1/flow", "2/2/secret", "/"])
def test_who_types_the_engine_s_name_of_another_s_workflow_names_nothing(typed: str) -> None:
    for at_home in ("flow", "7/flow"):
        assert "/" not in ws.slug_of(ws.beside(at_home, typed))
        assert ws.parted(ws.beside(at_home, typed))[0] == ws.parted(at_home)[0]


def test_the_default_workspace_has_the_names_that_there_always_were() -> None:
    assert ws.name_in(ws.DEFAULT, "flow") == ws.beside("other", "flow") == "flow"
    assert ws.signal_beside("flow", "paid") == "paid"
    assert ws.signal_beside("2/flow", f"{CALLBACK}r/n/1") == f"{CALLBACK}r/n/1"
