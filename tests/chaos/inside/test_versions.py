"""Rows 44 and 45: workflows that change, and code that goes away, under runs that wait."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User

from tests.api.conftest import Api, Drain, edge, graph, node
from tests.worker.conftest import House, house
from workflows.models import Event, Run
from workflows.services.commands import RunRequest, start_run

__all__ = ["house"]

Client = Callable[..., Api]
RUNS = 20


def shape(end: str) -> dict[str, object]:
    return graph([node("hold", "wait"), node(end, "constant", value=end)], [edge("hold", end)])


def test_a_workflow_that_is_edited_published_and_deleted_leaves_its_runs_alone(
    api: Client, published: Callable[..., str], drain: Drain, people: dict[str, User]
) -> None:
    slug, ada = published(shape("old")), api("ada")
    runs = [start_run(people["otto"], slug, RunRequest({})) for _ in range(RUNS)]
    while drain():
        pass
    revision = ada.get(f"workflows/{slug}/").json()["revision"]
    saved = ada.patch(f"workflows/{slug}/", {"revision": revision, "graph": shape("new")})
    assert saved.status_code == 200
    half = runs[: RUNS // 2]
    for run in half:
        assert api("otto").post(f"runs/{run}/resume/", {"data": {}}).status_code == 202
    assert ada.post(f"workflows/{slug}/versions/").status_code == 201
    refused = api("root").delete(f"workflows/{slug}/")
    assert refused.status_code == 409
    for run in runs[RUNS // 2 :]:
        assert api("otto").post(f"runs/{run}/resume/", {"data": {}}).status_code == 202
    young = start_run(people["otto"], slug, RunRequest({}))
    while drain():
        pass
    api("otto").post(f"runs/{young}/resume/", {"data": {}})
    while drain():
        pass
    assert set(Run.objects.values_list("status", flat=True)) == {"completed"}
    ended = Event.objects.filter(type="NodeCompleted").exclude(node_id="hold")
    found = {str(uuid): name for uuid, name in ended.values_list("run__uuid", "node_id")}
    assert found == {**dict.fromkeys(runs, "old"), young: "new"}


def test_a_run_whose_node_type_is_gone_waits_for_code_that_knows_it(house: House) -> None:
    house.publish("flow", [house.gate("g")])
    house.publish("plain", [{"id": "a", "type": "constant", "properties": {"value": 1}}])
    strange = house.start("flow")
    old = house.worker("old", FERMATA_MODULES="")
    plain = house.start("plain")
    house.until(lambda: house.finished(plain))
    # The worker has looked at it by now, and leaves it to others: it has not failed.
    house.until(lambda: Run.objects.get(uuid=strange).lease_owner is None)
    assert house.status(strange) == "queued"
    assert [record.seq for record in house.log(strange)] == [1]
    assert house.end(old) == 0
    house.open("g")
    # As the half minute that it is left alone would.
    Run.objects.filter(uuid=strange).update(wake_at=Run.objects.get(uuid=plain).finished_at)
    house.worker("new")
    house.until(lambda: house.finished(strange))
    assert house.epochs(strange, "NodeCompleted") == [Run.objects.get(uuid=strange).lease_epoch]
