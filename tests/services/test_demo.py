"""The demo: loaded once, whole, and never over somebody's changes."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from workflows import catalog
from workflows.models import Version, Workflow
from workflows.services import definitions
from workflows.services.demo import load_demo


@pytest.mark.django_db
def test_every_example_is_published_once() -> None:
    expected = {item.slug for item in catalog.demo_workflows()}
    assert set(load_demo()) == expected
    assert load_demo() == []
    assert set(Workflow.objects.values_list("slug", flat=True)) == expected
    assert Version.objects.count() == len(expected)


@pytest.mark.django_db
def test_a_changed_example_stays_changed() -> None:
    slug = load_demo()[0]
    definitions.save_draft(User.objects.get(username="alice"), slug, name="Mine now")
    load_demo()
    assert Workflow.objects.get(slug=slug).name == "Mine now"
