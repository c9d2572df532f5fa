"""Who is told what of something that happened; writing it down and sending are elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from workflows.engine.events import Json

from ..queries.notices import audience, happenings
from ..queries.notices.audience import Reader
from ..queries.notices.happenings import Happening
from . import kinds
from .words import excerpt, label_of


@dataclass(frozen=True, slots=True)
class Telling:
    """One person is told of one matter; ``facts`` is what of it, beside the task and the run."""

    reader: Reader
    kind: str
    topic: str
    facts: Mapping[str, Json] = field(default_factory=dict)


def tellings(happening: Happening) -> list[Telling]:
    """List who is told what. Nobody is told of what he did himself, and nobody is asked for what
    is closed by now."""
    rule = _RULES.get(happening.kind)
    if rule is None:
        return []
    found = rule(happening)
    return [item for item in found if item.reader.user.get_username() != happening.by]


def ending(happening: Happening) -> dict[str, Json] | None:
    """Say how a task ended, for those who were asked: ``state by for decision label reason at``."""
    if happening.kind not in happenings.ENDS or happening.task is None:
        return None
    state = happening.kind.partition(".")[2]
    over: dict[str, Json] = {"state": state, "at": happening.at.isoformat(), "by": happening.by}
    if state == "decided":
        over |= _decision(happening)
    elif state == "withdrawn":
        over["reason"] = excerpt(happening.task.closed_reason)
    return {key: value for key, value in over.items() if value is not None}


def handed_on(happening: Happening) -> dict[str, Json] | None:
    """Say to whom a task went over, for those who are asked no longer; None when it did not."""
    if happening.kind not in ("task.delegated", "task.escalated"):
        return None
    detail = happening.detail
    to = [*detail.get("users", ()), *detail.get("groups", ())]
    over = {"state": "handed_on", "at": happening.at.isoformat(), "by": happening.by, "to": to}
    return {key: value for key, value in over.items() if value is not None}


def _asks(
    happening: Happening, kind: str, readers: Iterable[Reader], facts: Mapping[str, Json]
) -> list[Telling]:
    if not happening.is_open or happening.task is None:
        return []
    topic = kinds.ask_topic(str(happening.task.pk))
    return [Telling(reader, kind, topic, _with_why(reader, facts)) for reader in readers]


def _with_why(reader: Reader, facts: Mapping[str, Json]) -> dict[str, Json]:
    why = {"group": reader.group, "for": reader.stands_in}
    return {**facts, **{key: value for key, value in why.items() if value is not None}}


def _created(happening: Happening) -> list[Telling]:
    return _asks(happening, kinds.ASKED, _asked(happening), {})


def _reminded(happening: Happening) -> list[Telling]:
    facts = {"reminder": happening.detail.get("kind", "again"), **_by(happening)}
    voted = audience.voters(happening.task) if happening.task is not None else set()
    left = [
        reader
        for reader in _asked(happening)
        if not {reader.user.get_username(), reader.stands_in} & voted
    ]
    return _asks(happening, kinds.REMINDED, left, facts)


def _escalated(happening: Happening) -> list[Telling]:
    level = happening.detail.get("level")
    facts = {"level": level} if level is not None else {}
    return _asks(happening, kinds.ESCALATED, _asked(happening), facts)


def _delegated(happening: Happening) -> list[Telling]:
    to = happening.detail.get("to")
    facts = {**_by(happening), **_text(happening, "comment")}
    # Under a quorum the others were asked before and still are.
    new = [item for item in _asked(happening) if to in (item.user.get_username(), item.stands_in)]
    return _asks(happening, kinds.DELEGATED, new, facts)


def _commented(happening: Happening) -> list[Telling]:
    task, detail = happening.task, happening.detail
    if task is None:
        return []
    told = dict.fromkeys(detail.get("mentions", ()), kinds.MENTIONED)
    asked = {reader.user.get_username() for reader in _asked(happening)}
    if happening.requester is not None and happening.by in asked:
        told.setdefault(happening.requester, kinds.COMMENTED)
    if detail.get("answers"):
        asker = happenings.who_asked_for_information(task)
        if asker is not None:
            told[asker] = kinds.INFORMED
    return _of_words(happening, told)


def _info_requested(happening: Happening) -> list[Telling]:
    task, to = happening.task, happening.detail.get("to")
    told = {name: kinds.MENTIONED for name in happening.detail.get("mentions", ()) if name != to}
    found = _of_words(happening, told)
    if task is None or not happening.is_open or task.info_from is None:
        return found
    if task.info_from.get_username() != to or not task.info_from.is_active:
        return found
    topic = kinds.wanted_topic(str(task.pk))
    facts = {**_by(happening), **_text(happening, "text")}
    return [*found, Telling(Reader(task.info_from), kinds.WANTED, topic, facts)]


def _of_words(happening: Happening, told: Mapping[str, str]) -> list[Telling]:
    """Tell people of what somebody wrote."""
    facts = {**_by(happening), **_text(happening, "text")}
    return [
        Telling(Reader(user), told[name], _place(happening), facts)
        for name, user in audience.active(happening.run, told).items()
    ]


def _ended(happening: Happening) -> list[Telling]:
    """Tell the requester; those asked have a notice already, which tells them as well."""
    over = ending(happening)
    if happening.task is None or over is None:
        return []
    return [
        Telling(Reader(user), kinds.OUTCOME, _place(happening), over)
        for user in audience.active(happening.run, [happening.requester or ""]).values()
    ]


def _failed(happening: Happening) -> list[Telling]:
    """Tell of runs that nobody nested: what becomes of a child's failure its parent decides."""
    run = happening.run
    if run.parent_id is not None:
        return []
    error = happening.detail.get("error") or {}
    facts: dict[str, Json] = {"error": excerpt(error.get("message"), 300)}
    starter = audience.active(happening.run, [happening.requester or ""])
    found = [
        Telling(Reader(user), kinds.FAILED, _place(happening), facts) for user in starter.values()
    ]
    if run.draft:
        return found
    topic = kinds.failures_topic(run.workflow_id)
    others = [user for user in audience.operators(run) if user.get_username() not in starter]
    return [*found, *[Telling(Reader(user), kinds.FAILURES, topic, facts) for user in others]]


def _asked(happening: Happening) -> list[Reader]:
    return audience.asked_now(happening.task) if happening.task is not None else []


def _by(happening: Happening) -> dict[str, Json]:
    return {"by": happening.by} if happening.by is not None else {}


def _text(happening: Happening, key: str) -> dict[str, Json]:
    text = excerpt(happening.detail.get(key))
    return {"text": text} if text else {}


def _place(happening: Happening) -> str:
    return f"{happening.run.pk}.{happening.seq}"


def _decision(happening: Happening) -> dict[str, Json]:
    task = happening.task
    vote = happenings.last_vote(task) if task is not None else None
    if task is None or vote is None:
        return {"decision": happening.detail.get("action")}
    rules = happenings.rules_of(task)
    return {
        "by": vote["by"],
        "for": vote["for"],
        "decision": vote["decision"],
        "label": label_of(str(vote["decision"]), rules),
        "comment": excerpt(vote["comment"]) or None,
    }


_RULES: Mapping[str, Callable[[Happening], list[Telling]]] = {
    "task.created": _created,
    "task.reminded": _reminded,
    "task.escalated": _escalated,
    "task.delegated": _delegated,
    "task.commented": _commented,
    "task.info_requested": _info_requested,
    "task.decided": _ended,
    "task.expired": _ended,
    "task.withdrawn": _ended,
    "run.failed": _failed,
}
