"""The one function that says who may do what."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone

from workflows.engine.people import Question, may_decide, standing
from workflows.engine.state import RunState
from workflows.models import Substitution, Workflow
from workflows.services import policy

People = dict[str, User]
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "rights"),
    [
        ("root", ["edit_workflow", "operate_run", "see_team_tasks", "see_audit"]),
        ("ada", ["edit_workflow"]),
        ("otto", ["operate_run"]),
        ("maria", ["see_team_tasks"]),
        ("olga", []),
    ],
)
def test_rights_come_from_groups(people: People, name: str, rights: list[str]) -> None:
    assert policy.permissions_of(people[name]) == rights


def test_a_stranger_and_an_inactive_user_may_do_nothing(people: People) -> None:
    people["root"].is_active = False
    for user in (AnonymousUser(), people["root"]):
        for verb in (*policy.PERMISSIONS, "start_run"):
            assert not policy.can(user, verb)
    nobody = policy.person_of(people["root"], "flow", None)
    assert not may_decide(Question(users=["root"]), nobody)


def test_an_author_operates_only_what_he_started(people: People) -> None:
    own, other = RunState("1", started_by="ada"), RunState("2", started_by="otto")
    assert policy.can(people["ada"], "operate_run", own)
    assert not policy.can(people["ada"], "operate_run", other)
    assert not policy.can(people["maria"], "operate_run", RunState("3", started_by="maria"))


def test_a_verb_that_nobody_knows_is_an_error(people: People) -> None:
    with pytest.raises(ValueError, match="fly"):
        policy.can(people["root"], "fly")


def test_who_is_named_or_in_a_named_group_may_decide(people: People) -> None:
    maria = policy.person_of(people["maria"], "flow", "otto")
    assert may_decide(Question(users=["maria"]), maria)
    assert may_decide(Question(groups=["managers", "others"]), maria)
    assert not may_decide(Question(users=["ben"], groups=["operators"]), maria)
    assert not may_decide(Question(), maria)


def test_who_stands_in_for_somebody_decides_for_him_while_it_lasts_and_where(
    people: People,
) -> None:
    asked = Question(users=["maria"])
    ben = people["ben"]
    assert not may_decide(asked, policy.person_of(ben, "flow", None))
    flow = Workflow.objects.create(slug="flow", name="Flow", draft={})
    now = timezone.now()
    away = Substitution.objects.create(
        user=people["maria"], substitute=ben, starts_at=now - DAY, ends_at=now + DAY
    )
    found = standing(asked, policy.person_of(ben, "flow", None))
    assert found.acting_for == "maria"
    away.workflows.add(flow)
    assert may_decide(asked, policy.person_of(ben, "flow", None))
    assert not may_decide(asked, policy.person_of(ben, "other", None))
    away.starts_at = now + timedelta(hours=1)
    away.save()
    assert not may_decide(asked, policy.person_of(ben, "flow", None))


def test_a_substitute_has_the_groups_of_whom_he_stands_in_for_and_hands_nothing_on(
    people: People,
) -> None:
    now = timezone.now()
    for user, substitute in (("maria", "olga"), ("olga", "rita")):
        Substitution.objects.create(
            user=people[user],
            substitute=people[substitute],
            starts_at=now - DAY,
            ends_at=now + DAY,
        )
    asked = Question(groups=["managers"])
    assert may_decide(asked, policy.person_of(people["olga"], "flow", None))
    assert not may_decide(asked, policy.person_of(people["rita"], "flow", None))
