"""Lists come in pages that miss nothing and repeat nothing, with a fixed number of queries."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import Api, Drain, approval

Client = Callable[..., Api]


@pytest.fixture
def many(api: Client, published: Callable[..., str], drain: Drain) -> Callable[[int], None]:
    """Start so many runs more, each with a task, of a workflow more each time."""

    def make(count: int) -> None:
        slug = published(approval())
        for amount in range(count):
            api("otto").post(f"workflows/{slug}/runs/", {"inputs": {"amount": amount}})
        drain()

    return make


@pytest.mark.parametrize(
    "path", ["runs/", "tasks/", "suspensions/", "workflows/", "tasks/?order=due"]
)
def test_pages_follow_each_other_there_and_back(
    api: Client, many: Callable[[int], None], path: str
) -> None:
    for _ in range(5):
        many(1)
    person = api("maria")
    sign = "&" if "?" in path else "?"
    whole = keys(person.client.get(f"/api/{path}").json())
    assert len(whole) == 5
    found, page = [], person.client.get(f"/api/{path}{sign}page_size=2").json()
    assert page["previous"] is None
    pages = [page]
    while page["next"]:
        page = person.client.get(page["next"]).json()
        pages.append(page)
    found = [key for page in pages for key in keys(page)]
    assert found == whole
    back = person.client.get(pages[-1]["previous"]).json()
    assert keys(back) == keys(pages[-2])
    first = person.client.get(back["previous"]).json()
    assert keys(first) == keys(pages[0])
    assert first["previous"] is None


@pytest.mark.parametrize("size", ["0", "201", "x", "-1", "1.5", "000200999", "0" * 90 + "9" * 90])
def test_a_page_of_another_size_than_allowed_is_refused(api: Client, size: str) -> None:
    answer = api("otto").get("runs/", page_size=size)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_page_size")


def keys(page: dict[str, Any]) -> list[str]:
    return [str(row.get("id") or row.get("slug")) for row in page["results"]]


@pytest.mark.parametrize(
    "path",
    [
        "runs/",
        "tasks/",
        "tasks/?box=all&state=all",
        "suspensions/",
        "workflows/",
        "workflows/flow/versions/",
    ],
)
@pytest.mark.parametrize("name", ["root", "maria"])
def test_a_list_costs_the_same_queries_however_long_it_is(
    api: Client, many: Callable[[int], None], path: str, name: str
) -> None:
    many(1)
    person = api(name)
    # The first request of a session writes the session.
    person.client.get(f"/api/{path}")
    few = count(person, path)
    for _ in range(3):
        many(3)
    person.client.get(f"/api/{path}")
    assert count(person, path) == few
    assert few <= 15


def count(person: Api, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = person.client.get(f"/api/{path}")
    assert answer.status_code == 200
    # The first letters, by which code is told from drawings, cost next to nothing.
    read = [q["sql"].replace('"draft" AS text), 1, ', "") for q in queries]
    graphs = [sql for sql in read if '"graph"' in sql or '"draft" AS' in sql]
    assert graphs == []
    return len(queries)


def test_a_cursor_of_another_list_is_refused(
    api: Client, published: Callable[..., str], many: Callable[[int], None]
) -> None:
    many(2)
    ada, slug = api("ada"), published(approval())
    for _ in range(2):
        event = {"kind": "event", "settings": {"event": "paid"}}
        assert ada.post(f"workflows/{slug}/triggers/", event).status_code == 201
    paths = [f"workflows/{slug}/triggers/", "runs/", "workflows/", "tasks/"]
    links = {path: ada.get(path, page_size=1, box="all").json()["next"] for path in paths}
    for path, link in links.items():
        cursor = parse_qs(urlsplit(link).query)["cursor"][0]
        codes = {other: ada.get(other, cursor=cursor).status_code for other in paths}
        assert codes == {other: 200 if other == path else 400 for other in paths}
