"""Addresses of what people do with a task short of deciding it, and of their drafts."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services.inbox import acting, drafts
from workflows.services.inbox.acting import Act
from workflows.services.queries.inbox import detail
from workflows.services.queries.inbox.filters import PRIORITIES

from ..docs import describe
from ..endpoint import Endpoint, body_of, who
from . import bodies, shapes


class ActView(Endpoint):
    """Base of the acts: each answers with the task as it is afterwards."""

    scopes = {"POST": "decide"}

    def answer(self, request: Request, task_id: str, act: Act) -> Response:
        """Do it."""
        person, task = who(request), str(task_id)
        acting.act_on_task(person, task, act)
        return Response(detail.after_change(person, task))


class ClaimView(ActView):
    """Taking a task."""

    @describe("claim_task", shapes.Task, tag="tasks")
    def post(self, request: Request, task_id: str) -> Response:
        """Take the task for oneself; again is no error, from somebody else it is 409."""
        return self.answer(request, task_id, Act("claim"))


class ReleaseView(ActView):
    """Giving a task back."""

    @describe("release_task", shapes.Task, tag="tasks")
    def post(self, request: Request, task_id: str) -> Response:
        """Give back a task that one has taken; operators may free what others have."""
        return self.answer(request, task_id, Act("release"))


class DelegateView(ActView):
    """Handing a task on."""

    @describe("delegate_task", shapes.Task, body=bodies.DelegateBody, tag="tasks")
    def post(self, request: Request, task_id: str) -> Response:
        """Hand the task, or under a quorum one's vote, to somebody else."""
        body = body_of(request, bodies.DelegateBody)
        return self.answer(request, task_id, Act("delegate", body["to"], body.get("comment")))


class CommentView(ActView):
    """Remarks on a task."""

    @describe("comment_task", shapes.Task, body=bodies.CommentBody, tag="tasks")
    def post(self, request: Request, task_id: str) -> Response:
        """Write a remark, which may mention people by `@username`; the task stays as it is."""
        return self.answer(request, task_id, _said("comment", body_of(request, bodies.CommentBody)))


class AskView(ActView):
    """Asking for information."""

    @describe("ask_for_information", shapes.Task, body=bodies.AskBody, tag="tasks")
    def post(self, request: Request, task_id: str) -> Response:
        """Ask the requester, or `to`; the task stays open, the answer comes back as a remark."""
        return self.answer(request, task_id, _said("ask", body_of(request, bodies.AskBody)))


class NudgeView(ActView):
    """Reminding those who are asked."""

    @describe("nudge_task", shapes.Task, tag="tasks")
    def post(self, request: Request, task_id: str) -> Response:
        """Remind them, as the requester may; within four hours of the last time it is 409."""
        return self.answer(request, task_id, Act("nudge"))


class PriorityView(ActView):
    """How urgent a task is."""

    @describe("prioritise_task", shapes.Task, body=bodies.PriorityBody, tag="tasks")
    def post(self, request: Request, task_id: str) -> Response:
        """Set it."""
        word = body_of(request, bodies.PriorityBody)["priority"]
        return self.answer(request, task_id, Act("prioritise", priority=PRIORITIES[word]))


class UndoView(ActView):
    """Taking a decision back."""

    @describe("undo_decision", shapes.Task, tag="tasks")
    def post(self, request: Request, task_id: str) -> Response:
        """Take one's decision back while its window is open; afterwards it is 409."""
        return self.answer(request, task_id, Act("undo"))


class DraftView(Endpoint):
    """An answer that is not given yet; nobody else sees it."""

    scopes = {"PUT": "decide", "DELETE": "decide"}

    @describe("save_task_draft", {204: None}, body=bodies.DraftBody, tag="tasks")
    def put(self, request: Request, task_id: str) -> Response:
        """Keep what is filled in so far."""
        body = body_of(request, bodies.DraftBody)
        values = (body.get("data"), body.get("decision"), body.get("comment"))
        drafts.save_draft(who(request), str(task_id), *values)
        return Response(status=204)

    @describe("drop_task_draft", {204: None}, tag="tasks")
    def delete(self, request: Request, task_id: str) -> Response:
        """Forget it."""
        drafts.drop_draft(who(request), str(task_id))
        return Response(status=204)


def _said(verb: str, body: dict[str, Any]) -> Act:
    files = tuple(body.get("attachments", ()))
    return Act(verb, body.get("to"), body.get("text"), files=files)
