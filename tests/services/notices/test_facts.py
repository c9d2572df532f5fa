"""Facts as people read them: in words, in their language, and never as code."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from workflows.engine.payload import MAX_INTEGER
from workflows.services.notices.facts import facts_of
from workflows.services.notices.words import button, excerpt, is_rejecting, outcome, sentence

NUMBERS = st.integers(-MAX_INTEGER, MAX_INTEGER) | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=200),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)


def shown(subject: Any) -> dict[str, str]:
    return {fact.label: fact.text for fact in facts_of(subject)}


def test_keys_become_words_and_a_currency_belongs_to_its_amount() -> None:
    subject = {"total_amount": 1234.5, "currency": "EUR", "costCentre": "IT", "orderId": 20931}
    assert shown(subject) == {
        "Total amount": "1,234.50 €",
        "Cost centre": "IT",
        "Order id": "20931",
    }
    with translation.override("de"):
        assert shown(subject)["Total amount"] == "1.234,50 €"


def test_a_currency_without_an_amount_is_a_fact_of_its_own() -> None:
    assert shown({"currency": "EUR", "name": "x"}) == {"Currency": "EUR", "Name": "x"}
    assert shown({"currency": "euros", "amount": 3}) == {"Currency": "euros", "Amount": "3"}


def test_days_and_moments_are_written_as_people_write_them() -> None:
    subject = {"on": "2026-12-03", "at": "2026-12-03T22:30:00Z", "never": "2026-13-03"}
    with timezone.override("Europe/Berlin"):
        assert shown(subject) == {
            "On": "3 Dec 2026",
            "At": "3 Dec 2026, 23:30",
            "Never": "2026-13-03",
        }


def test_kinds_of_facts() -> None:
    subject = {
        "link": "https://example.org/a",
        "long": "a\nb",
        "none": None,
        "list": ["a", "b"],
        "yes": True,
        "inner": {"a": 1},
        "rows": [{"a": 1, "b": None}, {"a": 2}],
        "mixed": [{"a": 1}, 2],
    }
    kinds = {fact.label: fact.kind for fact in facts_of(subject)}
    assert kinds == {
        "Link": "link", "Long": "long", "None": "text", "List": "text", "Yes": "text",
        "Inner": "facts", "Rows": "table", "Mixed": "long",
    }  # fmt: skip
    table = next(fact for fact in facts_of(subject) if fact.kind == "table")
    assert (table.columns, table.rows) == (["A", "B"], [["1", "–"], ["2", "–"]])


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "https://a b"])
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    assert facts_of({"url": url})[0].kind == "text"


@given(JSON)
def test_whatever_an_author_shows_can_be_shown(subject: Any) -> None:
    for fact in facts_of(subject):
        assert isinstance(fact.text, str)
        assert fact.kind in ("text", "number", "date", "link", "long", "facts", "table")


@given(st.text(max_size=30))
def test_every_key_has_words(key: str) -> None:
    assert sentence(key) == sentence(sentence(key)) or key != key.strip("_")


def test_actions_and_outcomes_have_words() -> None:
    assert (button("approved"), outcome("approved")) == ("Approve", "Approved")
    assert (button("send_back"), outcome("send_back")) == ("Send back", "Send back")
    assert (button("a", "First"), outcome("a", "First")) == ("First", "First")
    assert [is_rejecting(item) for item in ("rejected", "denied", "no", "note", "approved")] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert excerpt("x" * 600) == "x" * 499 + "…"
