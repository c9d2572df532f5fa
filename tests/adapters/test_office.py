"""The office in the database: who is there, and who is not."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User

from workflows.adapters.people.office import known

pytestmark = pytest.mark.django_db


def test_only_active_people_and_groups_with_active_members_are_somebody() -> None:
    maria, gone = User.objects.create_user("maria"), User.objects.create_user("gone")
    gone.is_active = False
    gone.save()
    full, empty = Group.objects.create(name="full"), Group.objects.create(name="empty")
    maria.groups.add(full)
    gone.groups.add(empty)
    assert known(["maria", "gone", "ghost"], []).users == ["maria"]
    assert known(["maria"], []).anybody
    assert not known(["gone", "ghost"], ["empty", "nowhere"]).anybody
    assert known([], ["full"]).anybody
    assert known([], ["full", "empty", "nowhere"]).groups == ["full", "empty"]
    assert not known([], []).anybody
