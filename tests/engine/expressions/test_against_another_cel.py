"""Rules mean the same to another implementation of CEL: the same answer, or an error in both."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any

import celpy
import pytest
from celpy import celtypes

from workflows.engine.errors import ExpressionError
from workflows.engine.events import Json
from workflows.engine.expressions import compile_expression

RULES, SEED = 300, 20_261_130
INPUTS: dict[str, Any] = {
    "n": 7, "m": -3, "zero": 0, "big": 2**53 - 1, "x": 1.5, "y": -0.25, "s": "Žluťoučký kůň",
    "t": "abc", "empty": "", "yes": True, "no": False, "nothing": None, "list": [3, 1, 2],
    "words": ["a", "abc", ""], "none": [], "map": {"a": 1, "b": {"c": "deep"}},
    "rows": [{"price": 5, "name": "pen"}, {"price": 12, "name": "desk"}],
}  # fmt: skip
Make = Callable[[random.Random, int], str]


def whole(r: random.Random, depth: int) -> str:
    if depth <= 0:
        names = ("n", "m", "zero", "big", "missing", "map.a", "map.missing", "list[1]", "list[9]")
        return r.choice([str(r.randint(-5, 20)), *(f"inputs.{name}" for name in names)])
    a, b = whole(r, depth - 1), whole(r, depth - 1)
    return r.choice([
        f"({a} {r.choice('+-*/%')} {b})", f"size({text(r, depth - 1)})",
        f"size({items(r, depth - 1)})", f"({truth(r, depth - 1)} ? {a} : {b})", f"(-({a}))",
        f"inputs.list.map(i, i * {a})[0]", f"int({r.choice([a, 'inputs.x', 'inputs.t'])})",
    ])  # fmt: skip


def text(r: random.Random, depth: int) -> str:
    if depth <= 0:
        names = ("s", "t", "empty", "missing", "words[1]", "map.b.c")
        return r.choice(["'a'", "'ů'", "''", *(f"inputs.{name}" for name in names)])
    a, b = text(r, depth - 1), text(r, depth - 1)
    choice = f"({truth(r, depth - 1)} ? {a} : {b})"
    return r.choice([f"({a} + {b})", f"string({whole(r, depth - 1)})", choice])


def items(r: random.Random, depth: int) -> str:
    if depth <= 0:
        return r.choice(["inputs.list", "inputs.none", "[1, 2]", "inputs.missing"])
    a, b = items(r, depth - 1), items(r, depth - 1)
    return r.choice([
        f"({a} + {b})", f"{a}.filter(i, i > {whole(r, depth - 1)})", f"{a}.map(i, i + 1)",
    ])  # fmt: skip


def truth(r: random.Random, depth: int) -> str:
    if depth <= 0:
        has = ("map.a", "map.missing", "missing", "nothing")
        plain = ["true", "false", "inputs.yes", "inputs.no", "inputs.missing"]
        return r.choice([*plain, *(f"has(inputs.{name})" for name in has)])
    a, b = truth(r, depth - 1), truth(r, depth - 1)
    one, other = text(r, depth - 1), text(r, depth - 1)
    same = r.choice([whole, text, items])
    # A text that it has put together itself the other one does not know the methods of.
    known = text(r, 0)
    x = r.choice(["inputs.x", "inputs.y", "1.5", "(inputs.x * inputs.y)"])
    return r.choice([
        f"({a} && {b})", f"({a} || {b})", f"(!{a})", f"({a} == {b})",
        f"({whole(r, depth - 1)} {r.choice(['<', '<=', '>', '>='])} {whole(r, depth - 1)})",
        f"({same(r, depth - 1)} {r.choice(['==', '!='])} {same(r, depth - 1)})",
        f"({one} < {other})", f"({x} {r.choice(['<', '>='])} inputs.y)",
        f"{known}.{r.choice(['startsWith', 'endsWith', 'contains'])}({other})",
        f"{known}.matches('^[a-c]+$')", f"({whole(r, depth - 1)} in {items(r, depth - 1)})",
        f"inputs.rows.exists(w, w.price > {whole(r, depth - 1)})",
        f"inputs.rows.all(w, w.name != {one} && w.price > 0)",
        f"inputs.words.exists_one(w, w == {one})", f"('a' in inputs.map ? {a} : {b})",
        f"(inputs.nothing == null && {a})",
    ])  # fmt: skip


def rules() -> list[str]:
    """Give the rules, the same ones each time."""
    r, found = random.Random(SEED), dict[str, None]()
    kinds: list[Make] = [truth, truth, truth, whole, text, items]
    while len(found) < RULES:
        source = r.choice(kinds)(r, r.randint(1, 3))
        if len(source) <= 400:
            found[source] = None
    return list(found)


def ours(source: str) -> Json:
    return compile_expression(source).evaluate({"inputs": INPUTS})


def theirs(source: str, environment: celpy.Environment) -> Json:
    program = environment.program(environment.compile(source))
    return plain(program.evaluate({"inputs": celpy.json_to_cel(INPUTS)}))


def plain(value: Any) -> Json:
    """Give a value of theirs as JSON has it."""
    if isinstance(value, celtypes.BoolType):
        return bool(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, int):
        if abs(value) >= 2**53:  # an error here, see the payload's limits
            raise ValueError(value)
        return int(value)
    return str(value) if isinstance(value, str) else value


def outcome(evaluate: Callable[[], Json], errors: type[Exception]) -> Json:
    try:
        value = evaluate()
    except errors:
        return "error"
    return value if not isinstance(value, float) or math.isfinite(value) else "error"


def test_three_hundred_rules_have_one_meaning() -> None:
    environment = celpy.Environment()
    found, results = [], []
    for source in rules():
        mine = outcome(lambda s=source: ours(s), ExpressionError)
        other = outcome(lambda s=source: theirs(s, environment), Exception)
        results.append(mine)
        if mine != other or type(mine) is not type(other):
            found.append(f"{source}\n  ours {mine!r}, theirs {other!r}")
    assert found == []
    # The rules say something: many succeed, many fail, conditions go both ways.
    assert 60 <= results.count("error") <= 240
    assert results.count(True) >= 20
    assert results.count(False) >= 20


@pytest.mark.parametrize("source", ["inputs.n > 1.5", "inputs.x < 2", "inputs.n == 7.0"])
def test_numbers_of_two_kinds_compare_here_and_not_there(source: str) -> None:
    assert ours(source) is True


@pytest.mark.parametrize("source", ["inputs.n || inputs.no", "inputs.n && inputs.yes"])
def test_a_number_is_no_truth_here_and_is_one_there(source: str) -> None:
    with pytest.raises(ExpressionError):
        ours(source)
