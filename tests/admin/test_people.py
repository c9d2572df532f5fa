"""Users and groups in the admin."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

pytestmark = pytest.mark.django_db

USERS = "/admin/auth/user/"


def test_users_and_groups_have_their_pages(client: Client, chief: User) -> None:
    group = Group.objects.create(name="readers")
    for address in (
        "/admin/", USERS, f"{USERS}add/", f"{USERS}{chief.pk}/change/",
        f"{USERS}{chief.pk}/password/", "/admin/auth/group/",
        f"/admin/auth/group/{group.pk}/change/",
    ):  # fmt: skip
        assert client.get(address).status_code == 200, address


def test_a_user_can_be_made_and_locked_out(client: Client, chief: User) -> None:
    word = "a rather long pass phrase"
    form = {"username": "new", "password1": word, "password2": word, "usable_password": "true"}
    assert client.post(f"{USERS}add/", form).status_code == 302
    user = User.objects.get(username="new")
    assert user.check_password(word)
    form = {
        "username": "new", "first_name": "", "last_name": "", "email": "",
        "date_joined_0": "2026-01-01", "date_joined_1": "10:00:00",
    }  # fmt: skip
    assert client.post(f"{USERS}{user.pk}/change/", form).status_code == 302
    user.refresh_from_db()
    assert not user.is_active


def test_a_superuser_makes_a_link_that_signs_in(client: Client, chief: User) -> None:
    ann = User.objects.create_user("ann")
    form = {"action": "make_sign_in_links", "_selected_action": [ann.pk]}
    shown = client.post(USERS, form, follow=True).content.decode()
    found = re.search(r"http://testserver(/sign-in/link/[^/<]+/)", shown)
    assert found is not None
    other = Client()
    assert other.post(found[1]).status_code == 302
    assert other.session["_auth_user_id"] == str(ann.pk)


def test_a_clerk_who_may_change_users_makes_no_links(client: Client) -> None:
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["change_user", "view_user"]))
    client.force_login(clerk)
    form = {"action": "make_sign_in_links", "_selected_action": [clerk.pk]}
    shown = client.post(USERS, form, follow=True).content
    assert b"/sign-in/link/" not in shown


def test_the_admin_names_itself(client: Client, chief: User) -> None:
    shown = client.get("/admin/").content.decode()
    assert "Fermata" in shown
    for word in ("Suspensions", "Checkpoints", "API tokens", "Workers"):
        assert word in shown
