"""Claims about expressions: what they see, how they fail, and that a failing rule is never true."""

import contextlib
import resource
import types
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.engine.errors import ExpressionError
from workflows.engine.expressions import (
    NAMES,
    compile_expression,
    expressions_in,
    resolve,
)

NAMES_HERE: dict[str, Any] = {
    "inputs": {"amount": 1500, "name": "Žluťoučký", "tags": ["a", "b"], "none": None, "ok": True},
    "state": {"count": 2},
    "nodes": {"submit": {"total": 3.5}, "manager-review": {"lines": [{"price": 1}, {"price": 9}]}},
    "output": {"kind": "refund"},
    "action": "approved",
    "run": {"id": "r1", "started_at": "2026-01-01T00:00:00+00:00"},
    "attempt": 1,
}


def evaluate(source: str, names: dict[str, Any] | None = None) -> Any:
    return compile_expression(source).evaluate(NAMES_HERE if names is None else names)


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("inputs.amount > 1000.0", True),
        ("inputs.amount * 2", 3000),
        ("nodes.submit.total > 3 && nodes.submit.total <= inputs.amount", True),
        ("double(inputs.amount) * 1.2", 1800.0),
        ("size(inputs.name)", 9),
        ("inputs['tags']", ["a", "b"]),
        ("inputs['tags'].map(t, t + '!')", ["a!", "b!"]),
        ("state.count == 2 && action == 'approved'", True),
        ("nodes.submit.total", 3.5),
        ("nodes['manager-review'].lines.exists(x, x.price > 5)", True),
        ("output.kind == 'refund' ? {'to': 'ann'} : {}", {"to": "ann"}),
        ("has(inputs.missing)", False),
        ("inputs.none == null", True),
        ("run.id + '/' + string(attempt)", "r1/1"),
        ("timestamp(run.started_at)", "2026-01-01T00:00:00+00:00"),
        ("duration('90s')", 90.0),
        ("'abc'.matches('^a.c$')", True),
        ("[1, 2.5, 'x', null, {'a': true}]", [1, 2.5, "x", None, {"a": True}]),
        ("inputs.amount > 1 || nodes.nowhere.x > 3", True),
        ("inputs.amount > 5 ? // a remark\n 'much' : 'little'", "much"),
    ],
)
def test_an_expression_gives_json(source: str, result: Any) -> None:
    assert evaluate(source) == result


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("inputs.nope", "There is no 'nope'"),
        ("item.x", "There is no item here"),
        ("1 / 0", "Divide by zero"),
        ("inputs.name.x", "SELECT"),
        ("inputs.tags[9]", "Index"),
        ("inputs.amount + 1.5", r"\+ does not go with a whole number and a decimal number; write"),
        ("inputs.name + inputs.tags", r"\+ does not go with text and a list"),
        ("b'abc'", "not JSON"),
        ("{1: 2}", "keys must be text"),
        ("9007199254740993", "2\\^53"),
        ("double('NaN')", "nan"),
        ("type(1)", "not JSON"),
        ("inputs.__class__", "__class__"),
        ("'\\u0000'", "NUL"),
    ],
)
def test_a_failing_expression_is_an_error_with_its_source(source: str, message: str) -> None:
    with pytest.raises(ExpressionError, match=message) as caught:
        evaluate(source)
    assert source[:20] in caught.value.message


@pytest.mark.parametrize(
    "source",
    [
        "", "   ", "1 +", "unknown", "now()", "1 == 'a'", "inputs.?a", "(" * 200, "1" + "+1" * 500,
        "inputs" + ".a" * 900, "x" * 2001, "1\x00", "1\x07", "'\ud800'", "1 \x1b", "[" * 1000,
        "[1].map(a, [1].map(b, [1].map(c, c)))",
    ],
)  # fmt: skip
def test_a_source_beyond_the_rules_does_not_compile(source: str) -> None:
    with pytest.raises(ExpressionError):
        compile_expression(source)


def test_an_unknown_name_is_told_with_its_place_and_the_known_ones() -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_expression("inputs.a >\n amuont")
    assert "Line 2, column 2" in caught.value.message
    assert all(name in caught.value.message for name in NAMES)


def test_a_source_of_two_thousand_characters_compiles() -> None:
    assert evaluate("'" + "x" * 1998 + "'") == "x" * 1998


def test_compiling_is_cached() -> None:
    assert compile_expression("1 + 1") is compile_expression("1 + 1")


RULES = [
    "inputs.a", "inputs.a > 1", "inputs.a == inputs.b", "inputs.a.b.c", "inputs.a[0] == 1",
    "1 / inputs.a > 0", "inputs.a + inputs.b", "inputs.a.exists(x, x > 1)",
    "size(inputs.a) > inputs.b",
    "!inputs.a",
    "inputs.a && inputs.b", "inputs.a || inputs.b", "inputs.a ? inputs.b : inputs.c",
    "has(inputs.a.b)", "timestamp(inputs.a) > timestamp(inputs.b)", "inputs.a.matches(inputs.b)",
    "int(inputs.a) > 3",
    "inputs.a in inputs.b", "double(inputs.a) < 2.0", "inputs.a.startsWith(inputs.b)", "nodes.x.y",
    "inputs.a.map(x, x.y) == inputs.b", "duration(inputs.a) > duration('1s')", "output",
    "item.a == 1",
]  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@settings(deadline=None)
@given(
    st.sampled_from(RULES),
    st.dictionaries(st.sampled_from(["a", "b", "c"]), ANYTHING, max_size=3),
)
def test_a_failing_rule_is_never_true(source: str, inputs: dict[str, Any]) -> None:
    expression = compile_expression(source)
    try:
        truth = expression.truth({"inputs": inputs})
    except ExpressionError:
        return
    assert truth is True or truth is False
    # What is true as a condition has the value true, so no error value slipped through.
    assert expression.evaluate({"inputs": inputs}) is truth


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_source_of_noise_fails_only_with_our_error(source: str) -> None:
    with contextlib.suppress(ExpressionError):
        compile_expression(source).truth({"inputs": {}})


@pytest.mark.parametrize("source", ["inputs.amount", "inputs.name", "inputs.none", "inputs.tags"])
def test_a_condition_must_be_true_or_false(source: str) -> None:
    with pytest.raises(ExpressionError, match="must be true or false"):
        compile_expression(source).truth(NAMES_HERE)


def test_a_condition_that_can_never_decide_is_known_before() -> None:
    assert not compile_expression("'a' + 'b'").may_decide
    assert compile_expression("inputs.a").may_decide
    assert compile_expression("inputs.a == 1").may_decide


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def test_data_that_would_crash_the_library_is_refused_before() -> None:
    circle: dict[str, Any] = {}
    circle["self"] = circle
    for value in (circle, nested(100_000), {"a": object()}, {"a": 2**60}, {"a": float("nan")}):
        with pytest.raises(ExpressionError):
            evaluate("inputs == inputs", {"inputs": value})


def test_only_what_is_read_counts_and_is_looked_at() -> None:
    names = {
        "inputs": {"a": 1},
        "state": {"broken": object()},
        "nodes": {"x": 1, "y": "z" * 300_000},
    }
    assert evaluate("inputs.a + nodes.x", names) == 2
    with pytest.raises(ExpressionError, match="256 KiB"):
        evaluate("nodes.y == 'z'", names)


def test_all_that_is_read_together_is_limited() -> None:
    half = "z" * 150_000
    with pytest.raises(ExpressionError, match="256 KiB"):
        evaluate("nodes.a == nodes.b", {"nodes": {"a": half, "b": half}})


def test_mappings_that_are_no_dicts_are_seen() -> None:
    names = {"inputs": types.MappingProxyType({"a": 1}), "nodes": types.MappingProxyType({"x": 2})}
    assert evaluate("inputs.a + nodes.x", names) == 3


TEXT, LIST = "x" * 200_000, list(range(9000))
BOMBS = [
    "inputs.l.map(x, inputs.s)",
    "inputs.l.map(x, inputs.s + inputs.s).size()",
    "inputs.l.all(x, size(inputs.s + inputs.s) > 0)",
    "inputs.l.map(x, inputs.l)",
    "inputs.l.map(x, x + 1)",
    "inputs.l.filter(x, x > 5).size()",
    "[inputs.s]" + ".map(x, x + x)" * 15,
    "inputs.l.all(x, inputs.l.all(y, x + y > 0))",
    "[[inputs.l]].map(x, x.map(y, y.map(z, z)))",
    "inputs.l.exists(x, inputs.l.map(y, y) == [])",
    "+".join(["inputs.s"] * 30),
]


@pytest.mark.parametrize("source", BOMBS)
def test_growth_of_text_and_lists_is_bounded(source: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ExpressionError):
        evaluate(source, {"inputs": {"s": TEXT, "l": LIST}})
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_ordinary_rules_over_lists_are_within_the_bounds() -> None:
    rows = [{"id": i, "name": f"row {i}", "lines": [1, 2, 3]} for i in range(1000)]
    names = {"inputs": {"rows": rows, "limit": 900}}
    assert len(evaluate("inputs.rows.map(r, r.name + ' of ' + r.name)", names)) == 1000
    assert len(evaluate("inputs.rows.filter(r, r.id > inputs.limit)", names)) == 99
    assert evaluate("inputs.rows.exists(r, r.lines.exists(n, n == 3))", names) is True
    assert evaluate("inputs.rows.map(r, r.id).exists(i, i == 5)", names) is True
    assert evaluate("inputs.rows.exists(r, r.id == 999)", names) is True


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("inputs.a", frozenset()),
        ("nodes.a.b.c == nodes['d-e'].f", frozenset({"a", "d-e"})),
        ("has(nodes.a)", frozenset({"a"})),
        ("inputs.l.map(x, nodes.a[x])", frozenset({"a"})),
        ("nodes[inputs.a]", None),
        ("nodes.map(k, k)", None),
        ("size(nodes) + size(nodes.a)", None),
        ("'nodes.a'", frozenset()),
        ("inputs.nodes.a", frozenset()),
    ],
)
def test_it_is_known_which_outputs_an_expression_reads(
    source: str, reads: frozenset[str] | None
) -> None:
    assert compile_expression(source).reads == reads


def test_expressions_are_resolved_at_any_depth() -> None:
    value = {"to": [{"$expr": "inputs.name"}, "bob"], "n": {"deep": {"$expr": "state.count + 1"}}}
    assert resolve(value, NAMES_HERE) == {"to": ["Žluťoučký", "bob"], "n": {"deep": 3}}
    assert resolve({"$expr": "inputs.tags"}, NAMES_HERE) == ["a", "b"]
    literal = {"a": [1, {"$expr": "1", "other": 2}], "b": None}
    assert resolve(literal, NAMES_HERE) == literal


def test_expressions_in_a_result_are_data() -> None:
    names = {"inputs": {"evil": {"$expr": "1 + 1"}}}
    assert resolve({"$expr": "inputs.evil"}, names) == {"$expr": "1 + 1"}


def test_expressions_are_listed_with_their_pointers() -> None:
    value = {"a/b": {"$expr": "1"}, "c~d": [0, {"$expr": "2"}], "e": {"$expr": 3}}
    assert expressions_in(value) == [("/a~1b", "1"), ("/c~0d/1", "2"), ("/e", "")]
    assert expressions_in(value, "/nodes/0/properties")[0][0] == "/nodes/0/properties/a~1b"


NAMES_OF_FIELDS = st.text("abcxyzäß_ ", min_size=1, max_size=12)


@given(st.dictionaries(NAMES_OF_FIELDS, st.integers(-9, 9), max_size=12))
def test_an_object_keeps_the_order_in_which_it_was_written(inputs: dict[str, int]) -> None:
    found = compile_expression("inputs").evaluate({"inputs": inputs})
    assert list(found.items()) == list(inputs.items())


def test_a_new_object_has_the_order_of_its_source_at_any_depth() -> None:
    inputs = {"z": {"q": 1, "b": 2, "m": 3}, "list": [{"y": 1, "a": 2}]}
    source = "{'who': 'Ann', \"all\": inputs.z, 'each': inputs.list, 'amount': 3, 'about': ''}"
    found = compile_expression(source).evaluate({"inputs": inputs})
    assert list(found) == ["who", "all", "each", "amount", "about"]
    assert list(found["all"]) == ["q", "b", "m"]
    assert list(found["each"][0]) == ["y", "a"]


def test_keys_that_are_computed_are_in_the_order_of_letters() -> None:
    source = "{inputs.b: 1, inputs.a: 2, 'zoo': 3}"
    found = compile_expression(source).evaluate({"inputs": {"a": "xa", "b": "xb"}})
    assert list(found) == ["zoo", "xa", "xb"]
