"""Definitions by services: import and export, and what a graph's file looks like."""

import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from tests.api.conftest import approval
from workflows.engine.errors import Forbidden, Invalid, NotFound
from workflows.services.definitions import (
    DraftProblems,
    create_workflow,
    export_workflow,
    get_workflow,
    import_workflow,
    publish,
    save_draft,
    validate_draft,
)

People = dict[str, User]


def test_what_was_exported_is_imported_as_the_same_draft(people: People) -> None:
    ada = people["ada"]
    slug = create_workflow(ada, "Expenses", description="Money", graph=approval())
    text = json.dumps(export_workflow(ada, slug))
    assert json.loads(text)["slug"] == "expenses"
    assert import_workflow(ada, text) == "expenses"
    copy = import_workflow(ada, text, "copy")
    made = export_workflow(ada, copy)
    assert (made["name"], made["nodes"]) == ("Expenses", approval()["nodes"])
    assert publish(ada, copy) == (1, True)
    assert publish(ada, copy) == (1, False)


def test_a_bare_graph_and_one_in_an_envelope_are_imported(people: People) -> None:
    ada = people["ada"]
    assert import_workflow(ada, json.dumps(approval())) == "imported-workflow"
    envelope = {"name": "From the API", "slug": "api", "graph": approval()}
    assert import_workflow(ada, json.dumps(envelope)) == "api"
    assert export_workflow(ada, "api")["nodes"] == approval()["nodes"]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"nodes": 1}', '"graph"'])
def test_what_is_no_graph_is_not_imported(people: People, text: str) -> None:
    with pytest.raises(Invalid):
        import_workflow(people["ada"], text)


def test_only_authors_import_and_only_those_who_see_export(
    people: People, published: Callable[..., str]
) -> None:
    with pytest.raises(Forbidden):
        import_workflow(people["olga"], json.dumps(approval()))
    slug = create_workflow(people["ada"], "Secret", graph=approval())
    with pytest.raises(NotFound):
        export_workflow(people["olga"], slug)


def runs(slug: object) -> dict[str, object]:
    """Draw a graph with one node that runs a workflow."""
    node = {"id": "call", "type": "subworkflow", "properties": {"workflow": slug}}
    return {"schema": 1, "nodes": [node], "edges": []}


def test_a_workflow_that_is_run_must_exist_before_the_one_that_runs_it(people: People) -> None:
    ada = people["ada"]
    slug = create_workflow(ada, "Parent", graph=runs("child"))
    (problem,) = get_workflow(ada, slug)["problems"]
    assert validate_draft(ada, runs("child")) == [problem]
    assert (problem["code"], problem["node_id"]) == ("unknown_workflow", "call")
    assert (problem["pointer"], problem["message"]) == (
        "/properties/workflow",
        "There is no workflow 'child'.",
    )
    with pytest.raises(DraftProblems, match="no workflow 'child'"):
        publish(ada, slug)
    create_workflow(ada, "Child", graph=approval())
    assert get_workflow(ada, slug)["problems"] == []
    assert publish(ada, slug) == (1, True)


def test_a_workflow_may_run_itself_and_one_that_is_computed(people: People) -> None:
    ada = people["ada"]
    for name, graph in (("Again", runs("again")), ("Any", runs({"$expr": "inputs.slug"}))):
        assert publish(ada, create_workflow(ada, name, graph=graph)) == (1, True)


@pytest.mark.parametrize("function", [{"name": "greeting"}, "os.system", None])
def test_a_drawing_does_not_run_as_a_function(people: People, function: object) -> None:
    ada, graph = people["ada"], {**approval(), "function": function}
    with pytest.raises(Invalid) as refused:
        create_workflow(ada, "Disguise", graph=graph)
    assert refused.value.errors[0].attr == "graph.function"
    slug = create_workflow(ada, "Plain", graph=approval())
    with pytest.raises(Invalid, match="names no function"):
        save_draft(ada, slug, graph=graph)
    with pytest.raises(Invalid, match="names no function"):
        import_workflow(ada, json.dumps(graph), slug)
