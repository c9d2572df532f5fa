"""Shapes of the answers about people, for the schema."""

from __future__ import annotations

from rest_framework import serializers as s

from ..endpoint import JsonObject
from ..shapes import Shape
from ..workspaces.shapes import Workspace


class PageSettings(Shape):
    zone = s.CharField(allow_blank=True)
    language = s.CharField(allow_blank=True)
    theme = s.ChoiceField(choices=("auto", "light", "dark"))
    shortcuts = s.BooleanField()
    desktop = s.BooleanField()


class Me(Shape):
    username = s.CharField()
    name = s.CharField()
    email = s.CharField(allow_blank=True)
    groups = s.ListField(child=s.CharField())
    permissions = s.ListField(
        child=s.ChoiceField(
            choices=(
                "edit_workflow",
                "operate_run",
                "see_team_tasks",
                "see_audit",
                "manage_credentials",
            )
        )
    )
    is_staff = s.BooleanField()
    is_superuser = s.BooleanField()
    settings = PageSettings()
    workspaces = Workspace(many=True, help_text="Those that you may enter")


class Person(Shape):
    username = s.CharField()
    name = s.CharField()


class PersonGroup(Shape):
    name = s.CharField()
    count = s.IntegerField()


class People(Shape):
    users = Person(many=True)
    groups = PersonGroup(many=True)


class Settings(Shape):
    zone = s.CharField(allow_blank=True, help_text="Empty: that of the browser, UTC in mail")
    language = s.ChoiceField(choices=("", "en", "de"), help_text="Empty: that of the browser")
    theme = s.ChoiceField(choices=("auto", "light", "dark"))
    shortcuts = s.BooleanField(help_text="Single keys of the page work")
    mail = s.ChoiceField(choices=("all", "asked", "none"))
    digest = s.ChoiceField(choices=("off", "hourly", "daily"))
    digest_minute = s.IntegerField(help_text="When a daily digest is sent, minutes from midnight")
    quiet_from = s.IntegerField(allow_null=True, help_text="Minutes from midnight")
    quiet_until = s.IntegerField(allow_null=True)
    desktop = s.BooleanField(help_text="The browser shows notices of its own")


class Substitution(Shape):
    id = s.IntegerField()
    user = s.CharField(help_text="Who is away")
    user_name = s.CharField()
    substitute = s.CharField()
    substitute_name = s.CharField()
    starts_at = s.DateTimeField()
    ends_at = s.DateTimeField()
    workflows = s.ListField(
        child=s.CharField(), help_text="Of this workspace; none here nor elsewhere: all"
    )
    elsewhere = s.IntegerField(help_text="How many workflows of other workspaces it is about")
    mine = s.BooleanField()


class Substitutions(Shape):
    results = Substitution(many=True)


class Calendar(Shape):
    slug = s.CharField()
    name = s.CharField()
    zone = s.CharField()
    hours = JsonObject(help_text='mon to sun: lists of ["09:00", "17:00"]')
    holidays = s.ListField(child=s.CharField(), help_text="ISO dates without work")
    country = s.CharField(allow_blank=True, help_text="Its public holidays count as well")
    subdivision = s.CharField(allow_blank=True)


class Calendars(Shape):
    results = Calendar(many=True)
