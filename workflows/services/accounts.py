"""Who may sign in: the first administrator, the demo people and one-time links."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import Group, Permission, User
from django.db import transaction

from workflows.adapters.people import sign_in_links
from workflows.conf import load_conf

LINK_LIFETIME = timedelta(minutes=15)
# What each group's members may do, beyond what somebody adds or takes away later.
GROUPS = {"authors": "edit_workflow", "operators": "operate_run", "managers": "see_team_tasks"}


@dataclass(frozen=True, slots=True)
class Person:
    """A demo user with the groups that decide what they may do."""

    username: str
    first_name: str
    last_name: str
    groups: tuple[str, ...]


DEMO_PEOPLE = (
    Person("alice", "Alice", "Archer", ("authors",)),
    Person("otto", "Otto", "Olsen", ("operators",)),
    Person("maria", "Maria", "Moreno", ("managers",)),
    Person("ben", "Ben", "Baker", ("managers",)),
)


def ensure_groups() -> dict[str, Group]:
    """Make the groups that carry the permissions, by name; an existing one is never changed."""
    groups = {}
    for name, permission in GROUPS.items():
        groups[name], made = Group.objects.get_or_create(name=name)
        if made:
            groups[name].permissions.set(
                Permission.objects.filter(content_type__app_label="workflows", codename=permission)
            )
    return groups


@transaction.atomic
def ensure_admin() -> tuple[User, str | None]:
    """Make the administrator unless there is one; return it with a password only if just made up.

    An existing user is never changed: a password from the environment counts for a new one only.
    """
    conf = load_conf()
    groups = ensure_groups()
    existing = User.objects.filter(username=conf.admin_user).first()
    if existing is not None:
        return existing, None
    password = conf.admin_password or secrets.token_urlsafe(12)
    user = User.objects.create_superuser(username=conf.admin_user, password=password)
    user.groups.set(groups.values())
    return user, None if conf.admin_password else password


@transaction.atomic
def ensure_demo_users() -> list[User]:
    """Make the demo people; they have no password and sign in through one-time links."""
    groups = ensure_groups()
    users = []
    for person in DEMO_PEOPLE:
        user, made = User.objects.get_or_create(
            username=person.username,
            defaults={
                "first_name": person.first_name,
                "last_name": person.last_name,
                "email": f"{person.username}@demo.invalid",
            },
        )
        if made:
            user.set_unusable_password()
            user.save(update_fields=["password"])
            user.groups.set([groups[name] for name in person.groups])
        users.append(user)
    return users


def create_sign_in_link(user: User) -> str:
    """Return the path of a link that signs `user` in once within 15 minutes."""
    token = secrets.token_urlsafe(32)
    sign_in_links.keep(user, token, LINK_LIFETIME)
    return f"/sign-in/link/{token}/"


def peek_sign_in_link(token: str) -> User | None:
    """Return whom a link would sign in, without using it up; None for one that does not count."""
    return sign_in_links.peek(token) if token else None


def redeem_sign_in_link(token: str) -> User | None:
    """Use up a link and return whom it signs in; None for a link that does not count any more."""
    return sign_in_links.use(token) if token else None
