"""Addresses of one's own settings and substitutions."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services.people import settings, substitution
from workflows.services.people.substitution import Absence

from ..docs import describe
from ..endpoint import Endpoint, Text, Whole, body_of, who
from . import shapes


class ChangedSettings(serializers.Serializer[Any]):
    zone = Text(required=False, allow_blank=True, max_length=64)
    language = Text(required=False, allow_blank=True, max_length=5)
    theme = Text(required=False, max_length=5)
    shortcuts = serializers.BooleanField(required=False)
    mail = Text(required=False, max_length=5)
    digest = Text(required=False, max_length=6)
    digest_minute = Whole(required=False)
    quiet_from = Whole(required=False, allow_null=True)
    quiet_until = Whole(required=False, allow_null=True)
    desktop = serializers.BooleanField(required=False)


class NewSubstitution(serializers.Serializer[Any]):
    substitute = Text(max_length=150)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    workflows = serializers.ListField(required=False, child=Text(max_length=100), max_length=100)
    user = Text(required=False, allow_null=True, max_length=150)


class SettingsView(Endpoint):
    """What a person sets for himself."""

    @describe("get_settings", shapes.Settings, tag="people")
    def get(self, request: Request) -> Response:
        """Show one's settings."""
        return Response(settings.settings_of(who(request)))

    @describe("change_settings", shapes.Settings, body=ChangedSettings, tag="people")
    def patch(self, request: Request) -> Response:
        """Change some of them."""
        body = body_of(request, ChangedSettings)
        return Response(settings.change_settings(who(request), body))


class SubstitutionsView(Endpoint):
    """Who stands in for whom."""

    @describe("list_substitutions", shapes.Substitutions, tag="people")
    def get(self, request: Request) -> Response:
        """List one's own that are not over, and those in which one stands in."""
        return Response({"results": substitution.list_substitutions(who(request))})

    @describe(
        "arrange_substitution", {201: shapes.Substitution}, body=NewSubstitution, tag="people"
    )
    def post(self, request: Request) -> Response:
        """Arrange that somebody stands in while one is away."""
        body = body_of(request, NewSubstitution)
        return Response(substitution.arrange(who(request), Absence(**body)), status=201)


class SubstitutionView(Endpoint):
    """One substitution."""

    @describe("end_substitution", {204: None}, tag="people")
    def delete(self, request: Request, substitution_id: int) -> Response:
        """End it now."""
        substitution.end(who(request), substitution_id)
        return Response(status=204)
