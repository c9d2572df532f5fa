"""Calendars and substitutions can be changed in the admin, and are checked as they will be used."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from workflows.adapters.people.office import calendar
from workflows.engine.people.calendars import read_calendar
from workflows.models import Calendar, Run, Substitution

pytestmark = pytest.mark.django_db

OFFICE = {
    "slug": "berlin",
    "name": "Berlin",
    "zone": "Europe/Berlin",
    "hours": '{"mon": [["09:00", "12:00"], ["13:00", "17:00"]]}',
    "holidays": '["2026-12-24"]',
    "country": "DE",
    "subdivision": "BE",
}


def save(client: Client, model: str, form: dict[str, Any], pk: int | None = None) -> Any:
    place = f"admin:workflows_{model}_{'add' if pk is None else 'change'}"
    return client.post(reverse(place, args=[] if pk is None else [pk]), form)


def errors(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200
    found: dict[str, list[str]] = answer.context["adminform"].form.errors
    return found


def test_a_calendar_is_made_and_the_engine_can_read_it(client: Client, run: Run) -> None:
    assert save(client, "calendar", OFFICE).status_code == 302
    made = Calendar.objects.get(slug="berlin")
    assert made.hours == json.loads(OFFICE["hours"])
    definition = calendar("berlin")
    assert definition is not None
    read_calendar(definition)
    assert "2026-12-24" in definition["holidays"]
    shown = client.get(reverse("admin:workflows_calendar_change", args=[made.pk]))
    assert "13:00" in shown.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("zone", "Mars/Base"),
        ("hours", "{}"),
        ("hours", '{"monday": [["09:00", "17:00"]]}'),
        ("hours", '{"mon": [["17:00", "09:00"]]}'),
        ("hours", '{"mon": "all day"}'),
        ("hours", "never"),
        ("holidays", '["Christmas"]'),
        ("country", "XX"),
        ("subdivision", "ZZ"),
    ],
)
def test_a_calendar_that_the_engine_could_not_read_is_refused(
    client: Client, run: Run, field: str, value: str
) -> None:
    assert field in errors(save(client, "calendar", {**OFFICE, field: value}))
    assert not Calendar.objects.filter(slug="berlin").exists()


def test_the_slug_that_graphs_name_stays(client: Client, run: Run) -> None:
    made = Calendar.objects.get(slug="office")
    changed = {**OFFICE, "slug": "other", "holidays": ""}
    assert save(client, "calendar", changed, made.pk).status_code == 302
    made.refresh_from_db()
    assert (made.slug, made.name, made.holidays) == ("office", "Berlin", [])


def times(first: str, last: str) -> dict[str, str]:
    return {
        "starts_at_0": first, "starts_at_1": "08:00", "ends_at_0": last, "ends_at_1": "08:00",
    }  # fmt: skip


def test_a_substitution_is_made_by_whoever_makes_it(client: Client, run: Run, chief: User) -> None:
    mate = User.objects.get(username="mate")
    form = {"user": chief.pk, "substitute": mate.pk, **times("2026-05-01", "2026-05-08")}
    assert save(client, "substitution", form).status_code == 302
    made = Substitution.objects.get(user=chief)
    assert (made.substitute, made.created_by) == (mate, chief)


def test_a_substitution_that_makes_no_sense_is_refused_in_words(
    client: Client, run: Run, chief: User
) -> None:
    mate = User.objects.get(username="mate")
    form = {"user": chief.pk, "substitute": chief.pk, **times("2026-05-01", "2026-05-08")}
    assert "nobody stands in for himself" in str(errors(save(client, "substitution", form)))
    form = {"user": chief.pk, "substitute": mate.pk, **times("2026-05-08", "2026-05-01")}
    assert "After the beginning." in str(errors(save(client, "substitution", form)))
    assert Substitution.objects.count() == 1
