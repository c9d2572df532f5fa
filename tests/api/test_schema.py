"""The OpenAPI document says what really comes: every answer is checked against it."""

import json
import re
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from jsonschema import Draft202012Validator

from tests.api.conftest import Api, Drain, approval, edge, graph, node

Client = Callable[..., Api]
READS = {
    "get_me": "me/",
    "list_people": "people/",
    "list_tokens": "me/tokens/",
    "list_sessions": "me/sessions/",
    "list_invitations": "invitations/",
    "list_node_types": "node-types/",
    "list_templates": "templates/",
    "get_dashboard": "dashboard/",
    "list_messages": "messages/",
    "list_workflows": "workflows/",
    "get_workflow": "workflows/{slug}/",
    "list_versions": "workflows/{slug}/versions/",
    "get_version": "workflows/{slug}/versions/1/",
    "list_runs": "runs/",
    "list_workflow_runs": "workflows/{slug}/runs/",
    "list_events": "runs/{run}/events/",
    "list_checkpoints": "runs/{run}/checkpoints/",
    "explain_run": "runs/{run}/explain/",
    "list_tasks": "tasks/?box=all",
    "get_task": "tasks/{task}/",
    "list_suspensions": "suspensions/",
    "list_notices": "notices/",
}


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Generate the document; a warning is an error."""
    target = tmp_path_factory.mktemp("schema") / "openapi.json"
    call_command(
        "spectacular", file=str(target), format="openapi-json", validate=True, fail_on_warn=True
    )
    found: dict[str, Any] = json.loads(target.read_text())
    return found


def test_the_components_have_the_names_that_the_page_uses(document: dict[str, Any]) -> None:
    names = set(document["components"]["schemas"])
    assert {
        "Run", "RunSummary", "RunNode", "Suspension", "Task", "TaskSummary", "Workflow",
        "WorkflowSummary", "Version", "NodeType", "Problem", "Event", "Checkpoint", "Explanation",
        "Me", "People", "Template", "Dashboard", "RunStatus", "NodeStatus", "SuspensionKind",
    } <= names  # fmt: skip
    # A number in a name is how the generator gets out of two shapes of one name.
    assert not [name for name in names if re.search(r"[0-9]", name)]


def test_every_answer_is_what_the_document_says(
    api: Client, published: Callable[..., str], drain: Drain, document: dict[str, Any]
) -> None:
    shape = graph(
        [
            *approval(instructions="Look")["nodes"],
            node("nap", "sleep", duration_seconds="1h"),
            node("bang", "fail", message="No"),
        ],
        [*approval()["edges"], edge("start", "nap"), edge("deny", "bang")],
    )
    slug, root = published(shape), api("root")

    def check(answer: Any, operation: str) -> dict[str, Any]:
        assert answer.status_code < 300, answer.content
        body: dict[str, Any] = answer.json()
        validate(document, operation, answer.status_code, body)
        return body

    run = check(
        root.post(f"workflows/{slug}/runs/", {"inputs": {"amount": 1}, "tags": ["a"]}), "start_run"
    )["id"]
    drain()
    task = check(root.get(f"runs/{run}/"), "get_run")["suspensions"][0]["task"]
    for operation, path in READS.items():
        place = path.format(slug=slug, run=run, task=task)
        check(root.client.get(f"/api/{place}"), operation)
    check(root.post("workflows/validate/", {"graph": shape}), "validate_graph")
    check(root.post(f"runs/{run}/checkpoints/", {"name": "x"}), "create_checkpoint")
    check(root.post(f"tasks/{task}/claim/"), "claim_task")
    check(root.post(f"tasks/{task}/comment/", {"text": "Hm"}), "comment_task")
    check(root.post(f"tasks/{task}/release/"), "release_task")
    check(root.post(f"tasks/{task}/decide/", {"decision": "rejected"}), "decide_task")
    drain()
    assert check(root.get(f"runs/{run}/"), "get_run")["status"] == "failed"
    check(root.get("runs/"), "list_runs")
    check(root.get(f"runs/{run}/explain/"), "explain_run")
    results = check(
        root.post("tasks/decide/", {"ids": [task], "decision": "approved"}), "decide_tasks"
    )
    assert results["results"][0]["status"] == 409
    check(root.post("workflows/", {"name": "New"}), "create_workflow")
    check(root.patch("workflows/new/", {"graph": approval()}), "save_workflow")
    check(root.post("workflows/new/versions/", {"note": "n"}), "publish_workflow")
    problem = root.post(f"tasks/{task}/claim/")
    validate(document, "claim_task", 409, problem.json())


def validate(document: dict[str, Any], operation: str, status: int, body: Any) -> None:
    """Check a body against the schema of an answer; nothing undocumented may be in it."""
    found = next(
        item
        for path in document["paths"].values()
        for item in path.values()
        if isinstance(item, dict) and item.get("operationId") == operation
    )
    content = found["responses"][str(status)]["content"]
    schema = next(iter(content.values()))["schema"]
    components = strict(document["components"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        validator = Draft202012Validator({**strict(schema), "components": components})
        errors = [
            f"{error.json_path}: {error.message}"[:200] for error in validator.iter_errors(body)
        ]
    assert errors == [], operation


def strict(schema: Any) -> Any:
    """Read OpenAPI 3.0 as JSON Schema, and allow no field that is not described."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: strict(value) for key, value in schema.items() if key != "nullable"}
    if made.get("type") == "object" and "properties" in made and "additionalProperties" not in made:
        is_problem = {"title", "detail", "errors"} <= set(made["properties"])
        made["additionalProperties"] = is_problem
    if schema.get("nullable"):
        return {"anyOf": [made, {"type": "null"}]}
    return made


def test_the_document_is_served_to_whoever_is_signed_in(api: Client) -> None:
    answer = api("olga").get("schema/")
    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "Fermata"


def test_the_docs_page_needs_nothing_from_elsewhere(api: Client) -> None:
    page = api("olga").get("docs/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "//" not in text.replace("<!DOCTYPE html>", "")
    assert "<style" not in text
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
