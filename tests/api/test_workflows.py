"""Workflows over the API: drafts, revisions, problems, publishing, deleting."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import Api, Drain, approval, edge, graph, node

Client = Callable[..., Api]


def test_a_workflow_is_created_with_a_slug_from_its_name(api: Client) -> None:
    made = api("ada").post("workflows/", {"name": "Expense approval", "description": "Money"})
    assert made.status_code == 201
    body = made.json()
    assert body["slug"] == "expense-approval"
    assert body["revision"] == 1
    assert body["latest_version"] is None
    assert body["graph"] == {"schema": 1, "nodes": [], "edges": []}
    assert body["updated_by"] == "ada"
    again = api("ada").post("workflows/", {"name": "Expense approval"})
    assert again.json()["slug"] == "expense-approval-2"


def test_a_slug_that_is_taken_is_a_conflict(api: Client) -> None:
    api("ada").post("workflows/", {"name": "A", "slug": "mine"})
    answer = api("ada").post("workflows/", {"name": "B", "slug": "mine"})
    assert answer.status_code == 409
    assert answer.json()["code"] == "slug_taken"


@pytest.mark.parametrize("slug", ["validate", "Über", "a b", "", "-x", "x" * 101, 5, None])
def test_a_slug_that_no_address_can_have_is_refused(api: Client, slug: Any) -> None:
    answer = api("ada").post("workflows/", {"name": "A", "slug": slug})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "slug"


def test_saving_raises_the_revision_and_a_stale_one_tells_who_was_first(api: Client) -> None:
    ada, root = api("ada"), api("root")
    ada.post("workflows/", {"name": "Flow"})
    first = root.patch("workflows/flow/", {"revision": 1, "graph": approval()})
    assert first.status_code == 200
    assert first.json()["revision"] == 2
    late = ada.patch("workflows/flow/", {"revision": 1, "name": "Mine"})
    assert late.status_code == 409
    problem = late.json()
    assert problem["code"] == "stale_revision"
    assert (problem["revision"], problem["by"]) == (2, "root")
    assert problem["at"]
    assert ada.get("workflows/flow/").json()["name"] == "Flow"


def test_if_match_is_another_way_to_name_the_revision(api: Client) -> None:
    ada = api("ada")
    ada.post("workflows/", {"name": "Flow"})
    tag = ada.get("workflows/flow/").headers["ETag"]
    good = ada.patch("workflows/flow/", {"name": "B"}, headers={"If-Match": tag})
    stale = ada.patch("workflows/flow/", {"name": "C"}, headers={"If-Match": tag})
    assert (good.status_code, stale.status_code) == (200, 409)


def test_a_draft_with_problems_is_saved_but_neither_published_nor_run(api: Client) -> None:
    ada = api("ada")
    broken = graph([node("a", "no.such.type")], [edge("a", "ghost")])
    made = ada.post("workflows/", {"name": "Flow", "graph": broken})
    assert made.status_code == 201
    codes = {problem["code"] for problem in made.json()["problems"]}
    assert {"unknown_type", "dangling_edge"} <= codes
    published = ada.post("workflows/flow/versions/", {})
    assert published.status_code == 400
    problem = published.json()
    assert problem["code"] == "graph_problems"
    assert {item["code"] for item in problem["errors"]} == codes
    assert problem["problems"] == made.json()["problems"]
    started = ada.post("workflows/flow/runs/", {"inputs": {}})
    assert started.status_code == 400
    assert started.json()["code"] == "not_published"


def test_the_validator_lists_problems_and_saves_nothing(api: Client) -> None:
    answer = api("olga").post("workflows/validate/", {"graph": graph([node("a", "nope")], [])})
    assert answer.status_code == 200
    first = answer.json()["problems"][0]
    assert set(first) == {"code", "message", "node_id", "edge_id", "pointer"}
    assert first["node_id"] == "a"
    assert api("olga").post("workflows/validate/", {"graph": approval()}).json() == {"problems": []}
    assert api("olga").post("workflows/validate/", {"graph": []}).status_code == 400


def test_versions_count_up_and_an_unchanged_draft_gives_the_one_there_is(api: Client) -> None:
    ada = api("ada")
    ada.post("workflows/", {"name": "Flow", "graph": approval()})
    first = ada.post("workflows/flow/versions/", {"note": "First"})
    assert (first.status_code, first.json()["number"]) == (201, 1)
    same = ada.post("workflows/flow/versions/")
    assert (same.status_code, same.json()["number"]) == (200, 1)
    ada.patch("workflows/flow/", {"graph": approval(instructions="Look twice")})
    second = ada.post("workflows/flow/versions/")
    assert (second.status_code, second.json()["number"]) == (201, 2)
    listed = ada.get("workflows/flow/versions/").json()["results"]
    assert [item["number"] for item in listed] == [2, 1]
    assert "graph" not in listed[0]
    old = ada.get("workflows/flow/versions/1/").json()
    assert (old["note"], old["created_by"], old["graph"]) == ("First", "ada", approval())
    assert ada.get("workflows/flow/versions/3/").status_code == 404
    assert ada.get("workflows/flow/versions/99999999999999999999/").status_code == 404


def test_a_workflow_with_runs_cannot_be_deleted(
    api: Client, published: Callable[..., str], drain: Drain
) -> None:
    ada = api("ada")
    slug = published(approval())
    ada.post(f"workflows/{slug}/runs/", {"inputs": {"amount": 1}})
    kept = ada.delete(f"workflows/{slug}/")
    assert (kept.status_code, kept.json()["code"]) == (409, "has_runs")
    ada.post("workflows/", {"name": "Empty", "graph": approval()})
    ada.post("workflows/empty/versions/")
    assert ada.delete("workflows/empty/").status_code == 204
    assert ada.get("workflows/empty/").status_code == 404
    assert ada.delete("workflows/empty/").status_code == 404


@pytest.mark.parametrize(
    "bad",
    [
        {"nodes": 5, "edges": []},
        {"nodes": [1], "edges": []},
        {"nodes": [], "edges": [{}] * 2_001},
        {"nodes": [{}] * 501, "edges": []},
    ],
)
def test_what_is_no_graph_at_all_is_not_even_saved(api: Client, bad: Any) -> None:
    answer = api("ada").post("workflows/", {"name": "A", "graph": bad})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"].startswith("graph.")


def test_only_authors_change_workflows_and_others_see_what_is_published(
    api: Client, published: Callable[..., str]
) -> None:
    ada = api("ada")
    ada.post("workflows/", {"name": "Secret draft"})
    slug = published(approval())
    for name in ("otto", "maria", "rita", "olga"):
        person = api(name)
        listed = [item["slug"] for item in person.get("workflows/").json()["results"]]
        assert listed == [slug]
        assert person.get("workflows/secret-draft/").status_code == 404
        assert person.patch("workflows/secret-draft/", {"name": "x"}).status_code == 404
        assert person.get(f"workflows/{slug}/").status_code == 200
        assert person.patch(f"workflows/{slug}/", {"name": "x"}).status_code == 403
        assert person.post(f"workflows/{slug}/versions/").status_code == 403
        assert person.delete(f"workflows/{slug}/").status_code == 403
        assert person.post("workflows/", {"name": "x"}).status_code == 403


def test_the_list_shows_the_latest_runs_but_no_graph(
    api: Client, published: Callable[..., str]
) -> None:
    slug, ada = published(approval()), api("ada")
    started = [
        ada.post(f"workflows/{slug}/runs/", {"inputs": {"amount": n}}).json()["id"]
        for n in range(7)
    ]
    row = ada.get("workflows/").json()["results"][0]
    assert [run["id"] for run in row["recent_runs"]] == started[:1:-1]
    assert "graph" not in row
    assert row["latest_version"] == 1


def test_node_types_and_templates_are_plain_lists(api: Client) -> None:
    types = api("olga").get("node-types/").json()
    review = next(item for item in types if item["type"] == "approval")
    assert review["suspendable"] is True
    assert review["actions"][:2] == ["approved", "rejected"]
    assert review["properties"]["type"] == "object"
    templates = api("olga").get("templates/").json()
    assert {"slug", "name", "description", "graph"} <= set(templates[0])


def test_the_largest_graph_allowed_is_taken_with_all_that_its_edges_can_say(api: Client) -> None:
    nodes = [node(f"n{number}", "constant", value=number) for number in range(500)]
    edges = [
        {"id": f"e{n}", "source": f"n{n % 250}", "target": f"n{250 + n // 8}", "when": None,
         "action": None, "source_handle": None, "target_handle": None, "ui": {"label": ""}}
        for n in range(2000)
    ]  # fmt: skip
    body = {"graph": {"schema": 1, "nodes": nodes, "edges": edges}}
    ada = api("ada")
    checked = ada.post("workflows/validate/", body)
    assert (checked.status_code, checked.json()) == (200, {"problems": []})
    assert ada.post("workflows/", {"name": "Big", **body}).status_code == 201
    assert ada.patch("workflows/big/", body).status_code == 200


def test_a_fault_in_an_expression_is_told_once(api: Client) -> None:
    nodes = [
        node("a", "transform", expression="1 +"),
        node("b", "transform", expression=5),
        node("c", "switch", cases=[{"when": "what", "action": "x"}]),
    ]
    found = api("ada").post("workflows/validate/", {"graph": graph(nodes, [])}).json()["problems"]
    assert [(item["code"], item["node_id"], item["pointer"]) for item in found] == [
        ("expression", "a", "/properties/expression"),
        ("invalid_property", "b", "/properties/expression"),
        ("expression", "c", "/properties/cases/0/when"),
    ]
