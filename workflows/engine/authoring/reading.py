"""Python source of a flow back to the flow: the calls are read, never executed."""

from __future__ import annotations

import ast
from typing import Any

from ..errors import FermataError, Invalid
from ..graphs import parse
from .flow import Flow
from .verbs import Verbs, expr

_LARGEST = 2 * 1024 * 1024
_METHODS = frozenset(name for name in vars(Verbs) if not name.startswith("_")) - {"calls", "uses"}
_CALLS = _METHODS | {"node", "add", "edge"}


def from_python(source: str) -> Flow:
    """Build the flow that a module of :func:`to_python` describes.

    The module may hold a docstring, imports of ``workflows`` and one flow with its calls, whose
    arguments are literals and ``expr("...")``. Nothing is executed: anything else raises
    ``Invalid``, which names the line.
    """
    if len(source) > _LARGEST:
        raise Invalid("The file is larger than 2 MiB.")
    try:
        module = ast.parse(source)
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise Invalid(f"The file is not Python: {error}.") from error
    reader = _Reader()
    try:
        for statement in module.body:
            reader.read(statement)
    except RecursionError as error:
        raise Invalid("The file is nested too deeply.") from error
    if reader.flow is None:
        raise Invalid("The file has no flow: flow = Flow(...) is needed.")
    parse(reader.flow.to_json())
    return reader.flow


class _Reader:
    """Reads one statement after the other; ``name`` is the variable that holds the flow."""

    def __init__(self) -> None:
        self.flow: Flow | None = None
        self.name = ""

    def read(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Expr(value=ast.Constant(value=str())):
                return
            case ast.ImportFrom(module="workflows" | "__future__", level=0):
                return
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if self.flow is None:
                self._build(value)
                self.name = name
            case ast.Expr(value=ast.Call() as value) if self.flow is not None:
                self._build(value)
            case _:
                raise _wrong(statement, "Only imports of workflows and one flow can be read.")

    def _build(self, value: ast.expr) -> None:
        first, calls = _chain(value)
        match first:
            case ast.Name(id=name) if name == self.name and self.flow is not None:
                flow = self.flow
            case ast.Call(func=ast.Name(id="Flow")) if self.flow is None:
                flow = _made(first, Flow)
            case _:
                raise _wrong(first, "A flow begins with Flow(...).")
        for method, call in calls:
            if method not in _CALLS:
                raise _wrong(call, f"A flow has no method {method!r}.")
            _made(call, getattr(flow, method))
        self.flow = flow


def _chain(value: ast.expr) -> tuple[ast.expr, list[tuple[str, ast.Call]]]:
    """Give what a chain of calls begins with, then methods and calls from the first to the last."""
    links: list[tuple[str, ast.Call]] = []
    while isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        links.append((value.func.attr, value))
        value = value.func.value
    return value, links[::-1]


def _made(call: ast.Call, function: Any) -> Any:
    """Call a method of the builder with the literals that stand there."""
    places = [_value(item) for item in call.args]
    named = {}
    for item in call.keywords:
        if item.arg is None:
            raise _wrong(item.value, "Arguments are written out: no ** here.")
        named[item.arg] = _value(item.value)
    try:
        return function(*places, **named)
    except (TypeError, FermataError) as error:
        raise _wrong(call, str(error)) from error


def _value(node: ast.expr) -> Any:
    match node:
        case ast.Call(
            func=ast.Name(id="expr"), args=[ast.Constant(value=str(source))], keywords=[]
        ):
            return expr(source)
        case ast.Constant(value=str() | int() | float() | None as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return -value
        case ast.List(elts=items):
            return [_value(item) for item in items]
        case ast.Tuple(elts=items):
            return tuple(_value(item) for item in items)
        case ast.Dict(keys=keys, values=values):
            return dict(_pair(node, key, value) for key, value in zip(keys, values, strict=True))
        case _:
            raise _wrong(node, "Only literals and expr(...) can be read.")


def _pair(node: ast.expr, key: ast.expr | None, value: ast.expr) -> tuple[str, Any]:
    if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
        raise _wrong(node, "The keys of a dictionary are texts.")
    return key.value, _value(value)


def _wrong(node: ast.AST, message: str) -> Invalid:
    return Invalid(f"Line {getattr(node, 'lineno', 1)}: {message}", code="not_a_flow")
