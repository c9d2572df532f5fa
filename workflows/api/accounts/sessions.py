"""Addresses of one's own sessions; they are for the page, not for tokens."""

from __future__ import annotations

from django.contrib.auth import logout
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services.people import sessions
from workflows.services.queries.times import iso

from ..docs import describe
from ..endpoint import who
from ..shapes import Shape
from .session_only import OwnEndpoint


class Session(Shape):
    id = s.CharField()
    device = s.CharField(help_text="In words, from what the browser calls itself")
    address = s.CharField(allow_null=True)
    since = s.DateTimeField()
    seen = s.DateTimeField(help_text="When it was last used, within ten minutes")
    current = s.BooleanField(help_text="The one that asks")


class Sessions(Shape):
    results = Session(many=True)


class EndedSessions(Shape):
    ended = s.IntegerField()


class SessionsView(OwnEndpoint):
    """Where whoever asks is signed in."""

    @describe("list_sessions", Sessions, tag="account")
    def get(self, request: Request) -> Response:
        """List where you are signed in, the last used first."""
        found = sessions.listing(who(request), request.session.session_key)
        shown = [{**one, "since": iso(one["since"]), "seen": iso(one["seen"])} for one in found]
        return Response({"results": shown})


class SessionView(OwnEndpoint):
    """One session."""

    @describe("end_session", {204: None}, tag="account")
    def delete(self, request: Request, session_id: int) -> Response:
        """End a session of yours, with its sockets; this one is signing out."""
        if sessions.end_session(who(request), str(session_id), request.session.session_key):
            logout(request._request)
        return Response(status=204)


class EndOthersView(OwnEndpoint):
    """All sessions but the one that asks."""

    @describe("end_other_sessions", EndedSessions, tag="account")
    def post(self, request: Request) -> Response:
        """End all your sessions but this one, with their sockets."""
        ended = sessions.end_others(who(request), request.session.session_key)
        return Response({"ended": ended})
