"""What somebody changed in a proposal."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from workflows.engine.people.differences import changes


def test_only_what_differs_is_listed_with_both_values() -> None:
    before = {"amount": 1500, "to": {"name": "Ann", "city": "Lisbon"}, "tags": ["a"], "old": 1}
    after = {"amount": 1200, "to": {"name": "Ann", "city": "Porto"}, "tags": ["a", "b"], "new": 2}
    assert changes(before, after) == [
        {"path": "amount", "before": 1500, "after": 1200},
        {"path": "to.city", "before": "Lisbon", "after": "Porto"},
        {"path": "tags", "before": ["a"], "after": ["a", "b"]},
        {"path": "old", "before": 1},
        {"path": "new", "after": 2},
    ]


def test_a_number_and_a_flag_are_not_the_same() -> None:
    assert changes({"a": 1}, {"a": True}) == [{"path": "a", "before": 1, "after": True}]
    assert changes({"a": 1}, {"a": 1.0}) == []


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 5), st.text(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.sampled_from("abc"), JSON, max_size=3)


@given(OBJECTS, OBJECTS)
def test_the_changes_make_one_of_the_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    made = _copy(before)
    for change in changes(before, after):
        *way, last = change["path"].split(".")
        place = made
        for step in way:
            place = place[step]
        if "after" in change:
            place[last] = change["after"]
        else:
            del place[last]
    assert made == after


@given(OBJECTS)
def test_nothing_differs_from_itself(value: dict[str, Any]) -> None:
    assert changes(value, _copy(value)) == []


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value
