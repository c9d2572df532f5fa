"""Addresses of business calendars."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services.people import calendars

from ..docs import describe
from ..endpoint import Endpoint, JsonObject, Text, body_of, who
from . import shapes

EDITING = {"GET": "read", "POST": "edit", "PATCH": "edit", "DELETE": "edit"}


class CalendarBody(serializers.Serializer[Any]):
    name = Text(required=False, max_length=100)
    zone = Text(required=False, max_length=64)
    hours = JsonObject(required=False)
    holidays = serializers.ListField(required=False, child=Text(max_length=10), max_length=1000)
    country = Text(required=False, allow_blank=True, max_length=2)
    subdivision = Text(required=False, allow_blank=True, max_length=8)


class NewCalendar(CalendarBody):
    slug = Text(max_length=50)


class CalendarsView(Endpoint):
    """The business calendars."""

    scopes = EDITING

    @describe("list_calendars", shapes.Calendars, tag="calendars")
    def get(self, request: Request) -> Response:
        """List them by name."""
        return Response({"results": calendars.list_calendars(who(request))})

    @describe("make_calendar", {201: shapes.Calendar}, body=NewCalendar, tag="calendars")
    def post(self, request: Request) -> Response:
        """Make one."""
        body = body_of(request, NewCalendar)
        made = calendars.make_calendar(who(request), body.pop("slug"), body)
        return Response(made, status=201)


class CalendarView(Endpoint):
    """One calendar."""

    scopes = EDITING

    @describe("get_calendar", shapes.Calendar, tag="calendars")
    def get(self, request: Request, slug: str) -> Response:
        """Show it."""
        return Response(calendars.get_calendar(who(request), slug))

    @describe("change_calendar", shapes.Calendar, body=CalendarBody, tag="calendars")
    def patch(self, request: Request, slug: str) -> Response:
        """Change it; deadlines that are set stay as they are."""
        body = body_of(request, CalendarBody)
        return Response(calendars.change_calendar(who(request), slug, body))

    @describe("drop_calendar", {204: None}, tag="calendars")
    def delete(self, request: Request, slug: str) -> Response:
        """Delete one that no workflow uses."""
        calendars.drop_calendar(who(request), slug)
        return Response(status=204)
