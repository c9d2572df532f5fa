"""Addresses of tasks: lists and one in full, and decisions, one or many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services.inbox import acting, deciding
from workflows.services.inbox.deciding import Result
from workflows.services.queries import suspensions
from workflows.services.queries.inbox import boxes, detail, tasks, upcoming

from .. import shapes as common
from ..docs import PAGING, describe, page_of
from ..endpoint import Endpoint, body_of, door, who
from ..pagination import Order, paginate
from ..problems import engine_problem
from . import bodies, shapes

DECIDING = {"GET": "read", "POST": "decide"}
FILTERS = {
    "box": "mine (default), unassigned, team or all",
    "state": "open (default), done, recent (open, or withdrawn within a day) or all",
    "workflow": "A slug",
    "test": "true: only what trial runs of drafts ask; false: all but that",
    "overdue": "true: only those past their due date",
    "q": "Words in the title, the workflow's name or the requester's",
    "priority": "low, normal, high, urgent; several separated by commas",
    "initiator": "Who asked, a username",
    "assignee": "Who is asked by name, a username",
    "group": "A group that is asked",
    "claimed": "me, others or none",
    "kind": "The kind of the wait, as approval",
    "decision": "A decision",
    "decided_by": "Who decided, or whose vote it was, a username",
    "closed": "decided, expired, withdrawn or superseded",
    "late": "true: decided after the due date",
    "nobody": "true: asks only people who are not there",
    "due_before": "ISO 8601, with a zone; due_after, created_before, created_after,"
    " decided_before and decided_after alike",
    "order": "created (newest first, default), oldest, due or priority",
    "count": "1: tell how many there are in all",
}
_ORDERS = {
    "created": Order("created_at"),
    "-created": Order("created_at"),
    "newest": Order("created_at"),
    "oldest": Order("created_at", False),
    "due": Order("due_order", False),
    "-due": Order("due_order"),
    "priority": Order("priority"),
    "decided": Order("decided_order"),
}


class TasksView(Endpoint):
    """The inbox."""

    @describe("list_tasks", page_of(shapes.TaskSummary), query={**FILTERS, **PAGING}, tag="tasks")
    def get(self, request: Request) -> Response:
        """List tasks."""
        person, asked = who(request), request.query_params.dict()
        order = tasks.choice(asked, "order", tuple(_ORDERS), "created")
        rows = tasks.rows(person, asked)
        page = paginate(request, rows, _ORDERS[order], lambda found: tasks.present(person, found))
        if asked.get("count") == "1":
            page["count"] = rows.count()
        return Response(page)


class CountsView(Endpoint):
    """The figures on the tabs."""

    @describe("count_tasks", shapes.TaskCounts, tag="tasks")
    def get(self, request: Request) -> Response:
        """Count the open tasks of each box, by the same conditions as the lists."""
        person = who(request)
        return Response({**boxes.counts(person), "upcoming": len(upcoming.upcoming(person))})


class UpcomingView(Endpoint):
    """What will ask me next."""

    @describe("list_upcoming_tasks", shapes.UpcomingList, tag="tasks")
    def get(self, request: Request) -> Response:
        """List the steps that will ask one, of runs that wait for something before them."""
        return Response({"results": upcoming.upcoming(who(request))})


class TaskView(Endpoint):
    """One task."""

    @describe("get_task", shapes.Task, tag="tasks")
    def get(self, request: Request, task_id: str) -> Response:
        """Give the question with its form, the run around it, comments and history."""
        return Response(detail.detail(who(request), str(task_id)))


class DecideView(Endpoint):
    """A decision."""

    scopes = DECIDING

    @describe("decide_task", shapes.Task, body=bodies.Decide, tag="tasks")
    def post(self, request: Request, task_id: str) -> Response:
        """Decide. Whoever comes second gets 409 with who was first.

        It takes effect at once, unless `undo_seconds` asks for a window to take it back in.
        """
        person, task = who(request), str(task_id)
        decision = deciding.DecideRequest(**body_of(request, bodies.Decide))
        deciding.decide_task(person, task, decision, door(request))
        return Response(detail.after_change(person, task))


class DecideManyView(Endpoint):
    """Many decisions at once."""

    scopes = DECIDING

    @describe("decide_tasks", shapes.TaskResults, body=bodies.DecideMany, tag="tasks")
    def post(self, request: Request) -> Response:
        """Decide each task on its own; the answer has a result for each, in order."""
        person, body = who(request), body_of(request, bodies.DecideMany)
        wanted = deciding.DecideRequest(
            body["decision"],
            comment=body.get("comment"),
            undo_seconds=body.get("undo_seconds", 0),
        )
        return _results(request, deciding.decide_many(person, body["ids"], wanted))


class UndoManyView(Endpoint):
    """Taking many decisions back."""

    scopes = DECIDING

    @describe("undo_decisions", shapes.TaskResults, body=bodies.UndoMany, tag="tasks")
    def post(self, request: Request) -> Response:
        """Take each back that still may be; the answer has a result for each, in order."""
        person, body = who(request), body_of(request, bodies.UndoMany)
        return _results(request, acting.undo_many(person, body["ids"]))


class SuspensionsView(Endpoint):
    """What waits for me."""

    @describe("list_suspensions", page_of(common.Suspension), query=PAGING, tag="tasks")
    def get(self, request: Request) -> Response:
        """List the open suspensions that one may end, newest first."""
        person = who(request)
        rows = suspensions.actionable(person)
        page = paginate(
            request, rows, Order("pk"), lambda found: suspensions.present(person, found)
        )
        return Response(page)


def _results(request: Request, results: Sequence[Result]) -> Response:
    done = [item.task for item in results if item.error is None]
    now = tasks.summaries(who(request), done) if done else {}
    return Response({"results": [_result(item, now.get(item.task)) for item in results]})


def _result(item: Result, summary: dict[str, Any] | None) -> dict[str, Any]:
    error = engine_problem(item.error) if item.error is not None else None
    status = error["status"] if error else 200
    return {
        "id": item.task,
        "ok": error is None,
        "status": status,
        "task": summary,
        "error": error,
    }
