"""Graphs as Python source: the same graph comes back, and nothing of it becomes code."""

from __future__ import annotations

import ast
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.test_properties import graphs
from workflows import catalog
from workflows.engine.authoring import Flow, canonical, expr, from_python, to_python
from workflows.engine.authoring.source import METHODS
from workflows.engine.errors import Invalid

LONG = st.lists(
    st.sampled_from(["word ", "{{ a.b }} ", "'", '"', "\n", "  ", "\\", "x" * 60]), max_size=40
)
NASTY = st.one_of(
    st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20),
    st.sampled_from(
        ['"""', "'", '"', "'\"", "\\", "\\'", "\n", "{x}", '")\nimport os\n#', "\u202e"]
    ),
)
JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(1 - 2**53, 2**53 - 1), NASTY, LONG.map("".join),
        st.floats(allow_nan=False, allow_infinity=False), st.fixed_dictionaries({"$expr": NASTY}),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NASTY, inner, max_size=3)),
    max_leaves=6,
)  # fmt: skip
TAKEN = (
    "schema", "value", "name", "cases", "title", "after", "on", "retry", "class", "seconds", "id",
    "duration_seconds", "timeout", "timeout_seconds", "workflow", "items", "what", "self", "label",
    "function", "expression", "properties",
)  # fmt: skip
NAMES = st.one_of(st.sampled_from(TAKEN), NASTY)
TYPES = st.one_of(st.sampled_from([*METHODS, "step", "mod.Class"]), st.text(min_size=1, max_size=9))
OPTIONS = st.sampled_from(["retry", "join", "timeout_seconds", "x"])
IDS = st.text(string.ascii_letters + "_", min_size=1, max_size=4)
HANDLES = st.one_of(st.none(), st.none(), NASTY)


@st.composite
def drafts(draw: st.DrawFn) -> dict[str, Any]:
    """Draw any graph of the right outer form, with places, odd names and dangling edges."""
    ids = draw(st.lists(IDS, min_size=1, max_size=6, unique=True))
    nodes = [
        {
            "id": id,
            "type": draw(TYPES),
            "title": draw(NASTY),
            "properties": draw(st.dictionaries(NAMES, JSON, max_size=4)),
            "options": draw(st.dictionaries(OPTIONS, JSON, max_size=2)),
            "ui": draw(st.one_of(st.none(), st.just({"x": -20, "y": 0.5}), st.just({"note": 1}))),
        }
        for id in ids
    ]  # fmt: skip
    edges = []
    for number in range(draw(st.integers(0, 8))):
        source, target = draw(st.sampled_from(ids)), draw(st.sampled_from([*ids, "gone"]))
        action = draw(HANDLES) or None
        own = "-".join(part for part in (source, action, target) if part)
        taken = {edge["id"] for edge in edges}
        id = own if draw(st.booleans()) and len(own) < 100 and own not in taken else f"#{number}"
        edges.append(
            {
                "id": id, "source": source, "target": target, "action": action,
                "source_handle": draw(HANDLES), "target_handle": draw(HANDLES),
                "when": draw(HANDLES),
            }
        )  # fmt: skip
    return {"schema": 1, "nodes": nodes, "edges": edges, "options": {"max_parallel": 3}}


@settings(max_examples=200, deadline=None)
@given(graph=graphs())
def test_a_graph_through_a_flow_is_the_same_graph(graph: dict[str, Any]) -> None:
    assert Flow.from_json(graph, "x").to_json() == canonical(graph)
    assert canonical(canonical(graph)) == canonical(graph)
    assert from_python(to_python(graph, "x")).to_json() == canonical(graph)


@settings(max_examples=400, deadline=None)
@given(graph=drafts())
def test_any_draft_comes_back_from_its_source(graph: dict[str, Any]) -> None:
    source = to_python(graph, "x")
    flow = from_python(source)
    assert flow.to_json() == canonical(graph) == Flow.from_json(graph, "x").to_json()
    names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    assert names <= {"Flow", "flow", "expr"}


@pytest.mark.parametrize("item", catalog.templates(), ids=lambda item: item["slug"])
def test_the_examples_come_back_from_their_source(item: dict[str, Any]) -> None:
    source = to_python({**item, **item["graph"]}, item["slug"])
    flow = from_python(source)
    assert flow.to_json() == canonical(item["graph"])
    assert (flow.name, flow.description) == (item["name"], item["description"])
    assert max(map(len, source.splitlines())) <= 110
    namespace: dict[str, Any] = {}
    exec(compile(source, "exported.py", "exec"), namespace)
    assert namespace["flow"].to_json() == flow.to_json()


def test_a_chain_of_steps_is_written_as_a_chain() -> None:
    flow = (
        Flow("pay", "Pay", "Pays.")
        .input("start", {"type": "object"})
        .approval("ask", title="Sure?", groups=["managers"], into="subject", label="Chief")
        .log("paid", expr("inputs.amount"), on="approved", retry=3)
        .log("refused", after="ask", on="rejected")
        .output("result", after=["paid", "refused"], into="value")
        .edge("refused", "ask", "again", when="state.n < 3")
    )
    assert to_python({"name": "Pay", "description": "Pays.", **flow.to_json()}, "pay") == (
        '"""The workflow pay: ``flow.to_json()`` gives its graph."""\n'
        "\n"
        "from workflows import Flow, expr\n"
        "\n"
        "flow = (\n"
        '    Flow("pay", description="Pays.")\n'
        '    .input("start", {"type": "object"})\n'
        '    .approval("ask", into="subject", label="Chief", title="Sure?", groups=["managers"])\n'
        '    .log("paid", expr("inputs.amount"), on="approved", retry=3)\n'
        '    .log("refused", after="ask", on="rejected")\n'
        '    .output("result", after=["paid", "refused"], into="value")\n'
        '    .edge("refused", "ask", "again", when="state.n < 3")\n'
        ")\n"
    )


def test_a_long_flow_is_written_call_by_call() -> None:
    flow = Flow("long")
    for number in range(500):
        flow.constant(f"n{number}", number)
    source = to_python(flow.to_json(), "long")
    assert source.count("\nflow.constant(") == 500
    assert from_python(source).to_json() == flow.to_json()


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("", "no flow"),
        ("flow = (", "not Python"),
        ("import os\nflow = Flow('x')", "Line 1"),
        ("from os import system", "Line 1"),
        ("flow = Flow('x')\nflow.wait('a', reason=open('f'))", "Line 2: Only literals"),
        ("flow = Flow('x').__init__('y')", "no method '__init__'"),
        ("flow = Flow('x').to_json()", "no method 'to_json'"),
        ("flow = Flow('x').from_json({})", "no method 'from_json'"),
        ("flow = Flow('x').uses('y')", "no method 'uses'"),
        ("flow = Flow('x').functions.clear()", "begins with Flow"),
        ("flow = Flow(*['x'])", "Only literals"),
        ("flow = Flow(**{'slug': 'x'})", "no \\*\\*"),
        ("flow = Flow('x').wait('a', schema={1: 2})", "keys"),
        ("flow = Flow('x').wait('a', schema={**{}})", "keys"),
        ("flow = Flow('x').wait(f'{1}')", "Only literals"),
        ("flow = Flow('x').wait('a').wait('a')", "already"),
        ("flow = Flow('x').wait()", "Line 1"),
        ("flow = Flow('x')\nother.wait('a')", "begins with Flow"),
        ("flow = Flow('x')\nflow = Flow('y')", "Only imports"),
        ("flow = Flow('x').node('a', submit)", "Only literals"),
        ("flow = Flow('x').wait('a', metadata=b'x')", "Only literals"),
        ("flow = Flow('x').wait('a', metadata=" + "[" * 90 + "]" * 90 + ")", "deep"),
        ("x = " + "(" * 5000, "not Python"),
    ],
)
def test_what_is_no_plain_flow_is_refused_and_not_executed(source: str, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        from_python(source)


def test_two_nodes_of_one_id_cannot_be_written() -> None:
    twice = [{"id": "a", "type": "wait"}] * 2
    with pytest.raises(Invalid, match="Two nodes"):
        to_python({"nodes": twice, "edges": []}, "x")


def test_a_value_that_is_too_deep_cannot_be_written() -> None:
    deep: Any = 1
    for _ in range(60):
        deep = [deep]
    node = {"id": "a", "type": "wait", "properties": {"metadata": deep}}
    with pytest.raises(Invalid, match="deep"):
        to_python({"nodes": [node], "edges": []}, "x")


def test_a_long_text_is_cut_between_words_quickly_whatever_it_is() -> None:
    for text in ("{{" * 4_000, "{{a}}" * 2_000, " " * 5_000, "{{ a }} and " * 500):
        source = to_python(Flow("x").template("t", text).to_json(), "x")
        assert from_python(source).to_json()["nodes"][0]["properties"] == {"template": text}
    assert max(map(len, source.splitlines())) <= 100
