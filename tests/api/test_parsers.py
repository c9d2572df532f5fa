"""Bodies that want to do harm are refused with a plain answer; none of them costs much time."""

import io
import time

import pytest

from workflows.api.parsers import MAX_DEPTH, StrictJSONParser, read_json
from workflows.engine.errors import Invalid, TooLarge


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "not_json"),
        (b'{"a": 1,}', "not_json"),
        (b"\xff\xfe", "not_json"),
        (b'{"a": NaN}', "not_a_number"),
        (b'{"a": -Infinity}', "not_a_number"),
        (b'{"a": 1e999}', "number_too_large"),
        (b'{"a": 9007199254740993}', "number_too_large"),
        (b'{"a": ' + b"9" * 5000 + b"}", "number_too_large"),
        (b'{"a": "\\u0000"}', "bad_text"),
        (b'{"\\u0000": 1}', "bad_text"),
        (b'{"a": "\\ud800"}', "bad_text"),
        (b'{"a": 1, "a": 2}', "duplicate_key"),
        (b'{"x": [{"a": 1, "a": 1}]}', "duplicate_key"),
    ],
)
def test_a_body_that_programs_disagree_about_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_json(body)
    assert caught.value.code == code


def test_the_deepest_allowed_body_passes_and_one_level_more_does_not() -> None:
    assert read_json(b"[" * MAX_DEPTH + b"1" + b"]" * MAX_DEPTH)
    with pytest.raises(Invalid) as caught:
        read_json(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1))
    assert caught.value.code == "too_deep"


def test_a_body_nested_beyond_the_stack_is_refused_like_any_deep_one() -> None:
    for opening, closing in ((b"[", b"]"), (b'{"a":', b"}")):
        with pytest.raises(Invalid):
            read_json(opening * 100_000 + b"1" + closing * 100_000)


def test_a_body_beyond_one_mebibyte_is_too_large() -> None:
    with pytest.raises(TooLarge):
        StrictJSONParser().parse(io.BytesIO(b'{"a": "' + b"x" * 1024 * 1024 + b'"}'))


def test_too_many_keys_and_too_long_texts_are_too_large() -> None:
    keys = b",".join(b'"k%d":1' % number for number in range(10_001))
    with pytest.raises(TooLarge):
        read_json(b"{" + keys + b"}")
    with pytest.raises(TooLarge):
        read_json(b'{"a": "' + b"x" * (256 * 1024 + 1) + b'"}')


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"1", b"null"])
def test_a_body_that_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        StrictJSONParser().parse(io.BytesIO(body))
    assert caught.value.code == "not_an_object"


def test_an_empty_body_is_an_empty_object() -> None:
    assert StrictJSONParser().parse(io.BytesIO(b" ")) == {}


def test_numbers_and_text_arrive_as_they_are() -> None:
    assert read_json('{"a": [1, -2.5, "Žluť", true, null]}'.encode()) == {
        "a": [1, -2.5, "Žluť", True, None]
    }


def test_the_worst_flat_body_is_read_in_no_time() -> None:
    body = b"[" + b"0," * 500_000 + b"0]"
    start = time.perf_counter()
    read_json(body)
    assert time.perf_counter() - start < 2
