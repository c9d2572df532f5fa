"""A task's page drawn, in each of its states."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from workflows.services.notices import words
from workflows.services.notices.facts import day_and_time, facts_of
from workflows.services.notices.sheets import Sheet
from workflows.services.queries.times import instant

from .forms import Form

SOON = 0.75
PRIORITIES = {1: "high", 2: "urgent"}


def draw(
    request: HttpRequest,
    sheet: Sheet,
    form: Form | None,
    *,
    by_mail: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Draw the page; without signing in only the question, its facts and the form are shown."""
    task = sheet.task
    context = {
        "task": task,
        "sheet": sheet,
        "state": sheet.state,
        "facts": facts_of(task["subject"]),
        "form": form,
        "by_mail": by_mail,
        "who": sheet.name(sheet.who.get_username()),
        "requester": sheet.name(task["initiator"]),
        "due": _due(task),
        "outcome": _outcome(sheet),
        "votes": [] if by_mail else _votes(sheet),
        "comments": [] if by_mail else _comments(sheet),
        "files": [] if by_mail else task["files"],
        "claimed_by": sheet.name(task["claimed_by"]),
        "undo_until": _second(task["undo_until"]),
        "zone": timezone.get_current_timezone_name(),
        "inbox": f"/inbox/{task['id']}",
    }
    response = render(request, "decide/page.html", context, status=status)
    return guarded(response)


def refuse(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    """Draw a page that tells nothing of the task."""
    return guarded(render(request, f"decide/{template}.html", context, status=status))


def guarded(response: HttpResponse) -> HttpResponse:
    """Keep a page out of caches, indexes and other sites."""
    response["Cache-Control"] = "no-store"
    # Not "no-referrer": browsers then send "Origin: null", which the CSRF check must refuse.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    # Django would log the path of what is refused, and it may hold a token.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _due(task: Any) -> dict[str, Any] | None:
    if task["due_at"] is None:
        return None
    due, now = instant(task["due_at"], "due_at"), timezone.now()
    created = instant(task["created_at"], "created_at")
    level = "red" if due <= now else "amber" if now - created >= (due - created) * SOON else "gray"
    told = _("Was due %(when)s") if due <= now else _("Due %(when)s")
    return {"words": told % {"when": day_and_time(due)}, "tone": level}


def _outcome(sheet: Sheet) -> dict[str, Any] | None:
    """Tell how it ended: what, by whom, when, with which words."""
    task = sheet.task
    if sheet.state in ("open", "claimed", "voted"):
        return None
    if sheet.state in ("expired", "withdrawn"):
        return _without_decision(sheet)
    label = words.label_of(str(task["decision"]), sheet.rules)
    done = words.outcome(task["decision"], label)
    told = {
        "outcome": done,
        "name": sheet.name(task["decided_by"]) or _("Somebody"),
        "other": sheet.name(task["acting_for"]),
    }
    if sheet.mine:
        title = _("%(outcome)s by you") % told
    elif task["acting_for"]:
        title = _("%(outcome)s by %(name)s for %(other)s") % told
    else:
        title = _("%(outcome)s by %(name)s") % told
    rejecting = words.is_rejecting(str(task["decision"]))
    return {
        "title": title,
        "tone": "grape" if rejecting else "teal",
        "icon": "no" if rejecting else "yes",
        "when": _moment(task["decided_at"]),
        "comment": task["comment"],
    }


def _without_decision(sheet: Sheet) -> dict[str, Any]:
    task = sheet.task
    if sheet.state == "expired":
        title, tone, icon = _("Nobody decided in time"), "orange", "clock"
    else:
        title, tone, icon = _("This was withdrawn"), "gray", "off"
    return {
        "title": title,
        "tone": tone,
        "icon": icon,
        "when": _moment(task["closed_at"]),
        "comment": "",
        "reason": task["closed_reason"] or "",
    }


def _votes(sheet: Sheet) -> list[dict[str, Any]]:
    """List the votes under a quorum, without those that were taken back."""
    if sheet.task["quorum"] < 2:
        return []
    found: dict[str, dict[str, Any]] = {}
    for item in sheet.task["history"]:
        if item["type"] == "TaskUndone":
            found.pop(item["by"], None)
        elif item["type"] == "TaskDecided":
            decision = str(item["detail"].get("decision"))
            done = words.outcome(decision, words.label_of(decision, sheet.rules))
            comment = item["detail"].get("comment")
            vote = {"name": sheet.name(item["by"]), "outcome": done, "comment": comment}
            found[item["by"]] = vote
    return list(found.values())


def _comments(sheet: Sheet) -> list[dict[str, Any]]:
    return [
        {"name": sheet.name(item["by"]), "text": item["text"], "when": _moment(item["at"])}
        for item in sheet.task["comments"]
    ]


def _moment(text: str | None) -> str:
    return day_and_time(instant(text, "at")) if text is not None else ""


def _second(text: str | None) -> str:
    """Write the time of day, as short windows need it."""
    if text is None:
        return ""
    return formats.date_format(timezone.localtime(instant(text, "at")), "H:i:s")
