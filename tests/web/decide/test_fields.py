"""Laws of the fields that the server draws: what is sent back unchanged stays the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from workflows.engine.errors import Invalid
from workflows.engine.schemas import validate
from workflows.web.decide.fields import Field, Undrawable, fields_of, read

WORDS = st.text("abcäöü xyz<>&\"'\n", min_size=1, max_size=300).filter(lambda text: text.strip())
SIMPLE = st.text("abc", min_size=1, max_size=5)


def enumerated(draw: Any) -> tuple[dict[str, Any], Any]:
    values = draw(st.lists(SIMPLE | st.integers(-5, 5) | st.booleans(), min_size=1, unique_by=repr))
    values = [item for item in values if values.index(item) == values.index(item)]
    distinct = list({repr(item): item for item in values if item not in (0, 1)}.values()) or ["a"]
    return {"enum": distinct}, draw(st.sampled_from(distinct))


@st.composite
def properties(draw: Any) -> tuple[dict[str, Any], Any]:
    """Give a schema of one property, and a value that fits it."""
    kind = draw(st.sampled_from(["text", "long", "number", "whole", "yes", "enum", "list", "date"]))
    if kind == "enum":
        return enumerated(draw)
    if kind == "list":
        inner, _ = enumerated(draw)
        chosen = [item for item in inner["enum"] if draw(st.booleans())]
        return {"type": "array", "items": inner}, chosen
    made: dict[str, tuple[dict[str, Any], Any]] = {
        "text": ({"type": "string"}, WORDS),
        "long": ({"type": "string", "maxLength": 1000}, WORDS),
        "number": (
            {"type": "number"},
            st.decimals(-(10**6), 10**6, places=2, allow_nan=False).map(float),
        ),
        "whole": ({"type": ["integer", "null"]}, st.integers(-(10**9), 10**9)),
        "yes": ({"anyOf": [{"type": "boolean"}, {"type": "null"}]}, st.booleans()),
        "date": ({"type": "string", "format": "date"}, st.dates().map(str)),
    }
    schema, values = made[kind]
    return schema, draw(values)


def sent(fields: list[Field]) -> QueryDict:
    """Give what a browser sends of fields that nobody touched; it ends lines its own way."""
    form = QueryDict(mutable=True)
    for item in fields:
        if item.kind == "check":
            form.setlist(item.key, ["1"] if item.value is True else [])
        elif item.kind in ("choice", "choices"):
            form.setlist(item.key, [choice.key for choice in item.choices if choice.chosen])
        elif item.kind != "shown":
            form[item.key] = item.text.replace("\n", "\r\n")
    return form


@given(st.dictionaries(SIMPLE, properties(), min_size=1, max_size=6))
def test_what_is_sent_back_unchanged_is_what_was_there(drawn: dict[str, Any]) -> None:
    schema = {
        "type": "object",
        "properties": {name: inner for name, (inner, _) in drawn.items()},
        "required": list(drawn),
    }
    data = {name: value for name, (_, value) in drawn.items()}
    fields = fields_of(schema, data)
    answer = read(fields, sent(fields))
    assert answer.data == data
    assert [item.error for item in answer.fields] == [""] * len(fields)
    validate(answer.data, schema)
    # Drawn again, as after a refusal, it is the same once more.
    assert read(answer.fields, sent(list(answer.fields))).data == data


@given(st.dictionaries(SIMPLE, properties(), min_size=1, max_size=4))
def test_nothing_filled_in_is_nothing_said(drawn: dict[str, Any]) -> None:
    schema = {"type": "object", "properties": {name: inner for name, (inner, _) in drawn.items()}}
    answer = read(fields_of(schema, {}), QueryDict())
    # What is not ticked is a no.
    assert all(value is False for value in answer.data.values())


@pytest.mark.parametrize(
    "inner",
    [
        {"type": "object", "properties": {}},
        {"type": "array", "items": {"type": "string"}},
        {"type": "array", "items": {"type": "object"}},
        {"type": "string", "format": "file"},
        {"type": ["string", "number"]},
        {"oneOf": [{"type": "string"}, {"type": "number"}]},
        {"enum": [{"a": 1}]},
        {},
        True,
    ],
)
def test_what_the_page_cannot_draw_it_does_not_half_draw(inner: Any) -> None:
    with pytest.raises(Undrawable):
        fields_of({"type": "object", "properties": {"a": {"type": "string"}, "b": inner}}, {})


@pytest.mark.parametrize("schema", [{"type": "array"}, {"allOf": []}, {"type": "object", "if": {}}])
def test_forms_of_another_kind_are_left_to_the_inbox(schema: Any) -> None:
    with pytest.raises(Undrawable):
        fields_of(schema, {})


@pytest.mark.parametrize("text", ["1,5", "1e400x", "NaN", "Infinity", "--1", "0x10", "1 000", "١"])
def test_what_is_no_number_is_told_at_its_field(text: str) -> None:
    fields = fields_of({"type": "object", "properties": {"n": {"type": "number"}}}, {})
    answer = read(fields, QueryDict(f"field.n={text}"))
    assert answer.data == {}
    assert answer.fields[0].error
    assert answer.fields[0].text == text


def test_a_number_beyond_all_bounds_is_no_number() -> None:
    fields = fields_of({"type": "object", "properties": {"n": {"type": "number"}}}, {})
    answer = read(fields, QueryDict("field.n=1e999"))
    assert (answer.data, bool(answer.fields[0].error)) == ({}, True)


def test_values_that_nobody_offered_are_not_taken() -> None:
    schema = {"type": "object", "properties": {"a": {"enum": ["x", "y"]}}, "required": ["a"]}
    answer = read(fields_of(schema, {}), QueryDict("field.a=7&field.b=1&a=x"))
    assert answer.data == {}
    with pytest.raises(Invalid):
        validate(answer.data, schema)


def test_what_is_only_shown_cannot_be_changed() -> None:
    schema = {
        "type": "object",
        "properties": {"id": {"type": "string", "readOnly": True}, "v": {"const": 2}},
    }
    fields = fields_of(schema, {"id": "A-7"})
    answer = read(fields, QueryDict("field.id=evil&field.v=9"))
    assert answer.data == {"id": "A-7", "v": 2}
