"""Shapes of the answers about workspaces and access, for the schema."""

from __future__ import annotations

from rest_framework import serializers as s

from ..shapes import Shape

ROLES = ("viewer", "operator", "editor", "owner")
KINDS = ("user", "group")


class Workspace(Shape):
    slug = s.CharField()
    name = s.CharField()
    current = s.BooleanField()


class Workspaces(Shape):
    results = Workspace(many=True)


class AccessGrant(Shape):
    kind = s.ChoiceField(choices=KINDS)
    name = s.CharField(help_text="A username, or the name of a group")
    label = s.CharField()  # type: ignore[assignment]
    role = s.ChoiceField(choices=ROLES)


class Access(Shape):
    restricted = s.BooleanField(help_text="Only people named here, and who is asked in a task")
    can_share = s.BooleanField(help_text="Whether you may change this")
    grants = AccessGrant(many=True)


class LentCredentials(Shape):
    results = s.ListField(child=s.CharField(), help_text="Names; never a secret")
