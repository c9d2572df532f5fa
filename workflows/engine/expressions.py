"""CEL expressions: compile, check, evaluate, with limits; when that happens is not known here.

The library crashes the process on data that is too deep, does not bound the growth of text, and
returns errors as values that are truthy. So nothing outside this module calls it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import orjson
from cel_expr_python import cel

from .errors import ExpressionError, Invalid
from .events import Json
from .expression_tree import CostBound, Tree, loop_depth, nodes_read, read_tree, variables
from .payload import MAX_BYTES, encode, ensure_json

MAX_SOURCE = 2_000
MAX_NESTING = 2
MAX_ALLOCATED = 128 * 1024 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

_OBJECT = cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
_VARIABLES: dict[str, Any] = {
    "inputs": _OBJECT,
    "state": _OBJECT,
    "nodes": _OBJECT,
    "run": _OBJECT,
    "output": cel.Type.DYN,
    "action": cel.Type.DYN,
    "item": cel.Type.DYN,
    "index": cel.Type.DYN,
    "attempt": cel.Type.DYN,
    "event": cel.Type.DYN,
}
NAMES = tuple(_VARIABLES)
"""The variables that an expression may use."""


def item_names(inputs: Json) -> dict[str, Json]:
    """Give ``item`` and ``index`` of a run that a ``map`` has started; nothing for others."""
    if isinstance(inputs, Mapping) and "item" in inputs and "index" in inputs:
        return {"item": inputs["item"], "index": inputs["index"]}
    return {}


@lru_cache(maxsize=1)
def _environment() -> Any:
    return cel.NewEnv(variables=_VARIABLES)


class Expression:
    """A compiled expression; make it with :func:`compile_expression`.

    ``reads`` are the ids of the nodes whose outputs it may read, None when any. ``may_decide`` is
    False when the result is known never to be a boolean.
    """

    __slots__ = ("_affordable", "_names", "_program", "_tree", "may_decide", "reads", "source")

    def __init__(self, source: str, program: Any, tree: Tree) -> None:
        """Keep the compiled program and what its tree tells."""
        self.source = source
        self._program = program
        self._tree = tree
        self._names = frozenset(NAMES) & variables(tree)
        self.reads = nodes_read(tree) if "nodes" in self._names else frozenset()
        # Most rules are safe with any data; the others are looked at with the data in hand.
        most = MAX_BYTES // 2
        self._affordable = CostBound(MAX_BYTES, most, most).of(tree) <= MAX_ALLOCATED
        self.may_decide = program.return_type() in (cel.Type.BOOL, cel.Type.DYN)

    def evaluate(self, names: Mapping[str, Json]) -> Json:
        """Give the result as JSON; times become ISO 8601 text, durations seconds.

        Raises ``ExpressionError`` when the rule fails, reads what is missing or breaks a limit.
        """
        data = self._data(names)
        plain = self._run(*data).plain_value()
        if isinstance(plain, dt.datetime):
            return plain.isoformat()
        if isinstance(plain, dt.timedelta):
            return plain.total_seconds()
        try:
            return self._in_order(ensure_json(plain, "The result"), data[0])
        except Invalid as error:
            raise self._error(error.message) from None

    def _in_order(self, value: Json, data: Json) -> Json:
        """Give objects their keys in the order in which people wrote them: the library has none.

        That is the order of an object with the same keys in the data, else that of the source.
        """
        if not isinstance(value, dict | list) or not value:
            return value
        known = {frozenset(part): list(part) for part in reversed(list(_objects(data)))}

        def place(key: str) -> tuple[int, str]:
            found = [self.source.find(f"{mark}{key}{mark}") for mark in "'\""]
            return min((at for at in found if at >= 0), default=MAX_SOURCE), key

        def ordered(part: Json) -> Json:
            if isinstance(part, list):
                return [ordered(item) for item in part]
            if not isinstance(part, dict):
                return part
            keys = known.get(frozenset(part)) or sorted(part, key=place)
            return {key: ordered(part[key]) for key in keys}

        return ordered(value)

    def truth(self, names: Mapping[str, Json]) -> bool:
        """Give the result of a condition; anything but true or false is an ``ExpressionError``."""
        value = self._run(*self._data(names))
        plain = value.plain_value() if value.type() == cel.Type.BOOL else None
        if not isinstance(plain, bool):
            raise self._error(f"The result must be true or false, not {_kind(value)}.")
        return plain

    def _run(self, data: dict[str, Json], size: int, items: int) -> Any:
        if not self._affordable and self._cost(data, size, items) > MAX_ALLOCATED:
            raise self._error("It may need too much memory for data of this size.")
        try:
            value = self._program.eval(data=data)
        except Exception as error:
            raise self._error(_readable(str(error))) from None
        if value.type() in (cel.Type.ERROR, cel.Type.UNKNOWN):
            raise self._error(_readable(str(value.plain_value())))
        return value

    def _data(self, names: Mapping[str, Json]) -> tuple[dict[str, Json], int, int]:
        """Pick what is read, as checked copies: the library must not see anything else.

        Gives the data, its size in bytes, and a bound of the number of items in it.
        """
        data: dict[str, Json] = {}
        size = items = 0
        for name in self._names & names.keys():
            for key, value in self._parts(name, names[name]):
                text = self._checked(value, name if key is None else f"{name}.{key}")
                size += len(text)
                items += text.count(b",") + 1
                if key is None:
                    data[name] = orjson.loads(text)
                else:
                    data.setdefault(name, {})[key] = orjson.loads(text)
        if size > MAX_BYTES:
            raise self._error(f"It reads more than {MAX_BYTES // 1024} KiB of data.")
        return data, size, items

    def _parts(self, name: str, value: Json) -> Iterable[tuple[str | None, Json]]:
        """Give the outputs that may be read one by one: together they may be large."""
        if name != "nodes" or not isinstance(value, Mapping) or not value:
            return ((None, value),)
        wanted = value.keys() if self.reads is None else self.reads & value.keys()
        return [(key, value[key]) for key in wanted] or ((None, {}),)

    def _cost(self, data: Json, size: int, items: int) -> float:
        return CostBound(size, items, _longest(data)).of(self._tree)

    def _checked(self, value: Json, where: str) -> bytes:
        try:
            return encode(value, where)
        except Invalid as error:
            raise self._error(error.message) from None

    def _error(self, message: str) -> ExpressionError:
        return ExpressionError(f"{message} (in {_shown(self.source)})")


def _longest(data: Json) -> int:
    """Give the length of the longest list or object in (checked) data."""
    return max(len(part) for part in _parts_of(data))


def _objects(data: Json) -> Iterator[dict[str, Json]]:
    return (part for part in _parts_of(data) if isinstance(part, dict))


def _parts_of(data: Json) -> Iterator[Any]:
    """Give every list and object in (checked) data, the outermost first."""
    todo = [data]
    while todo:
        part = todo.pop()
        yield part
        inner = part.values() if isinstance(part, dict) else part
        todo.extend(item for item in inner if isinstance(item, dict | list))


@lru_cache(maxsize=4096)
def compile_expression(source: str) -> Expression:
    """Compile a CEL source; the result is cached. Raises ``ExpressionError`` with what is wrong."""
    _check_source(source)
    try:
        program = _environment().compile(source)
        tree = read_tree(program.serialize())
        nesting = loop_depth(tree)
    except RecursionError:
        raise ExpressionError("The expression is nested too deeply.") from None
    except Exception as error:
        raise ExpressionError(_readable(str(error))) from None
    if nesting > MAX_NESTING:
        raise ExpressionError(
            f"map, filter, exists and all may be nested {MAX_NESTING} deep at most."
        )
    return Expression(source, program, tree)


def _check_source(source: object) -> None:
    if not isinstance(source, str) or not source.strip():
        raise ExpressionError("The expression is empty.")
    if len(source) > MAX_SOURCE:
        raise ExpressionError(f"The expression is longer than {MAX_SOURCE} characters.")
    if _CONTROL.search(source):
        raise ExpressionError("The expression holds a control character.")


def _shown(source: str) -> str:
    text = " ".join(source.split())
    return text if len(text) <= 80 else f"{text[:77]}..."


def _kind(value: Any) -> str:
    name = str(value.type().name()).lower()
    words = {"string": "text", "int": "a number", "double": "a number", "null": "null"}
    return words.get(name, f"a {name.split('<')[0]}")


_PLACE = re.compile(r"ERROR: <input>:(-?\d+):(-?\d+): ")
_STATUS = re.compile(r"^[A-Z_]+: | \[[A-Z_]+\]$|  *\(in container ''\)")
_MISSING = re.compile(r'No value with name "(\w+)" found in Activation')
_UNDECLARED = re.compile(r"undeclared reference to '(\w+)'")
_NO_KEY = re.compile(r'Key not found in map : "(.*)"')
_NO_OVERLOAD = re.compile(r"No matching overloads found : (\S+)\(([^)]*)\)")
_TYPE_WORDS = {
    "int64": "a whole number", "uint64": "a whole number", "double": "a decimal number",
    "string": "text", "bool": "true or false", "null_type": "null", "list": "a list",
    "map": "an object",
}  # fmt: skip
_DYN_RANGE = "cannot be the range of a comprehension"


def _readable(message: str) -> str:
    """Turn the library's message into a sentence with the place; the rest of it is dropped."""
    first = _STATUS.sub("", message.split("\n")[0])
    place = _PLACE.search(first)
    text = _STATUS.sub("", _PLACE.sub("", first)).strip().rstrip(".")
    text = _reworded(text)
    if place is None or int(place[1]) < 1:
        return f"{text[:300]}."
    return f"Line {place[1]}, column {place[2]}: {text[:300]}."


def _reworded(text: str) -> str:
    if found := _MISSING.search(text):
        return f"There is no {found[1]} here"
    if found := _NO_KEY.search(text):
        return f"There is no {found[1]!r}; ask for it with has() first"
    if found := _UNDECLARED.search(text):
        return f"{found[1]!r} is not known; there are {', '.join(NAMES)}"
    if found := _NO_OVERLOAD.search(text):
        return _no_overload(found[1].strip("_"), [part.strip() for part in found[2].split(",")])
    if _DYN_RANGE in text:
        return "the list must stand in dyn(...) when it is taken by a key in brackets"
    return text[:1].upper() + text[1:]


def _no_overload(function: str, types: list[str]) -> str:
    words = " and ".join(_TYPE_WORDS.get(name, name) for name in types)
    hint = "; write double(...) around the whole number" if {*types} == {"int64", "double"} else ""
    return f"{function} does not go with {words}{hint}"


def expression_source(value: Json) -> str | None:
    """Give the source when the value is ``{"$expr": source}``, else None."""
    if isinstance(value, dict) and len(value) == 1 and "$expr" in value:
        source = value["$expr"]
        return source if isinstance(source, str) else ""
    return None


def resolve(value: Json, names: Mapping[str, Json]) -> Json:
    """Replace ``{"$expr": source}`` by its result at any depth; everything else stays."""
    source = expression_source(value)
    if source is not None:
        return compile_expression(source).evaluate(names)
    if isinstance(value, dict):
        return {key: resolve(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [resolve(item, names) for item in value]
    return value


def expressions_in(value: Json, pointer: str = "") -> list[tuple[str, str]]:
    """List the ``{"$expr": source}`` at any depth as (JSON pointer, source)."""
    return list(_expressions_in(value, pointer))


def literals_in(value: Json) -> Iterator[str]:
    """Give the texts at any depth that are no expressions."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from literals_in(item)
    elif isinstance(value, dict) and expression_source(value) is None:
        for item in value.values():
            yield from literals_in(item)


def _expressions_in(value: Json, pointer: str) -> Iterator[tuple[str, str]]:
    source = expression_source(value)
    if source is not None:
        yield pointer, source
    elif isinstance(value, dict):
        for key, item in value.items():
            escaped = key.replace("~", "~0").replace("/", "~1")
            yield from _expressions_in(item, f"{pointer}/{escaped}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _expressions_in(item, f"{pointer}/{index}")
