"""A run is downloaded with its graphs, log and state, and goes on in a test from where it was."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from tests.api.conftest import Api, Drain, approval, graph, node, waiting
from workflows.adapters.workspaces import places
from workflows.engine.errors import Invalid
from workflows.services.commands import RunRequest, start_run
from workflows.services.definitions import create_workflow, publish
from workflows.services.queries.histories.bundles import bundle_of
from workflows.testing import FlowTester
from workflows.testing.bundles import read_bundle

pytest_plugins = ("pytester",)

Client = Callable[..., Api]
Publish = Callable[..., str]


@pytest.fixture
def started(api: Client, published: Publish, drain: Drain) -> Callable[..., str]:
    """Publish a graph and start a run of it."""

    def start(shape: Any, inputs: Any = None, name: str = "Expenses") -> str:
        body = {"inputs": inputs or {}, "tags": ["told"]}
        answer = api("otto").post(f"workflows/{published(shape, name)}/runs/", body)
        drain()
        return str(answer.json()["id"])

    return start


def test_a_bundle_holds_graphs_log_and_state(api: Client, started: Any) -> None:
    run = started(approval(), {"amount": 12})
    answer = api("otto").get(f"runs/{run}/bundle/")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="run-{run[-8:]}.json"'
    bundle = answer.json()
    assert bundle["format"] == "fermata-run"
    assert bundle["names"] == {"expenses": "Expenses"}
    assert [item["id"] for item in bundle["workflows"]["expenses"]["1"]["nodes"]] == [
        "start", "review", "pay", "deny",
    ]  # fmt: skip
    (told,) = bundle["runs"]
    assert (told["run"], told["version"], told["tags"]) == (run, 1, ["told"])
    assert [item["seq"] for item in told["records"]] == list(range(1, told["state"]["seq"] + 1))
    assert told["state"]["status"] == "suspended"
    assert api("olga").get(f"runs/{run}/bundle/").status_code == 404


def test_what_was_downloaded_goes_on_in_a_test(api: Client, started: Any) -> None:
    run = started(approval(due_seconds=3600), {"amount": 12})
    tester = FlowTester()
    result = tester.take_up(api("otto").get(f"runs/{run}/bundle/").json())
    assert result.run_id == run
    tester.assert_waiting("review")
    tester.answer("review", "approved", by="maria")
    tester.assert_completed()
    tester.assert_path("start", "review", "pay")


def test_what_comes_from_another_workspace_goes_on_in_a_test(
    people: dict[str, User], api: Client, drain: Drain
) -> None:
    root, acme = people["root"], places.create("acme", "Acme")
    assert acme is not None
    places.put_into(root, acme.pk)
    for slug, shape in (
        ("child", graph([node("review", "approval", title="Pay?", users=["root"])], [])),
        ("parent", graph([node("below", "subworkflow", workflow="child")], [])),
    ):
        create_workflow(root, slug, slug, graph=shape)
        publish(root, slug)
    run = start_run(root, "parent", RunRequest())
    drain()
    tester = FlowTester()
    tester.take_up(bundle_of(root, run))
    tester.assert_waiting("review")
    tester.answer("review", "approved", by="root")
    tester.assert_completed()


def test_a_trial_is_taken_along_with_its_graph(api: Client, drain: Drain) -> None:
    root = api("root")
    slug = root.post("workflows/", {"name": "Draft", "graph": waiting("only")}).json()["slug"]
    made = root.post(f"workflows/{slug}/trials/", {}).json()
    drain()
    bundle = root.get(f"runs/{made['id']}/bundle/").json()
    assert list(bundle["workflows"][slug]) == [str(made["version"])]
    FlowTester().take_up(bundle)


def test_a_failed_run_is_mended_in_a_test(api: Client, started: Any) -> None:
    broken = node("pay", "fail", message="The bank is shut")
    run = started(graph([broken], []))
    tester = FlowTester()
    tester.take_up(api("otto").get(f"runs/{run}/bundle/").json())
    tester.assert_failed(message="The bank is shut")
    tester.mock("pay", {"paid": True})
    tester.retry(run)
    tester.assert_completed()


def test_runs_below_are_taken_along(api: Client, started: Any, published: Publish) -> None:
    child = published(waiting("gate"), "Gates")
    run = started(graph([node("call", "subworkflow", workflow=child)], []), name="Calls")
    bundle = api("otto").get(f"runs/{run}/bundle/").json()
    assert [item["workflow"] for item in bundle["runs"]] == ["calls", "gates"]
    tester = FlowTester()
    tester.take_up(bundle)
    tester.answer("gate", {"open": True})
    tester.assert_completed()


def test_the_command_writes_a_test_that_passes(
    api: Client, started: Any, tmp_path: Path, pytester: pytest.Pytester
) -> None:
    run = started(approval(), {"amount": 12})
    file = tmp_path / f"run-{run[-8:]}.json"
    file.write_bytes(api("otto").get(f"runs/{run}/bundle/").content)
    call_command("import_run", str(file), "--to", str(pytester.path))
    written = pytester.path / f"test_run_{run[-8:]}.py"
    assert 'assert_waiting("review")' in written.read_text()
    plugins = ("-p", "workflows.testing.plugin", "-p", "no:django", "-p", "no:asyncio")
    pytester.runpytest_inprocess(*plugins, "-q", written.name).assert_outcomes(passed=1)


@pytest.mark.parametrize(
    "given",
    ["no json", "[]", {"format": "other"}, {"format": "fermata-run", "workflows": {}, "runs": []}],
)
def test_what_is_no_bundle_is_refused(given: Any) -> None:
    with pytest.raises(Invalid):
        read_bundle(given)
