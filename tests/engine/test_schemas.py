"""Answers are checked against forms: faults name their field, and no schema costs much."""

from __future__ import annotations

from typing import Any

import pytest

from workflows.engine.errors import Invalid
from workflows.engine.schemas import check_schema, fits, validate


@pytest.mark.parametrize(
    "schema",
    [
        {"pattern": "(a+)+$"},
        {"properties": {"a": {"patternProperties": {"x": {}}}}},
        {"items": {"$ref": "file:///etc/passwd"}},
        {"type": 7},
        ["no", "object"],
    ],
)
def test_a_schema_that_could_cost_or_read_too_much_is_refused(schema: Any) -> None:
    with pytest.raises(Invalid):
        check_schema(schema)


def test_a_property_may_be_called_like_a_keyword() -> None:
    check_schema({"properties": {"pattern": {"type": "string"}}})


def test_each_missing_field_is_named() -> None:
    with pytest.raises(Invalid) as refusal:
        validate({}, {"type": "object", "required": ["a", "b"]})
    assert [error.attr for error in refusal.value.errors] == ["data.a", "data.b"]


def test_entries_are_compared_by_what_they_are_and_in_no_time() -> None:
    schema = {"type": "array", "uniqueItems": True}
    validate([{"n": number} for number in range(30_000)], schema)
    with pytest.raises(Invalid, match="only once"):
        validate([{"a": 1, "b": 2}, {"b": 2, "a": 1}], schema)


@pytest.mark.parametrize(
    ("form", "good", "bad"),
    [
        ("date", "2026-02-03", "2026-02-30"),
        ("date-time", "2026-02-03T10:00:00+01:00", "today"),
        ("email", "ann@example.org", "ann at example.org"),
    ],
)
def test_formats_are_held(form: str, good: str, bad: str) -> None:
    schema = {"type": "string", "format": form}
    validate(good, schema)
    with pytest.raises(Invalid):
        validate(bad, schema)


def test_ports_fit_when_one_of_their_types_does() -> None:
    assert fits({"type": "integer"}, {"type": "number"})
    assert not fits({"type": "number"}, {"type": "integer"})
    assert fits({}, {"type": "string"})
    assert fits({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": "string"})
    assert not fits({"type": "string"}, {"type": ["number", "boolean"]})


def test_a_schema_is_compared_with_the_rules_of_schemas_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[Any] = []
    monkeypatch.setattr("jsonschema.Draft202012Validator.check_schema", compared.append)
    schema = {"type": "object", "title": "Compared once, in this test alone"}
    for _ in range(3):
        check_schema(dict(schema))
    assert compared == [schema]


def test_what_is_no_json_is_no_schema() -> None:
    with pytest.raises(Invalid, match="not valid"):
        check_schema({"const": {1, 2}})
