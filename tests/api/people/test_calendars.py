"""Business calendars over the API, and due dates that are counted in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.api.conftest import Api, Drain, approval
from workflows.adapters.people.office import calendar

Client = Callable[..., Api]
OFFICE: dict[str, Any] = {
    "slug": "office",
    "name": "Office",
    "zone": "Europe/Berlin",
    "hours": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    "holidays": ["2030-06-03"],
    "country": "DE",
    "subdivision": "BY",
}


def test_authors_keep_calendars_and_everybody_sees_them(api: Client) -> None:
    assert api("maria").post("calendars/", OFFICE).status_code == 403
    made = api("ada").post("calendars/", OFFICE)
    assert (made.status_code, made.json()) == (201, OFFICE)
    assert api("ada").post("calendars/", OFFICE).status_code == 409
    assert api("maria").get("calendars/").json()["results"] == [OFFICE]
    changed = api("ada").patch("calendars/office/", {"name": "Head office"}).json()
    assert (changed["name"], changed["hours"]) == ("Head office", OFFICE["hours"])
    assert api("maria").patch("calendars/office/", {"name": "Mine"}).status_code == 403
    assert api("maria").delete("calendars/office/").status_code == 403
    assert api("ada").delete("calendars/office/").status_code == 204
    assert api("ada").get("calendars/office/").status_code == 404


@pytest.mark.parametrize(
    ("change", "attr"),
    [
        ({"slug": "No Slug"}, "slug"),
        ({"name": " "}, "name"),
        ({"zone": "Mars/Base"}, "zone"),
        ({"hours": {}}, "hours"),
        ({"hours": {"mon": [["17:00", "09:00"]]}}, "hours.mon"),
        ({"holidays": ["Easter"]}, "holidays"),
        ({"country": "XX"}, "country"),
        ({"subdivision": "QQ"}, "subdivision"),
        ({"country": "", "subdivision": "BY"}, "subdivision"),
    ],
)
def test_a_wrong_calendar_is_refused_by_the_field(
    api: Client, change: dict[str, Any], attr: str
) -> None:
    answer = api("ada").post("calendars/", {**OFFICE, **change})
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, attr)


def test_the_public_holidays_of_the_country_are_written_out(api: Client) -> None:
    api("ada").post("calendars/", OFFICE)
    found = calendar("office") or {}
    year = datetime.now().year  # noqa: DTZ005 - only the year counts
    assert "2030-06-03" in found["holidays"]
    assert f"{year}-12-25" in found["holidays"]
    assert f"{year}-11-01" in found["holidays"]  # All Saints, in Bavaria
    assert calendar("ghost") is None


def test_a_due_date_is_counted_in_the_calendar_and_stays_when_that_is_changed(
    api: Client, published: Callable[..., str], drain: Drain
) -> None:
    nights = {
        day: [["00:00", "00:30"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    }
    api("ada").post(
        "calendars/", {**OFFICE, "zone": "UTC", "hours": nights, "country": "", "subdivision": ""}
    )
    slug = published(approval(calendar="office", due_seconds="15m"))
    api("otto").post(f"workflows/{slug}/runs/", {"inputs": {"amount": 1}})
    drain()
    (task,) = api("maria").get("tasks/").json()["results"]
    due = datetime.fromisoformat(task["due_at"])
    assert (due.hour, due.minute <= 30) == (0, True)
    assert api("ada").delete("calendars/office/").status_code == 409
    assert api("ada").delete("calendars/office/").json()["workflows"] == [slug]
    api("ada").patch("calendars/office/", {"hours": OFFICE["hours"]})
    assert api("maria").get("tasks/").json()["results"][0]["due_at"] == task["due_at"]


def test_a_calendar_that_is_not_there_fails_the_step_with_its_name(
    api: Client, published: Callable[..., str], drain: Drain
) -> None:
    slug = published(approval(calendar="office", due_seconds="15m"))
    run = api("otto").post(f"workflows/{slug}/runs/", {"inputs": {"amount": 1}}).json()["id"]
    drain()
    shown = api("otto").get(f"runs/{run}/").json()
    assert shown["status"] == "failed"
    assert "office" in shown["error"]["message"]
