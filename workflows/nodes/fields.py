"""Types of properties shared by the built-in nodes, with the hints that forms go by; no node is
here."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from workflows.engine.errors import ExpressionError, Invalid
from workflows.engine.expressions import compile_expression
from workflows.engine.schemas import check_schema

SETTING: dict[str, Any] = {"x-port": False}
"""Marks a property that no data edge may feed: it is no input port."""

FILLED: dict[str, Any] = {"x-values": "template"}
"""Marks names and values whose texts the node fills in: editors offer names between ``{{ }}``."""


def _condition(source: str) -> str:
    if not _compiled(source).may_decide:
        raise ValueError("The expression must give true or false.")
    return source


def _expression(source: str) -> str:
    _compiled(source)
    return source


def _compiled(source: str) -> Any:
    try:
        return compile_expression(source)
    except ExpressionError as error:
        raise ValueError(error.message) from error


def _schema(value: dict[str, Any]) -> dict[str, Any]:
    try:
        check_schema(value)
    except Invalid as error:
        raise ValueError(error.message) from error
    return value


def _names(value: Any) -> Any:
    """Take a single name, as an expression may give it, for a list of one."""
    return [value] if isinstance(value, str) else value


def _distinct(names: list[str]) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


Cel = Annotated[
    str,
    AfterValidator(_expression),
    Field(json_schema_extra={"format": "cel", "x-port": False}),
]
"""CEL source: an expression by nature."""

Condition = Annotated[
    str,
    AfterValidator(_condition),
    Field(json_schema_extra={"format": "cel", "x-port": False}),
]
"""CEL source that gives true or false."""

Form = Annotated[
    dict[str, Any],
    AfterValidator(_schema),
    Field(json_schema_extra={"format": "json-schema", "x-port": False}),
]
"""A JSON Schema of what is asked for."""

Users = Annotated[
    list[Annotated[str, Field(json_schema_extra={"format": "user"})]],
    BeforeValidator(_names),
    AfterValidator(_distinct),
]
"""Usernames; one alone may stand without a list."""

Groups = Annotated[
    list[Annotated[str, Field(json_schema_extra={"format": "group"})]],
    BeforeValidator(_names),
    AfterValidator(_distinct),
]
"""Names of groups; one alone may stand without a list."""
