"""The requests that every verb is made of: look, say, page through; which verbs there are is told
in ``runs.py``, ``watching.py``, ``tasks.py`` and ``definitions.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from urllib.parse import parse_qs, quote, urlsplit
from uuid import uuid4

from .exchange import Call, Item, Stream, Talk, exchange
from .shapes import Json, read, read_all

T = TypeVar("T")
Object = Mapping[str, Json]
Page = tuple[Sequence[T], str | None]
"""Some values, and where the next ones begin."""

PAGE = 200


def look(path: str, cls: type[T]) -> Talk[T]:
    """Read one thing."""
    return exchange(Call("GET", path, partial(read, cls), repeatable=True))


def say(path: str, cls: type[T], body: Mapping[str, Any], *, repeatable: bool = False) -> Talk[T]:
    """Change something; ``repeatable`` when a second time changes nothing."""
    call = Call("POST", path, partial(read, cls), body=_given(body), repeatable=repeatable)
    return exchange(call)


def say_once(path: str, make: Callable[[Json], T], body: Mapping[str, Any]) -> Talk[T]:
    """Change something under an idempotency key: however often it is sent, it counts once."""
    keyed = {"idempotency_key": str(uuid4()), **_given(body)}
    return exchange(Call("POST", path, make, body=keyed, repeatable=True))


def each(path: str, cls: type[T], asked: Mapping[str, Any]) -> Stream[T]:
    """Give the values of a list, page by page."""
    more: str | None = None
    while True:
        page, more = yield from exchange(_page(path, cls, asked, more))
        for value in page:
            yield Item(value)
        if more is None:
            return


def collect(path: str, cls: type[T], asked: Mapping[str, Any]) -> Talk[list[T]]:
    """Read a whole list."""
    found: list[T] = []
    more: str | None = None
    while True:
        page, more = yield from exchange(_page(path, cls, asked, more))
        found += page
        if more is None:
            return found


def part(text: str) -> str:
    """Write an id or slug as one part of an address, whatever is in it."""
    if not text or text in (".", ".."):
        raise ValueError("An id or a slug is needed.")
    return quote(text, safe="")


def _page(path: str, cls: type[T], asked: Mapping[str, Any], more: str | None) -> Call[Page[T]]:
    params = {"page_size": str(PAGE), **dict(_params(asked))}
    if more is not None:
        params["cursor"] = more

    def page(answer: Json) -> Page[T]:
        return read_all(cls, answer["results"]), _cursor(answer.get("next"))

    return Call("GET", path, page, params, repeatable=True)


def _cursor(link: str | None) -> str | None:
    """Take the place from a link; the link's host is not to be trusted with a token."""
    return parse_qs(urlsplit(link).query)["cursor"][0] if link else None


def _params(asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in asked.items():
        if value is None:
            continue
        if isinstance(value, bool):
            yield name, "true" if value else "false"
        elif isinstance(value, datetime):
            yield name, value.astimezone().isoformat()
        elif isinstance(value, list | tuple | set | frozenset):
            yield name, ",".join(str(item) for item in value)
        else:
            yield name, str(value)


def _given(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value is not None}
