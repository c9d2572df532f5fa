"""What a CEL expression's checked tree tells: what it reads, and how much it may allocate.

The library hands out the tree only as a serialized ``cel.expr.CheckedExpr``; the few message types
needed are read here from the wire format. Compiling and evaluating are in ``expressions.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

MAX_ITERATIONS = 10_000
"""The library's own budget: an evaluation that loops more often is refused by it."""

_SMALL = 16
"""Bytes of a number, a boolean or the frame of a list."""


@dataclass(slots=True)
class Tree:
    """A node of the expression: ``kind`` is one of ``const ident select call list struct loop``.

    ``name`` is the identifier, field or function; ``test`` marks ``has()``. A loop's parts are
    range, initial value, condition, step, result (in this order), ``name`` its variable, ``sum``
    its accumulator.
    """

    kind: str
    name: str = ""
    parts: list[Tree] = field(default_factory=list)
    sum: str = ""
    test: bool = False
    size: int = 0


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def _fields(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Walk a message: field number and content (numbers as empty content)."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        if tag & 7 == 0:
            _, at = _varint(data, at)
            yield tag >> 3, b""
        elif tag & 7 == 2:
            length, at = _varint(data, at)
            yield tag >> 3, data[at : at + length]
            at += length
        else:
            at += 8 if tag & 7 == 1 else 4
            yield tag >> 3, b""


def _all(data: bytes, number: int) -> list[bytes]:
    return [content for found, content in _fields(data) if found == number]


def _one(data: bytes, number: int) -> bytes:
    return next(iter(_all(data, number)), b"")


def read_tree(serialized: bytes) -> Tree:
    """Read a serialized expression (an ``Any`` around a ``CheckedExpr``)."""
    return _tree(_one(_one(serialized, 2), 4))


def _tree(data: bytes) -> Tree:
    for number, content in _fields(data):
        if number in _READERS:
            return _READERS[number](content)
    return Tree("const", size=_SMALL)


def _const(data: bytes) -> Tree:
    return Tree("const", _one(data, 6).decode(errors="replace"), size=len(data) + _SMALL)


def _ident(data: bytes) -> Tree:
    return Tree("ident", _one(data, 1).decode())


def _select(data: bytes) -> Tree:
    return Tree("select", _one(data, 2).decode(), [_tree(_one(data, 1))], test=bool(_all(data, 3)))


def _call(data: bytes) -> Tree:
    return Tree("call", _one(data, 2).decode(), [_tree(x) for n, x in _fields(data) if n in (1, 3)])


def _list(data: bytes) -> Tree:
    return Tree("list", parts=[_tree(item) for item in _all(data, 1)])


def _struct(data: bytes) -> Tree:
    entries = _all(data, 2)
    return Tree("struct", parts=[_tree(x) for e in entries for n, x in _fields(e) if n in (3, 4)])


def _loop(data: bytes) -> Tree:
    parts = [_tree(_one(data, number)) for number in (2, 4, 5, 6, 7)]
    return Tree("loop", _one(data, 1).decode(), parts, sum=_one(data, 3).decode())


_READERS: dict[int, Callable[[bytes], Tree]] = {
    3: _const, 4: _ident, 5: _select, 6: _call, 7: _list, 8: _struct, 9: _loop,
}  # fmt: skip


def variables(tree: Tree) -> frozenset[str]:
    """List the identifiers that may be variables of ours (a loop's own names included)."""
    found = {tree.name.lstrip(".")} if tree.kind == "ident" else set()
    return frozenset(found.union(*(variables(part) for part in tree.parts)))


def nodes_read(tree: Tree) -> frozenset[str] | None:
    """List the ids after ``nodes.`` or in ``nodes["..."]``; None when any may be read."""
    if tree.kind == "ident":
        return None if tree.name.lstrip(".") == "nodes" else frozenset()
    name = _node_id(tree)
    if name is not None:
        return frozenset({name})
    found: set[str] = set()
    for part in tree.parts:
        inner = nodes_read(part)
        if inner is None:
            return None
        found |= inner
    return frozenset(found)


def _node_id(tree: Tree) -> str | None:
    if not tree.parts or tree.parts[0].kind != "ident" or tree.parts[0].name.lstrip(".") != "nodes":
        return None
    if tree.kind == "select":
        return tree.name
    if tree.kind == "call" and tree.name == "_[_]" and tree.parts[1].kind == "const":
        return tree.parts[1].name or None
    return None


def loop_depth(tree: Tree) -> int:
    """Give how deep macros (``map``, ``exists`` …) are nested in each other's bodies."""
    if tree.kind != "loop":
        return max((loop_depth(part) for part in tree.parts), default=0)
    body = max(loop_depth(part) for part in tree.parts[2:4])
    return max(1 + body, loop_depth(tree.parts[0]))


@dataclass(slots=True)
class _Size:
    """A bound in bytes, linear in the loop variables' sizes: ``fixed + sum(per[v] * |v|)``."""

    fixed: float = 0.0
    per: dict[str, float] = field(default_factory=dict)

    def __add__(self, other: _Size) -> _Size:
        keys = self.per.keys() | other.per.keys()
        per = {key: self.per.get(key, 0.0) + other.per.get(key, 0.0) for key in keys}
        return _Size(self.fixed + other.fixed, per)

    def times(self, factor: float) -> _Size:
        return _Size(self.fixed * factor, {key: n * factor for key, n in self.per.items()})


_SMALL_RESULT = frozenset(
    (
        *("_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "_&&_", "_||_", "!_", "@in"),
        *("-_", "_-_", "_*_", "_/_", "_%_", "size", "int", "uint", "double", "bool", "matches"),
        *("startsWith", "endsWith", "contains", "duration", "timestamp", "getFullYear", "getMonth"),
        *("getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours", "getMinutes"),
        *("getSeconds", "@not_strictly_false"),
    )
)  # fmt: skip
"""Functions whose result is small whatever their arguments are."""


class CostBound:
    """Bounds the bytes that an evaluation may allocate, for data of a given size.

    The growth of text and lists is not in the library's budget: ``l.map(x, s)`` copies ``s`` once
    an item, and a growing list is copied at each step. Loops are summed up by size, not by count,
    so that ``l.exists(x, x.name == "a")`` costs hardly more than ``l`` itself.
    """

    def __init__(self, data_bytes: int, items: int, longest: int) -> None:
        """Bound for data of this size (as JSON), so many items in all, and in one container."""
        self._data = float(data_bytes)
        self._longest = float(longest)
        # Items a byte; an item takes two bytes at least.
        self._density = min(0.5, items / max(data_bytes, 1))

    def of(self, tree: Tree) -> float:
        """Give the bound in bytes for the whole expression, its intermediate values included."""
        bound = self._walk(tree, {})
        return bound.size.fixed + bound.spent.fixed

    def _walk(self, tree: Tree, scope: dict[str, _Size]) -> _Bound:
        if tree.kind == "const":
            return _Bound(_Size(tree.size))
        if tree.kind == "ident":
            return _Bound(scope.get(tree.name, _Size(self._data)), count=self._longest)
        if tree.kind == "select":
            inner = self._walk(tree.parts[0], scope)
            size = _Size(_SMALL) if tree.test else inner.size
            return _Bound(size, inner.spent, self._longest)
        return self._loop(tree, scope) if tree.kind == "loop" else self._combine(tree, scope)

    def _combine(self, tree: Tree, scope: dict[str, _Size]) -> _Bound:
        size, spent, count = _Size(_SMALL), _Size(), 0.0
        for part in tree.parts:
            bound = self._walk(part, scope)
            size, spent = size + bound.size, spent + bound.spent + bound.size
            count += bound.count
        if tree.kind != "call":
            count = len(tree.parts)
        elif tree.name in _SMALL_RESULT:
            size, count = _Size(_SMALL), 0.0
        return _Bound(size, spent, max(count, self._longest))

    def _loop(self, tree: Tree, scope: dict[str, _Size]) -> _Bound:
        source = self._walk(tree.parts[0], scope)
        inner = {**scope, tree.name: _Size(0, {tree.name: 1.0}), tree.sum: _Size(_SMALL)}
        step = self._walk(tree.parts[3], inner)
        cost = self._walk(tree.parts[2], inner).spent + step.spent
        most = min(source.count, MAX_ITERATIONS)
        rounds = source.size.times(self._density) if source.size.per else _Size(most)
        spent = _repeat(cost, tree.name, source.size, rounds, most)
        if tree.parts[1].kind == "list":
            # The growing list is copied at every step: half of rounds squared, two words an item.
            spent += rounds.times(_SMALL * most)
        total = _repeat(step.size, tree.name, source.size, rounds, most) + _Size(_SMALL)
        return _Bound(total, source.spent + source.size + spent, most)


@dataclass(slots=True)
class _Bound:
    """Bounds of a value's size, of what was allocated on the way to it, and of its items."""

    size: _Size
    spent: _Size = field(default_factory=_Size)
    count: float = 0.0


def _repeat(one: _Size, variable: str, source: _Size, rounds: _Size, most: float) -> _Size:
    """Sum a round's bound over all items: each item once, the rest once a round."""
    items = source.times(one.per.get(variable, 0.0))
    outer = {key: n * most for key, n in one.per.items() if key != variable}
    return items + rounds.times(one.fixed) + _Size(0.0, outer)
