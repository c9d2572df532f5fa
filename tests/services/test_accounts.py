"""Accounts: the first administrator, the demo's people, links that count once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils import timezone

from tests.support.threads import together
from workflows.models import SignInLink
from workflows.services import accounts, policy

Settings = Callable[..., None]


@pytest.fixture
def given(settings) -> Settings:
    def change(**values: object) -> None:
        settings.FERMATA = {**settings.FERMATA, **values}

    return change


def token_of(path: str) -> str:
    return path.removeprefix("/sign-in/link/").removesuffix("/")


@pytest.mark.django_db
def test_the_administrators_password_is_told_once(given: Settings) -> None:
    admin, password = accounts.ensure_admin()
    assert password is not None
    assert admin.check_password(password)
    assert (admin.is_superuser, admin.is_staff, admin.username) == (True, True, "admin")
    assert accounts.ensure_admin() == (admin, None)


@pytest.mark.django_db
def test_a_password_from_the_environment_is_not_told_and_changes_nobody(given: Settings) -> None:
    given(admin_user="root", admin_password="first-long-password")
    admin, password = accounts.ensure_admin()
    assert password is None
    given(admin_user="root", admin_password="another-long-password")
    accounts.ensure_admin()
    assert User.objects.get(username="root").check_password("first-long-password")
    assert admin.username == "root"


@pytest.mark.django_db
def test_the_demos_people_have_groups_and_no_password() -> None:
    accounts.ensure_demo_users()
    accounts.ensure_demo_users()
    found = {
        user.username: sorted(user.groups.values_list("name", flat=True))
        for user in User.objects.all()
    }
    assert found == {
        "alice": ["authors"],
        "otto": ["operators"],
        "maria": ["managers"],
        "ben": ["managers"],
        "greta": ["authors", "managers"],
        "fiona": ["finance"],
        "felix": ["authors", "finance"],
        "ines": ["it-desk"],
        "jonas": ["authors", "it-desk"],
        "henry": ["board"],
        "clara": ["board"],
        "nadia": ["authors"],
    }
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert User.objects.get(username="maria").get_full_name() == "Maria Moreno"


@pytest.mark.django_db
def test_groups_carry_what_their_members_may_do() -> None:
    people = {user.username: user for user in accounts.ensure_demo_users()}
    found = {name: policy.permissions_of(user) for name, user in people.items()}
    both, team = ["edit_workflow", "see_team_tasks"], ["see_team_tasks"]
    assert found == {
        "alice": ["edit_workflow"],
        "otto": ["operate_run"],
        "nadia": ["edit_workflow"],
        **dict.fromkeys(("greta", "felix", "jonas"), both),
        **dict.fromkeys(("maria", "ben", "fiona", "ines", "henry", "clara"), team),
    }


@pytest.mark.django_db
def test_groups_that_somebody_changed_stay_changed() -> None:
    maria = next(user for user in accounts.ensure_demo_users() if user.username == "maria")
    maria.groups.clear()
    accounts.ensure_demo_users()
    assert not maria.groups.exists()


@pytest.mark.django_db
def test_a_link_counts_once_and_is_stored_hashed() -> None:
    user = User.objects.create_user("eve")
    token = token_of(accounts.create_sign_in_link(user))
    assert token not in str(list(SignInLink.objects.values()))
    assert accounts.peek_sign_in_link(token) == user
    assert accounts.redeem_sign_in_link(token) == user
    assert accounts.redeem_sign_in_link(token) is None
    assert accounts.peek_sign_in_link(token) is None


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "None", "x" * 43])
def test_a_token_that_was_never_given_signs_nobody_in(token: str) -> None:
    accounts.create_sign_in_link(User.objects.create_user("eve"))
    assert accounts.peek_sign_in_link(token) is None
    assert accounts.redeem_sign_in_link(token) is None


@pytest.mark.django_db
def test_a_link_ends_after_a_quarter_of_an_hour() -> None:
    token = token_of(accounts.create_sign_in_link(User.objects.create_user("eve")))
    link = SignInLink.objects.get()
    assert link.expires_at - link.created_at <= timedelta(minutes=15, seconds=1)
    SignInLink.objects.update(expires_at=timezone.now())
    assert accounts.redeem_sign_in_link(token) is None


@pytest.mark.django_db
def test_a_link_of_a_person_who_was_locked_out_does_not_count() -> None:
    user = User.objects.create_user("eve")
    token = token_of(accounts.create_sign_in_link(user))
    User.objects.update(is_active=False)
    assert accounts.redeem_sign_in_link(token) is None


@pytest.mark.django_db
def test_a_link_without_a_token_cannot_be_stored() -> None:
    user = User.objects.create_user("eve")
    with pytest.raises(IntegrityError):
        SignInLink.objects.create(user=user, token_hash="", expires_at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_of_many_clicks_at_once_one_signs_in() -> None:
    token = token_of(accounts.create_sign_in_link(User.objects.create_user("eve")))
    answers = together(*[lambda: accounts.redeem_sign_in_link(token) is not None] * 6)
    assert sorted(answers) == [False] * 5 + [True]
