"""Shapes of the answers about people and of the dashboard, for the schema."""

from __future__ import annotations

from rest_framework import serializers as s

from .shapes import Shape


class Me(Shape):
    username = s.CharField()
    name = s.CharField()
    email = s.CharField(allow_blank=True)
    groups = s.ListField(child=s.CharField())
    permissions = s.ListField(
        child=s.ChoiceField(choices=("edit_workflow", "operate_run", "see_team_tasks"))
    )
    is_staff = s.BooleanField()
    is_superuser = s.BooleanField()


class Person(Shape):
    username = s.CharField()
    name = s.CharField()


class PersonGroup(Shape):
    name = s.CharField()
    count = s.IntegerField()


class People(Shape):
    users = Person(many=True)
    groups = PersonGroup(many=True)


class Dashboard(Shape):
    window = s.CharField()
    counts = s.DictField(child=s.IntegerField(), help_text="Runs by status")
    running = s.IntegerField()
    waiting_for_people = s.IntegerField()
    waiting_for_time = s.IntegerField()
    failed_today = s.IntegerField()
