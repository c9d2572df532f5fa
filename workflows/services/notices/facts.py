"""The data of a task as labelled facts for people: keys in words, numbers and dates as they are
written in their language and zone. The page has the same rules in ``inbox/facts/readFacts.ts``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from workflows.engine.events import Json
from workflows.engine.payload import dumps

from .words import sentence

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?")
_MONEY = re.compile(r"(amount|price|total|cost|sum|budget|fee|salary)$", re.IGNORECASE)
_NUMBERED = re.compile(r"(^|\s)(id|no|nr|number|year|code)$", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+")
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "CHF": "CHF", "JPY": "¥"}
LONG = 140
MOST_COLUMNS, MOST_ROWS = 6, 50
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. ``kind``: ``text number date link long facts table``; ``facts`` are those of an
    object, ``columns`` and ``rows`` those of a list of objects."""

    label: str
    kind: str
    text: str = ""
    facts: Sequence[Fact] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def facts_of(subject: Json) -> list[Fact]:
    """Turn what an author chose to show into facts; a bare value is one fact without a label."""
    if subject is None or subject == "":
        return []
    if not isinstance(subject, Mapping):
        return [_fact("", subject, None)]
    currency = _currency(subject)
    return [
        _fact(str(key), value, currency)
        for key, value in subject.items()
        if not (currency and key == "currency")
    ]


def day_and_time(moment: datetime) -> str:
    """Write a moment in the language and zone in force, as "Thursday, 3 Dec 2026, 14:00"."""
    local = timezone.localtime(moment)
    return f"{formats.date_format(local, 'l')}, {_moment(local)}"


def _moment(local: datetime) -> str:
    # The hours to 24 in every language: nobody misses a deadline by half a day.
    return f"{formats.date_format(local, 'DATE_FORMAT')}, {local:%H:%M}"


def _fact(key: str, value: Json, currency: str | None) -> Fact:
    label = sentence(key)
    if isinstance(value, Mapping):
        inner = facts_of(value)
        return Fact(label, "facts", facts=inner) if inner else Fact(label, "text", NOTHING)
    if isinstance(value, list):
        return _list(label, key, value, currency)
    if isinstance(value, str):
        return _text(label, value)
    kind = "number" if isinstance(value, int | float) and not isinstance(value, bool) else "text"
    return Fact(label, kind, _plain(value, key, currency))


def _text(label: str, value: str) -> Fact:
    written = _date(value)
    if written is not None:
        return Fact(label, "date", written)
    if _LINK.fullmatch(value):
        return Fact(label, "link", value)
    if "\n" in value or len(value) > LONG:
        return Fact(label, "long", value)
    return Fact(label, "text", value or NOTHING)


def _list(label: str, key: str, items: Sequence[Json], currency: str | None) -> Fact:
    if not items:
        return Fact(label, "text", NOTHING)
    objects = [item for item in items if isinstance(item, Mapping)]
    if not objects and not any(isinstance(item, list) for item in items):
        text = ", ".join(_plain(item, key, currency) for item in items)
        return Fact(label, "long" if len(text) > LONG else "text", text)
    if len(objects) < len(items):
        return Fact(label, "long", "\n".join(dumps(item) for item in items))
    columns = list(dict.fromkeys(str(name) for item in objects for name in item))[:MOST_COLUMNS]
    rows = [
        [_plain(item.get(name), name, currency) for name in columns] for item in objects[:MOST_ROWS]
    ]
    return Fact(label, "table", columns=[sentence(name) for name in columns], rows=rows)


def _plain(value: Any, key: str, currency: str | None) -> str:
    """Write a value on one line."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int | float):
        return _number(value, key, currency)
    if not isinstance(value, str):
        return dumps(value)
    return _date(value) or value


def _number(value: float, key: str, currency: str | None) -> str:
    # An identifier written as a number is not counted in thousands.
    if _NUMBERED.search(sentence(key)):
        return str(value)
    if currency and _MONEY.search(key):
        written = formats.number_format(value, decimal_pos=2, use_l10n=True, force_grouping=True)
        return f"{written} {_SIGNS.get(currency, currency)}"
    return formats.number_format(value, use_l10n=True, force_grouping=True)


def _date(value: str) -> str | None:
    try:
        if _DAY.fullmatch(value):
            return formats.date_format(date.fromisoformat(value), "DATE_FORMAT")
        if _MOMENT.fullmatch(value):
            moment = datetime.fromisoformat(value)
            local = timezone.localtime(moment) if moment.tzinfo else moment
            return _moment(local)
    except (ValueError, OverflowError):
        return None
    return None


def _currency(subject: Mapping[str, Json]) -> str | None:
    """Give the currency that stands beside an amount: it is a part of it, not a fact of its own."""
    given = subject.get("currency")
    if not isinstance(given, str) or not re.fullmatch(r"[A-Z]{3}", given):
        return None
    money = (
        isinstance(value, int | float) and not isinstance(value, bool) and _MONEY.search(str(key))
        for key, value in subject.items()
    )
    return given if any(money) else None
