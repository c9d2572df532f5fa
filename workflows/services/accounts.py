"""Who may sign in: the first administrator, the demo people and one-time links."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import Group, Permission, User
from django.db import transaction

from workflows.adapters.people import sign_in_links
from workflows.conf import load_conf

LINK_LIFETIME = timedelta(minutes=15)
# What each group's members may do, beyond what somebody adds or takes away later.
GROUPS = {"authors": "edit_workflow", "operators": "operate_run", "managers": "see_team_tasks"}
# The departments of the demo's company, beside its managers.
DEMO_GROUPS = {
    "finance": "see_team_tasks",
    "it-desk": "see_team_tasks",
    "board": "see_team_tasks",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A demo user: what they are in the company, and the groups that decide what they may do.

    Without a ``zone`` or ``language`` that of the browser counts.
    """

    username: str
    first_name: str
    last_name: str
    title: str
    groups: tuple[str, ...]
    zone: str = ""
    language: str = ""


DEMO_PEOPLE = (
    Person("alice", "Alice", "Archer", "Process designer", ("authors",)),
    Person("otto", "Otto", "Olsen", "Head of operations", ("operators",)),
    Person("maria", "Maria", "Moreno", "Head of sales", ("managers",)),
    Person("ben", "Ben", "Baker", "Head of engineering", ("managers",)),
    Person(
        "greta", "Greta", "Schneider", "Head of people", ("managers", "authors"),
        "Europe/Berlin", "de",
    ),
    Person("fiona", "Fiona", "Fraser", "Head of finance", ("finance",), "Europe/London"),
    Person(
        "felix", "Felix", "Hoffmann", "Accountant", ("finance", "authors"), "Europe/Berlin"
    ),
    Person("ines", "Inês", "Costa", "Head of IT", ("it-desk",), "Europe/Lisbon"),
    Person(
        "jonas", "Jonas", "Berg", "System administrator", ("it-desk", "authors"),
        "Europe/Stockholm",
    ),
    Person("henry", "Henry", "Hughes", "Managing director", ("board",), "Europe/London"),
    Person("clara", "Clara", "Conti", "General counsel", ("board",), "Europe/Rome"),
    Person("nadia", "Nadia", "Novak", "Office manager", ("authors",), "Europe/Berlin"),
)  # fmt: skip


def ensure_groups(names: Mapping[str, str] = GROUPS) -> dict[str, Group]:
    """Make the groups that carry the permissions, by name; an existing one is never changed."""
    groups = {}
    for name, permission in names.items():
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
    groups = ensure_groups({**GROUPS, **DEMO_GROUPS})
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
