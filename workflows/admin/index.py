"""The first page of the admin: the dashboard's figures in brief, each with the way to its list."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from workflows.services.dashboard.figures import dashboard

WINDOW = "24h"


def add_figures(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add what the page shows to its context; unfold calls it for each request of the page."""
    user: Any = request.user
    found = dashboard(user, WINDOW)
    context["figures"] = [
        _card("Running", found["running"], _running(found)),
        _card("Waiting for people", found["people"], _people(found)),
        _card("Waiting for time or outside", found["outside"], _outside(found)),
        _card("Failed today", found["failed"], _failed(found)),
    ]
    context["broken"] = found["broken"]
    context["workers"] = _workers(found)
    return context


def _card(title: str, figure: dict[str, Any], notes: list[tuple[str, str | None]]) -> Any:
    shown = {"count": f"{figure['count']:,}", "to": figure["to"]}
    return {"title": title, **shown, "notes": [{"text": text, "to": to} for text, to in notes]}


def _running(found: Any) -> list[tuple[str, str | None]]:
    finished = found["running"]["finished"]
    return [(f"{finished['count']:,} ended within a day", finished["to"])]


def _people(found: Any) -> list[tuple[str, str | None]]:
    overdue = found["people"]["overdue"]
    return [(f"{overdue['count']:,} overdue", overdue["to"])]


def _outside(found: Any) -> list[tuple[str, str | None]]:
    soon = found["outside"]["soon"]
    return [(f"{soon['count']:,} due within the hour", soon["to"])]


def _failed(found: Any) -> list[tuple[str, str | None]]:
    failed = found["failed"]
    if failed["share"] is None:
        return [("Nothing has ended today", None)]
    return [(f"{failed['share']:.1%} of {failed['ended']['count']:,}", failed["ended"]["to"])]


def _workers(found: Any) -> dict[str, Any] | None:
    machinery = found["operations"]
    if machinery is None:
        return None
    alive = sum(worker["alive"] for worker in machinery["workers"])
    due = machinery["due"]
    return {
        "text": f"{alive} alive, {due['count']:,} runs due",
        "to": reverse("admin:workflows_workerbeat_changelist"),
    }
