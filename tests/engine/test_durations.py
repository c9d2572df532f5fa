"""Claims about durations as people write them."""

import math

import pytest

from workflows.engine.durations import parse_duration
from workflows.engine.errors import Invalid


@pytest.mark.parametrize(
    ("value", "seconds"),
    [(0, 0), (5, 5), (1.5, 1.5), ("0s", 0), ("5s", 5), ("2m", 120), ("1h", 3600), ("3d", 259_200)],
)
def test_numbers_and_whole_numbers_with_a_unit_are_durations(value: object, seconds: float) -> None:
    assert parse_duration(value) == seconds
    assert isinstance(parse_duration(value), float)


@pytest.mark.parametrize(
    "value",
    [
        -1, -0.5, None, True, False, "", "5", "1.5h", "-5s", "5 s", "s", "5S", "5w", "1h30m", "٥s",
        "5s\n", math.nan,
        math.inf, -math.inf, [], {}, "9" * 5000 + "s", "999999999999d", 10**400, b"5s",
    ],
)  # fmt: skip
def test_everything_else_is_refused_and_named(value: object) -> None:
    with pytest.raises(Invalid) as caught:
        parse_duration(value, "duration_seconds")
    assert caught.value.errors[0].attr == "duration_seconds"
    assert "duration_seconds" in caught.value.message
