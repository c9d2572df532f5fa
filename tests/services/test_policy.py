"""The one function that says who may do what."""

import pytest
from django.contrib.auth.models import AnonymousUser, User

from workflows.engine.state import RunState
from workflows.services import policy

People = dict[str, User]


@pytest.mark.parametrize(
    ("name", "rights"),
    [
        ("root", ["edit_workflow", "operate_run", "see_team_tasks"]),
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
    assert not policy.entitled(people["root"], ["root"], [])


def test_an_author_operates_only_what_he_started(people: People) -> None:
    own, other = RunState("1", started_by="ada"), RunState("2", started_by="otto")
    assert policy.can(people["ada"], "operate_run", own)
    assert not policy.can(people["ada"], "operate_run", other)
    assert not policy.can(people["maria"], "operate_run", RunState("3", started_by="maria"))


def test_a_verb_that_nobody_knows_is_an_error(people: People) -> None:
    with pytest.raises(ValueError, match="fly"):
        policy.can(people["root"], "fly")


def test_who_is_named_or_in_a_named_group_is_entitled(people: People) -> None:
    maria = people["maria"]
    assert policy.entitled(maria, ["maria"], [])
    assert policy.entitled(maria, [], ["managers", "others"])
    assert not policy.entitled(maria, ["ben"], ["operators"])
    assert not policy.entitled(maria, [], [])
