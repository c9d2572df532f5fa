"""Addresses of the inbox: tasks, what people do with them, and the waits behind the bell."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workflows.engine.errors import FermataError
from workflows.services import commands
from workflows.services.queries import suspensions, task_detail, tasks

from . import shapes
from .docs import PAGING, describe, page_of
from .endpoint import Endpoint, JsonValue, Text, body_of, door, who
from .pagination import Order, paginate
from .problems import engine_problem

DECIDING = {"GET": "read", "POST": "decide"}
FILTERS = {
    "box": "mine (default), team or all",
    "state": "open (default), done or all",
    "workflow": "A slug",
    "overdue": "true: only those past their due date",
    "q": "Words in the title",
    "order": "created (newest first, default), oldest, or due",
}
_ORDERS = {
    "created": Order("created_at"),
    "-created": Order("created_at"),
    "newest": Order("created_at"),
    "oldest": Order("created_at", False),
    "due": Order("due_order", False),
    "-due": Order("due_order"),
}


class Decide(serializers.Serializer[Any]):
    # A question or a form is answered by its data alone.
    decision = Text(required=False, allow_null=True, max_length=100)
    data = JsonValue(required=False)  # type: ignore[assignment]
    comment = Text(required=False, allow_null=True, allow_blank=True, max_length=5000)
    idempotency_key = Text(required=False, allow_null=True, allow_blank=True, max_length=200)


class DecideMany(serializers.Serializer[Any]):
    ids = serializers.ListField(child=Text(max_length=100), min_length=1, max_length=100)
    decision = Text(max_length=100)
    comment = Text(required=False, allow_null=True, allow_blank=True, max_length=5000)


class CommentBody(serializers.Serializer[Any]):
    text = Text(max_length=5000)


class DelegateBody(serializers.Serializer[Any]):
    to = Text(max_length=150)


class TasksView(Endpoint):
    """The inbox."""

    @describe("list_tasks", page_of(shapes.TaskSummary), query={**FILTERS, **PAGING}, tag="tasks")
    def get(self, request: Request) -> Response:
        """List tasks."""
        person, asked = who(request), request.query_params.dict()
        order = tasks.choice(asked, "order", tuple(_ORDERS), "created")
        rows = tasks.rows(person, asked)
        page = paginate(request, rows, _ORDERS[order], lambda found: tasks.present(person, found))
        return Response(page)


class TaskView(Endpoint):
    """One task."""

    @describe("get_task", shapes.Task, tag="tasks")
    def get(self, request: Request, task_id: str) -> Response:
        """Give the question with its form, the run around it, comments and history."""
        return Response(task_detail.detail(who(request), str(task_id)))


class DecideView(Endpoint):
    """A decision."""

    scopes = DECIDING

    @describe("decide_task", shapes.Task, body=Decide, tag="tasks")
    def post(self, request: Request, task_id: str) -> Response:
        """Decide; takes effect at once. Whoever comes second gets 409 with who was first."""
        person, task = who(request), str(task_id)
        decision = commands.DecideRequest(**body_of(request, Decide))
        commands.decide_task(person, task, decision, via=door(request))
        return Response(task_detail.detail(person, task))


class DecideManyView(Endpoint):
    """Many decisions at once."""

    scopes = DECIDING

    @describe("decide_tasks", shapes.TaskResults, body=DecideMany, tag="tasks")
    def post(self, request: Request) -> Response:
        """Decide each task on its own; the answer has a result for each, in order."""
        person, body = who(request), body_of(request, DecideMany)
        ids = list(dict.fromkeys(body["ids"]))
        wanted = commands.DecideRequest(body["decision"], comment=body.get("comment"))
        failed: dict[str, dict[str, Any]] = {}
        for task in ids:
            try:
                commands.decide_task(person, task, wanted, via=door(request))
            except FermataError as error:
                failed[task] = engine_problem(error)
        now = tasks.summaries(person, [task for task in ids if task not in failed])
        return Response(
            {"results": [_result(task, now.get(task), failed.get(task)) for task in ids]}
        )


class ClaimView(Endpoint):
    """Taking a task."""

    scopes = DECIDING

    @describe("claim_task", shapes.Task, tag="tasks")
    def post(self, request: Request, task_id: str) -> Response:
        """Take the task for oneself; again is no error, from somebody else it is 409."""
        return _change(request, task_id, "claim")


class ReleaseView(Endpoint):
    """Giving a task back."""

    scopes = DECIDING

    @describe("release_task", shapes.Task, tag="tasks")
    def post(self, request: Request, task_id: str) -> Response:
        """Give back a task that one has taken."""
        return _change(request, task_id, "release")


class DelegateView(Endpoint):
    """Handing a task on."""

    scopes = DECIDING

    @describe("delegate_task", shapes.Task, body=DelegateBody, tag="tasks")
    def post(self, request: Request, task_id: str) -> Response:
        """Hand the task to somebody else."""
        return _change(request, task_id, "delegate", to=body_of(request, DelegateBody)["to"])


class CommentView(Endpoint):
    """Remarks on a task."""

    scopes = DECIDING

    @describe("comment_task", shapes.Task, body=CommentBody, tag="tasks")
    def post(self, request: Request, task_id: str) -> Response:
        """Write a remark; the task stays as it is."""
        return _change(request, task_id, "comment", text=body_of(request, CommentBody)["text"])


class SuspensionsView(Endpoint):
    """What waits for me."""

    @describe("list_suspensions", page_of(shapes.Suspension), query=PAGING, tag="tasks")
    def get(self, request: Request) -> Response:
        """List the open suspensions that one may end, newest first."""
        person = who(request)
        rows = suspensions.actionable(person)
        page = paginate(
            request, rows, Order("pk"), lambda found: suspensions.present(person, found)
        )
        return Response(page)


def _change(request: Request, task_id: str, verb: str, **more: str) -> Response:
    person, task = who(request), str(task_id)
    commands.change_task(person, task, verb, **more)
    return Response(task_detail.after_change(person, task))


def _result(
    task: str, summary: dict[str, Any] | None, error: dict[str, Any] | None
) -> dict[str, Any]:
    status = error["status"] if error else 200
    return {"id": task, "ok": error is None, "status": status, "task": summary, "error": error}
