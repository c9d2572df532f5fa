"""What a mail about one matter says, in the language and zone in force; how it is laid out and sent
is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.conf import load_conf
from workflows.engine.events import Json

from ..queries.notices import happenings, runs
from ..queries.notices.names import names_of
from ..queries.suspensions import program_of
from . import kinds, words
from .facts import Fact, day_and_time, facts_of

PLAIN = ("text", "number", "date", "link")
MOST_FACTS = 8


@dataclass(frozen=True, slots=True)
class Link:
    """A button: its words and its address."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail about one matter, as words. ``mark`` is how a task ended, ``tone`` its colour;
    ``thread`` what all mails of the matter have in common."""

    subject: str
    title: str
    lead: str
    thread: str
    place: str = ""
    mark: str = ""
    tone: str = "gray"
    quote: str = ""
    instructions: str = ""
    due: str = ""
    facts: Sequence[Fact] = ()
    button: Link | None = None
    link: Link | None = None
    why: str = ""

    @property
    def quoted(self) -> str:
        """Give what was written as plain mail quotes it."""
        return "\n".join(f"> {line}" for line in self.quote.splitlines())


@dataclass(frozen=True, slots=True)
class Matter:
    """What a letter is written of: the kind of notice, its facts, the rows as they are now."""

    kind: str
    facts: Mapping[str, Json]
    user: User
    task: Any = None
    run: Any = None
    names: Mapping[str, str] = field(default_factory=dict)
    token: str | None = None
    """Of a link that decides without signing in; None: there is none."""

    def name(self, key: str) -> str:
        """Name the person that a fact names; somebody, where nobody is named."""
        username = self.facts.get(key)
        return self.names.get(str(username), str(username)) if username else _("Somebody")

    @property
    def requester(self) -> str | None:
        """Name who started the run."""
        starter = self.run.started_by
        return self.names.get(starter.get_username()) if starter else None


def matter_of(delivery: Any, token: str | None = None) -> Matter | None:
    """Read what a mail is about; None when the run is gone."""
    run = runs.find(delivery.run_id)
    if run is None:
        return None
    task = happenings.of_task(delivery.task_id) if delivery.task_id is not None else None
    facts: Mapping[str, Json] = delivery.body.get("facts", {})
    starter = run.started_by.get_username() if run.started_by else None
    names = names_of([starter, *[facts.get(key) for key in ("by", "for")]])
    return Matter(delivery.kind, facts, delivery.user, task, run, names, token)


def letter_of(matter: Matter) -> Letter:
    """Write it."""
    return _WRITERS[matter.kind](matter)


def _asks(matter: Matter, subject: str, lead: str, *, quote: str = "") -> Letter:
    """Ask somebody to act on a task."""
    task, base = matter.task, address()
    by_link = f"{base}/decide/link/{matter.token}/" if matter.token else None
    return Letter(
        subject=subject,
        title=task.title,
        lead=lead,
        thread=thread_of(matter),
        place=place_of(matter),
        quote=quote,
        instructions=task.instructions,
        due=_when(task.due_at) if task.due_at else "",
        facts=_shown(task.subject),
        button=Link(_verb(task.suspension.kind), by_link or f"{base}/decide/{task.pk}/"),
        link=Link(_("Open in the inbox"), f"{base}/inbox/{task.pk}"),
        why=_why(matter),
    )


def _asked(matter: Matter) -> Letter:
    return _asks(matter, matter.task.title, _who_asks(matter))


def _who_asks(matter: Matter) -> str:
    name = matter.requester
    if matter.task.suspension.kind == "approval":
        if name is None:
            return _("You are asked to decide.")
        return _("%(name)s asks you to decide.") % {"name": name}
    if name is None:
        return _("You are asked to answer.")
    return _("%(name)s asks you to answer.") % {"name": name}


def _reminded(matter: Matter) -> Letter:
    reminder, title = matter.facts.get("reminder"), matter.task.title
    if reminder == "soon":
        lead = _("This is due soon and still waits for you.")
        return _asks(matter, _("Due soon: %(title)s") % {"title": title}, lead)
    if reminder == "nudge":
        lead = _("%(name)s asks you to have a look at it.") % {"name": matter.name("by")}
        return _asks(matter, _("Reminder: %(title)s") % {"title": title}, lead)
    lead = _("This is overdue and still waits for you.")
    return _asks(matter, _("Overdue: %(title)s") % {"title": title}, lead)


def _escalated(matter: Matter) -> Letter:
    lead = _("Nobody has decided in time, so you are asked now.")
    return _asks(matter, _("Escalated to you: %(title)s") % {"title": matter.task.title}, lead)


def _delegated(matter: Matter) -> Letter:
    lead = _("%(name)s has handed this to you.") % {"name": matter.name("by")}
    subject = _("Handed to you: %(title)s") % {"title": matter.task.title}
    return _asks(matter, subject, lead, quote=str(matter.facts.get("text", "")))


def _of_words(matter: Matter, subject: str, lead: str, why: str) -> Letter:
    """Tell of what somebody wrote."""
    return Letter(
        subject=subject % {"title": matter.task.title, "name": matter.name("by")},
        title=matter.task.title,
        lead=lead % {"name": matter.name("by")},
        thread=thread_of(matter),
        place=place_of(matter),
        quote=str(matter.facts.get("text", "")),
        button=Link(_("Open task"), f"{address()}/inbox/{matter.task.pk}"),
        why=why,
    )


def _wanted(matter: Matter) -> Letter:
    lead = _("%(name)s needs to know something from you before this can be decided.")
    why = _("You get this because somebody asked you for information.")
    return _of_words(matter, _("Question about: %(title)s"), lead, why)


def _mentioned(matter: Matter) -> Letter:
    why = _("You get this because you were mentioned.")
    return _of_words(
        matter, _("%(name)s mentioned you: %(title)s"), _("%(name)s mentioned you."), why
    )


def _commented(matter: Matter) -> Letter:
    lead, why = _("%(name)s commented on your request."), _("You get this because you asked.")
    return _of_words(matter, _("Comment on: %(title)s"), lead, why)


def _informed(matter: Matter) -> Letter:
    lead = _("%(name)s answered what you wanted to know.")
    why = _("You get this because you asked for information.")
    return _of_words(matter, _("Answer about: %(title)s"), lead, why)


def _outcome(matter: Matter) -> Letter:
    state, title = matter.facts.get("state"), {"title": matter.task.title}
    if state == "expired":
        lead = _("Nobody decided in time.")
        return _ended(matter, _("Not decided in time: %(title)s") % title, lead, "orange")
    if state == "withdrawn":
        lead = str(matter.facts.get("reason") or _("Nobody needs to decide this any more."))
        return _ended(matter, _("Withdrawn: %(title)s") % title, lead, "gray")
    decision = str(matter.facts.get("decision") or "")
    done = words.outcome(decision, matter.facts.get("label"))
    told = {"outcome": done, "name": matter.name("by")}
    if matter.facts.get("for"):
        told["other"] = matter.name("for")
        lead = _("%(outcome)s by %(name)s for %(other)s.") % told
    elif matter.facts.get("by"):
        lead = _("%(outcome)s by %(name)s.") % told
    else:
        lead = f"{done}."
    tone = "grape" if words.is_rejecting(decision) else "teal"
    return _ended(matter, f"{done}: {matter.task.title}", lead, tone)


def _ended(matter: Matter, subject: str, lead: str, tone: str) -> Letter:
    marks = {"expired": _("Time is over"), "withdrawn": _("Withdrawn")}
    decision, label = matter.facts.get("decision"), matter.facts.get("label")
    mark = marks.get(str(matter.facts.get("state"))) or words.outcome(decision, label)
    return Letter(
        subject=subject,
        title=matter.task.title,
        lead=lead,
        thread=thread_of(matter),
        place=place_of(matter),
        mark=mark,
        tone=tone,
        quote=str(matter.facts.get("comment") or ""),
        button=Link(_("Look at it"), f"{address()}/decide/{matter.task.pk}/"),
        why=_("You get this because you asked."),
    )


def _failed(matter: Matter) -> Letter:
    name = {"workflow": matter.run.workflow.name}
    return Letter(
        subject=_("Failed: %(workflow)s") % name,
        title=matter.run.workflow.name,
        lead=_("A run that you started has failed. What was done before is kept."),
        thread=thread_of(matter),
        mark=_("Failed"),
        tone="red",
        quote=str(matter.facts.get("error") or ""),
        button=Link(_("Open run"), f"{address()}/runs/{matter.run.uuid}"),
        why=_("You get this because you started it."),
    )


def address() -> str:
    """Give the address that people see, without a slash at the end."""
    return load_conf().base_url.rstrip("/")


def place_of(matter: Matter) -> str:
    """Name the workflow and the step."""
    run, task = matter.run, matter.task
    program = program_of(run.workflow.key, run.version.number)
    known = task is not None and program is not None and program.knows(task.node_id)
    step = program.title(task.node_id) if program is not None and known else ""
    name = str(run.workflow.name)
    return f"{name} › {step}" if step and step != name else name


def thread_of(matter: Matter) -> str:
    """Name what all mails of one task, or of one run, have in common."""
    return f"task.{matter.task.pk}" if matter.task is not None else f"run.{matter.run.uuid}"


def _shown(subject: Json) -> list[Fact]:
    """Choose the facts that a mail has room for; the page shows them all."""
    return [fact for fact in facts_of(subject) if fact.kind in PLAIN][:MOST_FACTS]


def _when(moment: datetime) -> str:
    return f"{day_and_time(moment)} ({timezone.get_current_timezone_name()})"


def _verb(kind: str) -> str:
    if kind == "approval":
        return _("Look and decide")
    return _("Look and answer")


def _why(matter: Matter) -> str:
    group, other = matter.facts.get("group"), matter.facts.get("for")
    if other:
        name = matter.name("for")
        return _("You get this because %(name)s is away and you stand in.") % {"name": name}
    if group:
        return _("You get this because you are one of %(group)s.") % {"group": group}
    return _("You get this because you are asked.")


_WRITERS: Mapping[str, Callable[[Matter], Letter]] = {
    kinds.ASKED: _asked,
    kinds.REMINDED: _reminded,
    kinds.ESCALATED: _escalated,
    kinds.DELEGATED: _delegated,
    kinds.WANTED: _wanted,
    kinds.MENTIONED: _mentioned,
    kinds.COMMENTED: _commented,
    kinds.INFORMED: _informed,
    kinds.OUTCOME: _outcome,
    kinds.FAILED: _failed,
}
