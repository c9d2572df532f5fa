"""Claims about JSON values: what passes, what is refused, and that the key is named."""

import datetime as dt
import enum
import math
import types
import uuid
from collections import OrderedDict, namedtuple
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from workflows.engine.errors import Invalid, TooLarge
from workflows.engine.payload import MAX_INTEGER, dumps, ensure_json, loads

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-MAX_INTEGER, MAX_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=20
)


class Address(BaseModel):
    street: str
    since: dt.date


class Colour(enum.Enum):
    RED = "red"


def nested(levels: int, leaf: Any = 1) -> Any:
    value = leaf
    for _ in range(levels):
        value = [value]
    return value


@settings(deadline=None)
@given(JSON)
def test_json_passes_unchanged(value: Any) -> None:
    assert ensure_json(value, "output") == value
    assert loads(dumps(value)) == value


def test_the_result_is_a_copy() -> None:
    value = {"a": [1], "b": None}
    copy = ensure_json(value, "output")
    value["a"].append(2)
    assert copy == {"a": [1], "b": None}


def test_order_of_keys_is_kept() -> None:
    value = {"z": (1,), "a": None, "m": {"y": 1, "b": None}}
    assert list(ensure_json(value, "output")) == ["z", "a", "m"]
    assert list(ensure_json(value, "output")["m"]) == ["y", "b"]


def test_tuples_models_and_mappings_are_normalised() -> None:
    point = namedtuple("point", "x y")
    ident = uuid.uuid4()
    value = {
        "tuple": (1, (2, None)),
        "point": point(1, 2),
        "model": Address(street="High Street", since=dt.date(2020, 1, 2)),
        "proxy": types.MappingProxyType({"a": 1}),
        "ordered": OrderedDict(a=1),
        "colour": Colour.RED,
        "id": ident,
    }
    assert ensure_json(value, "output") == {
        "tuple": [1, [2, None]],
        "point": [1, 2],
        "model": {"street": "High Street", "since": "2020-01-02"},
        "proxy": {"a": 1},
        "ordered": {"a": 1},
        "colour": "red",
        "id": str(ident),
    }


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({1, 2}, "not_json"),
        (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "not_json"),
        (b"bytes", "not_json"),
        (object(), "not_json"),
        (math.nan, "not_a_number"),
        (math.inf, "not_a_number"),
        (2**53, "integer"),
        (-(10**400), "integer"),
        ("a\x00b", "nul"),
        ("\ud800", "not_text"),
        ({"a\x00": 1}, "nul"),
        ({1: 2}, "not_json"),
        pytest.param(nested(33), "too_deep", id="deep"),
        pytest.param(nested(100_000), "too_deep", id="very deep"),
        pytest.param("x" * (256 * 1024), "too_large", id="long text"),
        pytest.param([1] * 200_000, "too_large", id="long list"),
    ],
)
def test_what_is_not_json_is_refused_with_the_path_of_its_key(value: Any, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        ensure_json({"order": {"lines": [0, value]}}, "output")
    assert caught.value.code == code
    expected = "output" if code == "too_large" else "output.order.lines[1]"
    assert str(caught.value.errors[0].attr).startswith(expected)
    assert expected in caught.value.message
    assert isinstance(caught.value, TooLarge) == code.startswith("too_")


def test_a_value_that_holds_itself_is_refused() -> None:
    value: dict[str, Any] = {"a": None}
    value["self"] = value
    with pytest.raises(TooLarge):
        ensure_json(value, "output")


@pytest.mark.parametrize("wrap", [lambda v: [v] * 10, lambda v: OrderedDict.fromkeys("abcdef", v)])
def test_a_small_value_that_shares_its_parts_is_refused_at_once(wrap: Any) -> None:
    value: Any = "x"
    for _ in range(31):
        value = wrap(value)
    with pytest.raises(TooLarge):
        ensure_json(value, "output")


def test_thirty_two_levels_are_allowed() -> None:
    assert ensure_json(nested(32), "output") == nested(32)
    assert ensure_json(nested(32, None), "output") == nested(32, None)


def test_a_literal_escape_is_not_mistaken_for_nul() -> None:
    assert ensure_json("a\\u0000b", "output") == "a\\u0000b"
    assert ensure_json({"word": "null"}, "output") == {"word": "null"}


def test_a_missing_await_is_told() -> None:
    async def work() -> None: ...

    waiting = work()
    with pytest.raises(Invalid, match="await is missing"):
        ensure_json({"total": waiting}, "output")
    waiting.close()


def test_text_that_is_not_json_is_a_value_error() -> None:
    with pytest.raises(ValueError):
        loads('{"a": NaN}')


def test_frozen_parts_of_an_event_are_written() -> None:
    value = types.MappingProxyType({"a": (1, types.MappingProxyType({}))})
    assert orjson.loads(dumps(value)) == {"a": [1, {}]}
