"""What webhooks are sent: our own JSON, or one that Slack understands; both without what people
filled in, which whoever may see it fetches by the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from workflows.engine.events import Json

from ...queries.notices import happenings
from ...queries.notices.happenings import Happening
from ...queries.notices.names import names_of
from ...queries.standing.asked import assignees
from ...queries.times import iso
from .. import words
from ..letters import address

_STATUS = {
    "run.started": "running",
    "run.suspended": "suspended",
    "run.completed": "completed",
    "run.failed": "failed",
    "run.cancelled": "cancelled",
}
_TOLD = {
    "task.reminded": ("kind",),
    "task.escalated": ("level",),
    "task.delegated": ("to", "comment"),
    "task.commented": ("text", "mentions", "answers"),
    "task.info_requested": ("to", "text"),
    "run.failed": ("error",),
    "run.suspended": ("reason",),
    "run.cancelled": ("reason",),
}
_MOST_SLACK = 2_900


def payload(happening: Happening) -> dict[str, Json]:
    """Describe what happened, in the shape that docs/webhooks.md promises."""
    return {
        "event": happening.kind,
        "id": f"{happening.run.uuid}.{happening.seq}",
        "at": iso(happening.at),
        "by": happening.by,
        "run": _run(happening),
        "task": _task(happening),
        "detail": _detail(happening),
    }


def slack(happening: Happening) -> dict[str, Json]:
    """Describe what happened as a message of Slack: one text and the same in blocks."""
    with translation.override(settings.LANGUAGE_CODE):
        line, place = _line(happening), _place(happening)
        task = happening.task
        at = f"inbox/{task.pk}" if task is not None else f"runs/{happening.run.uuid}"
        button = _("Open task") if task is not None else _("Open run")
    return {
        "text": _escaped(f"{line} ({place})"),
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": f"*{_escaped(line)}*"}},
            {"type": "context", "elements": [{"type": "mrkdwn", "text": _escaped(place)}]},
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "text": {"type": "plain_text", "text": button},
                        "url": f"{address()}/{at}",
                    }
                ],
            },
        ],
    }


def trial(name: str, at: str) -> dict[str, Json]:
    """Give what is sent to try a webhook out."""
    detail = {"webhook": name}
    empty = {"by": None, "run": None, "task": None}
    return {"event": "test", "id": "test", "at": at, **empty, "detail": detail}


def slack_trial(name: str) -> dict[str, Json]:
    """Give what is sent to try a webhook of Slack out."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _escaped(_("%(name)s works: this is a test.") % {"name": name})
    return {
        "text": text,
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}],
    }


def _run(happening: Happening) -> dict[str, Json]:
    run = happening.run
    return {
        "id": str(run.uuid),
        "workflow": run.workflow.slug,
        "workflow_name": run.workflow.name,
        "version": run.version.number,
        "status": _STATUS.get(happening.kind, run.status),
        "started_by": happening.requester,
        "tags": list(run.tags or ()),
        "parent": str(run.parent.uuid) if run.parent else None,
        "url": f"{address()}/runs/{run.uuid}",
    }


def _task(happening: Happening) -> dict[str, Json] | None:
    task = happening.task
    if task is None:
        return None
    people = assignees([task.pk])[task.pk]
    return {
        "id": str(task.pk),
        "title": task.title,
        "kind": task.suspension.kind,
        "node_id": task.node_id,
        "state": task.state,
        "priority": task.priority,
        "created_at": iso(task.created_at),
        "due_at": iso(task.due_at),
        "users": people.users,
        "groups": people.groups,
        "url": f"{address()}/inbox/{task.pk}",
    }


def _detail(happening: Happening) -> dict[str, Json]:
    if happening.kind == "task.decided" and happening.task is not None:
        vote = happenings.last_vote(happening.task) or {}
        return {key: vote.get(key) for key in ("decision", "for", "comment", "via")}
    if happening.kind == "task.withdrawn" and happening.task is not None:
        return {"reason": happening.task.closed_reason}
    names = _TOLD.get(happening.kind, ())
    found = {name: happening.detail.get(name) for name in names if name in happening.detail}
    error = found.get("error")
    if isinstance(error, Mapping):
        # Without what was on the stack: it may hold anything.
        found["error"] = {key: error.get(key) for key in ("type", "message", "node_id")}
    return found


def _place(happening: Happening) -> str:
    run = happening.run
    names = names_of([happening.requester])
    if happening.requester is None:
        return str(run.workflow.name)
    told = {"workflow": run.workflow.name, "name": names[happening.requester]}
    return _("%(workflow)s, asked by %(name)s") % told


def _line(happening: Happening) -> str:
    """Say what happened in one line."""
    told = _named(happening)
    lines: Mapping[str, str] = {
        "task.created": _("New task: %(title)s"),
        "task.escalated": _("Escalated: %(title)s"),
        "task.delegated": _("Handed to %(to)s: %(title)s"),
        "task.commented": _("%(by)s on %(title)s: %(text)s"),
        "task.info_requested": _("%(by)s asks %(to)s about %(title)s: %(text)s"),
        "task.decided": _("%(outcome)s by %(by)s: %(title)s"),
        "task.expired": _("Not decided in time: %(title)s"),
        "task.withdrawn": _("Withdrawn: %(title)s"),
        "run.failed": _("Failed: %(workflow)s"),
        "run.started": _("Started: %(workflow)s"),
        "run.suspended": _("Waiting: %(workflow)s"),
        "run.completed": _("Completed: %(workflow)s"),
        "run.cancelled": _("Stopped: %(workflow)s"),
    }
    if happening.kind == "task.reminded":
        return _reminder(happening) % told
    return words.excerpt(lines[happening.kind] % told, _MOST_SLACK)


def _reminder(happening: Happening) -> str:
    known = {"soon": _("Due soon: %(title)s"), "nudge": _("Reminder: %(title)s")}
    return known.get(str(happening.detail.get("kind")), _("Overdue: %(title)s"))


def _named(happening: Happening) -> dict[str, Any]:
    detail, task = happening.detail, happening.task
    to = detail.get("to")
    names = names_of([happening.by, to if isinstance(to, str) else None])
    found = {
        "title": task.title if task is not None else "",
        "workflow": happening.run.workflow.name,
        "by": names.get(happening.by or "", _("Somebody")),
        "to": names.get(to, "") if isinstance(to, str) else "",
        "text": words.excerpt(detail.get("text")),
    }
    if happening.kind == "task.decided" and task is not None:
        vote = happenings.last_vote(task) or {}
        decision = str(vote.get("decision") or "")
        label = words.label_of(decision, happenings.rules_of(task))
        found["outcome"] = words.outcome(decision, label)
    return found


def _escaped(text: str) -> str:
    """Keep Slack from reading names and titles as marks of its own."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
