"""Bodies of checkpoints: they come back as they were, small, and only where they save work."""

from __future__ import annotations

import pytest

from workflows.adapters.packing import SHORT_TAIL, keeps_body, pack, unpack
from workflows.engine.ports import Head, Write
from workflows.engine.state import RunState

BODY = {
    "seq": 6,
    "status": "suspended",
    "inputs": {"who": "żółw 🐢", "amounts": [1, 2.5, None, True]},
    "activations": {"wait": {"status": "suspended", "started_at": "2026-11-21T07:00:00+00:00"}},
    "suspensions": [{"id": "0199.6", "node_id": "wait", "reason": "Is the receipt there?"}],
}


def test_a_body_comes_back_as_it_was() -> None:
    assert unpack(pack(BODY)) == BODY
    assert unpack(memoryview(pack({}))) == {}


def test_a_body_is_small() -> None:
    assert len(pack(BODY)) < 200


@pytest.mark.parametrize(("seq", "kept"), [(SHORT_TAIL, False), (SHORT_TAIL + 1, True)])
def test_a_short_log_needs_no_body(seq: int, kept: bool) -> None:
    class Key:
        checkpoint = 0

    head = Head("r", 0, 0, None, "running", "flow", 1, key=Key())
    assert keeps_body(Write(head, RunState("r", seq), checkpoint=True)) is kept
    assert not keeps_body(Write(head, RunState("r", 100), checkpoint=False))
