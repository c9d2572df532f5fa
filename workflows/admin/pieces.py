"""What the admin's pages are drawn with: links between rows, readable JSON, small tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import orjson
from django.db.models import Model
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

MAX_JSON_CHARACTERS = 20_000
NOTHING = "–"
LINK = '<a class="text-primary-600 dark:text-primary-500 hover:underline" href="{}">{}</a>'
CELL = "px-3 py-1.5 align-top border-b border-base-200 dark:border-base-800"


def link_to(row: Model | None, text: object = None) -> SafeString | str:
    """Link to a row's page."""
    if row is None:
        return NOTHING
    options = row._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[row.pk])
    return format_html(LINK, address, row if text is None else text)


def link_to_list(model: type[Model], text: str, **filters: object) -> SafeString:
    """Link to a table, filtered."""
    options = model._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    return format_html(LINK, f"{address}?{urlencode(filters)}", text)


def readable_json(value: Any) -> SafeString | str:
    """Show a JSON value on many lines, cut when it is huge."""
    if value is None:
        return NOTHING
    text = orjson.dumps(value, option=orjson.OPT_INDENT_2, default=str).decode()
    if len(text) > MAX_JSON_CHARACTERS:
        text = f"{text[:MAX_JSON_CHARACTERS]}\n… {len(text) - MAX_JSON_CHARACTERS} more characters"
    return format_html(
        '<pre class="font-mono whitespace-pre-wrap break-words" '
        'style="max-height:32rem;overflow:auto;font-size:12px">{}</pre>',
        text,
    )


def one_line(value: Any, most: int = 120) -> SafeString | str:
    """Show the beginning of a JSON value on one line."""
    if value in (None, {}, []):
        return ""
    text = orjson.dumps(value, default=str).decode()
    return format_html(
        '<span class="block font-mono" style="max-width:22rem;overflow:hidden;'
        'text-overflow:ellipsis;white-space:nowrap;font-size:12px">{}</span>',
        text[:most],
    )


def moment(value: datetime | None) -> SafeString | str:
    """Show an instant to the second, in UTC."""
    if value is None:
        return NOTHING
    text = formats.date_format(timezone.localtime(value), "Y-m-d H:i:s")
    return format_html('<span style="white-space:nowrap">{}</span>', text)


def public_id(value: object) -> SafeString:
    """Show an id as it is used outside, on one line."""
    return format_html(
        '<span class="font-mono" style="white-space:nowrap;font-size:12px">{}</span>', value
    )


def table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> SafeString | str:
    """Draw a table of already escaped or plain cells."""
    body = [tuple(cells) for cells in rows]
    if not body:
        return NOTHING
    cell = f'<td class="{CELL}">{{}}</td>'
    head = format_html_join(
        "", '<th class="{}" style="text-align:left">{}</th>', ((CELL, title) for title in titles)
    )
    lines = format_html_join("", f"<tr>{cell * len(titles)}</tr>", body)
    return format_html(
        '<div style="overflow-x:auto"><table class="w-full"><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>",
        head,
        lines,
    )


def pairs(values: Mapping[str, object]) -> SafeString | str:
    """Draw names and values."""
    return table(("Name", "Value"), values.items())
