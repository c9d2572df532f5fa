"""Who may decide a task: the one function that every door asks; what an answer must be like is in
``decide/answers.py``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import AlreadyClosed, FermataError, Forbidden, Refused


@dataclass(frozen=True, slots=True)
class Person:
    """What of a person counts for a task, read at the moment of the decision.

    ``stands_in`` are those who are away and have named him for this workflow, each with his groups;
    who stands in for them in turn is not asked. ``operates``: he may resume the run itself.
    ``trusted``: whoever calls has seen to it that he is asked.
    """

    name: str | None
    groups: Collection[str] = ()
    stands_in: Mapping[str, Collection[str]] = field(default_factory=dict)
    operates: bool = False
    superuser: bool = False
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What of a task counts for a person.

    ``voices`` are those whose vote is given, by themselves or by somebody for them. ``delegates``
    maps whom the task was handed to, to whose vote that is. ``closing``: it is decided and may
    still be taken back: ``by at via action``.
    """

    users: Collection[str] = ()
    groups: Collection[str] = ()
    requester: str | None = None
    four_eyes: bool = False
    claimed_by: str | None = None
    voices: Collection[str | None] = ()
    delegates: Mapping[str, str] = field(default_factory=dict)
    closing: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """As whom somebody decides: for himself, for another, or as a superuser over those asked."""

    acting_for: str | None = None
    override: bool = False


def asked(question: Question, person: Person) -> Standing:
    """Say as whom the person is asked; ``Forbidden`` when he is not, whatever the task's state.

    Under four eyes the requester is refused first of all: nothing he is or was given helps.
    """
    if question.four_eyes and person.name is not None and person.name == question.requester:
        raise Forbidden("Whoever asked may not decide.", code="four_eyes")
    found = _asked(question, person)
    if found is not None:
        return found
    if person.superuser:
        return Standing(override=True)
    raise Forbidden("You are not among those who are asked.", code="not_asked")


def standing(question: Question, person: Person) -> Standing:
    """Say as whom the person may decide now; ``Forbidden``, or ``Refused`` with who was first."""
    found = asked(question, person)
    if question.closing is not None:
        raise AlreadyClosed("This was already decided.", detail=dict(question.closing))
    holder = question.claimed_by
    if holder not in (None, person.name, found.acting_for) and not person.superuser:
        raise claimed(holder)
    if person.name in question.voices or (
        found.acting_for is not None and found.acting_for in question.voices
    ):
        raise Refused("You have already decided this.", code="already_decided")
    return found


def may_decide(question: Question, person: Person) -> bool:
    """Say whether :func:`standing` would let the person decide."""
    try:
        standing(question, person)
    except FermataError:
        return False
    return True


def claimed(holder: str | None) -> Refused:
    """Make the refusal because of somebody who has taken the task."""
    sentence = f"{holder} has taken this task."
    return Refused(sentence, code="claimed", detail={"claimed_by": holder})


def _asked(question: Question, person: Person) -> Standing | None:
    if person.trusted:
        return Standing()
    if person.name is not None and person.name in question.delegates:
        return Standing(question.delegates[person.name])
    if not question.users and not question.groups:
        return Standing() if person.operates else None
    if _named(question, person.name, person.groups):
        return Standing()
    for other in sorted(person.stands_in):
        if question.four_eyes and other == question.requester:
            continue
        if other in question.delegates or _named(question, other, person.stands_in[other]):
            return Standing(question.delegates.get(other, other))
    return None


def _named(question: Question, name: str | None, groups: Collection[str]) -> bool:
    return name in question.users or not set(groups).isdisjoint(question.groups)
