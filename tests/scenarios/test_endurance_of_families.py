"""Parents, children, events and functions go on while their workers are killed again and again."""

from __future__ import annotations

import threading

import pytest
from django.apps import apps

from bench.client import start
from tests.worker.conftest import MODULES, House
from workflows.adapters.leases import expire_owner
from workflows.models import Message, Run, Signal
from workflows.nodes import discovery
from workflows.services.publishing import publish_code
from workflows.services.verify import verify_exchange, verify_runs

PAIRS = 15
KILLS = 6
EVERY = (*MODULES, "tests.scenarios.flows")


@pytest.fixture
def town(house: House) -> House:
    """Let this process and the workers know the functions."""
    names = [config.name for config in apps.get_app_configs()]
    discovery.configure(names, EVERY)
    step = {"type": "bench.add_one"}
    house.publish("pair", [{"id": "a", **step}, {"id": "b", **step}], "a b")
    items = {"items": [1, 2, 3], "workflow": "pair", "concurrency": 2}
    told = {"name": "go", "key": {"$expr": "string(inputs.number)"}, "data": {"sum": 6}}
    nodes = [
        {"id": "each", "type": "map", "properties": items},
        {"id": "tell", "type": "emit_event", "properties": told},
        {"id": "rest", "type": "sleep", "properties": {"duration_seconds": 0.2}},
        {"id": "last", **step},
    ]
    house.publish("family", nodes, "each tell", "tell rest", "rest last")
    publish_code()
    return house


def test_no_child_event_or_step_is_lost_or_doubled_while_workers_are_killed(town: House) -> None:
    def hire(number: int) -> tuple[str, object]:
        modules = {"FERMATA_MODULES": ",".join(EVERY)}
        return f"w{number}", town.worker(f"w{number}", lease_seconds=5, **modules)

    living = [hire(1), hire(2)]
    started = {number: start_two(number) for number in range(PAIRS)}
    for number in range(3, 3 + KILLS):
        threading.Event().wait(0.25)
        name, process = living.pop(0)
        town.kill(process)  # type: ignore[arg-type]
        expire_owner(name)
        living.append(hire(number))
    wanted = PAIRS * (2 + 3 + 1)
    town.until(lambda: Run.objects.filter(status="completed").count() == wanted)
    assert Run.objects.count() == wanted, "no child was started twice"
    assert (Message.objects.count(), Signal.objects.count()) == (0, 0)
    faults = [fault for verdict in verify_runs() for fault in verdict.faults]
    assert faults + verify_exchange() == []
    for number, (family, relayed) in started.items():
        assert town.state(family).result == {"last": 1}
        assert town.state(relayed).result == [number + 1, number + 11, 6, 1]
        assert len(town.epochs(relayed, "SignalReceived")) == 1
        assert len(town.epochs(family, "ChildFinished")) == 3


def start_two(number: int) -> tuple[str, str]:
    """Start a family and the function that waits for its event, in either order."""
    order = ["family", "relayed"][:: 1 if number % 2 else -1]
    made = {slug: start(slug, 1, inputs={"number": number})[0] for slug in order}
    return made["family"], made["relayed"]
