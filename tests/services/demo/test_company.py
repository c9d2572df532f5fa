"""The company: twelve people in four departments, with settings, a calendar, and absences."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from workflows.engine.people.calendars import read_calendar
from workflows.models import Calendar, Profile
from workflows.services.accounts import DEMO_GROUPS, DEMO_PEOPLE
from workflows.services.demo import company
from workflows.services.people.calendars import change_calendar
from workflows.services.people.settings import change_settings, settings_of
from workflows.services.queries.standing.asker import Asker

DEPARTMENTS = {"managers", *DEMO_GROUPS}


def test_twelve_people_are_in_four_departments_beside_the_roles() -> None:
    assert len(DEMO_PEOPLE) == 12
    assert len(DEPARTMENTS) == 4
    for department in DEPARTMENTS:
        assert sum(department in person.groups for person in DEMO_PEOPLE) >= 2
    assert len({person.title for person in DEMO_PEOPLE}) == 12
    assert sum(person.language == "de" for person in DEMO_PEOPLE) == 1


@pytest.mark.django_db
def test_settings_that_somebody_changed_stay() -> None:
    users = company.ensure_company()
    assert settings_of(users["greta"])["zone"] == "Europe/Berlin"
    assert settings_of(users["greta"])["language"] == "de"
    # Those whom readers meet first have the zone and language of their browser.
    kept = set(Profile.objects.exclude(zone="").values_list("user__username", flat=True))
    assert kept.isdisjoint({"alice", "otto", "maria", "ben"})
    change_settings(users["greta"], {"zone": "Europe/Vienna"})
    company.ensure_company()
    assert settings_of(users["greta"])["zone"] == "Europe/Vienna"


@pytest.mark.django_db
def test_the_calendar_has_office_hours_and_holidays_and_may_be_changed() -> None:
    users = company.ensure_company()
    row = Calendar.objects.get(slug="office")
    assert (row.zone, row.country) == ("Europe/Berlin", "DE")
    read_calendar(company.CALENDAR)
    change_calendar(users["alice"], "office", {"name": "Ours"})
    company.ensure_company()
    assert Calendar.objects.get(slug="office").name == "Ours"


@pytest.mark.django_db
def test_people_are_in_stories_what_they_are_in_the_tables() -> None:
    users, now = company.ensure_company(), timezone.now()
    from workflows.services.demo import load_demo

    load_demo(1)
    for name in company.NAMES:
        asker = Asker.of(User.objects.get(pk=users[name].pk))
        for workflow in ("expense-claim", "contract-review"):
            kept = asker.person(workflow, None)
            told = company.person_at(now, name, now, workflow)
            assert set(told.groups) == set(kept.groups)
            assert told.operates == kept.operates
            assert {key: set(value) for key, value in told.stands_in.items()} == {
                key: set(value) for key, value in kept.stands_in.items()
            }


def test_nobody_stood_in_before_or_after() -> None:
    now = timezone.now()

    def whom(days: float) -> set[str]:
        moment = now + timedelta(days=days)
        return set(company.person_at(now, "maria", moment, "expense-claim").stands_in)

    assert [whom(days) for days in (-3.1, -2.9, 0, 3.9, 4.1)] == [
        set(), {"henry"}, {"henry"}, {"henry"}, set(),
    ]  # fmt: skip
