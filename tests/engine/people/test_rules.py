"""The rule of decision: who may, as whom, and what he is told when he may not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.engine.errors import AlreadyClosed, FermataError, Forbidden, Refused
from workflows.engine.people import Person, Question, Standing, asked, may_decide, standing

ASKED = Question(users=["maria"], groups=["managers"], requester="alice")
CLOSING = {"by": "ben", "at": "2026-01-05T09:00:00+00:00", "via": "ui", "action": "approved"}


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (Person("maria"), Standing()),
        (Person("ben", groups=["managers"]), Standing()),
        (Person("eve"), None),
        (Person("eve", operates=True), None),
        (Person("eve", groups=["others"]), None),
        (Person("root", superuser=True), Standing(override=True)),
        (Person("maria", superuser=True), Standing()),
        (Person("olga", stands_in={"maria": []}), Standing("maria")),
        (Person("olga", stands_in={"ben": ["managers"]}), Standing("ben")),
        (Person("olga", stands_in={"zoe": ["others"]}), None),
        (Person("ben", ["managers"], stands_in={"maria": []}), Standing()),
        (Person(None), None),
    ],
)
def test_who_is_asked_decides_as_himself_or_for_whom_he_stands_in(
    person: Person, expected: Standing | None
) -> None:
    if expected is None:
        with pytest.raises(Forbidden) as refused:
            standing(ASKED, person)
        assert refused.value.code == "not_asked"
    else:
        assert standing(ASKED, person) == expected


def test_with_nobody_named_whoever_may_resume_the_run_decides() -> None:
    assert may_decide(Question(), Person("otto", operates=True))
    assert not may_decide(Question(), Person("maria", groups=["managers"]))


@pytest.mark.parametrize(
    "person",
    [
        Person("alice"),
        Person("alice", groups=["managers"]),
        Person("alice", superuser=True),
        Person("alice", operates=True),
        Person("alice", stands_in={"maria": ["managers"]}),
        Person("alice", trusted=True),
    ],
)
def test_under_four_eyes_nothing_helps_the_requester(person: Person) -> None:
    question = Question(
        users=["maria", "alice"],
        groups=["managers"],
        requester="alice",
        four_eyes=True,
        delegates={"alice": "maria"},
    )
    with pytest.raises(Forbidden) as refused:
        standing(question, person)
    assert refused.value.code == "four_eyes"


def test_under_four_eyes_nobody_stands_in_for_the_requester() -> None:
    question = Question(users=["alice"], requester="alice", four_eyes=True)
    assert not may_decide(question, Person("ben", stands_in={"alice": []}))
    other = Question(users=["alice", "maria"], requester="alice", four_eyes=True)
    found = standing(other, Person("ben", stands_in={"alice": [], "maria": []}))
    assert found.acting_for == "maria"


def test_a_claimed_task_is_its_claimants_and_of_who_stands_in_for_him() -> None:
    question = Question(users=["maria", "ben"], claimed_by="maria")
    assert may_decide(question, Person("maria"))
    assert may_decide(question, Person("olga", stands_in={"maria": []}))
    assert may_decide(question, Person("root", superuser=True))
    with pytest.raises(Refused) as refused:
        standing(question, Person("ben"))
    assert (refused.value.code, refused.value.detail) == ("claimed", {"claimed_by": "maria"})


@pytest.mark.parametrize(
    "person",
    [Person("maria"), Person("olga", stands_in={"maria": []}), Person("root", [], {}, True, True)],
)
def test_a_decided_task_is_refused_with_who_decided_it(person: Person) -> None:
    question = Question(users=["maria"], closing=CLOSING)
    with pytest.raises(AlreadyClosed) as refused:
        standing(question, person)
    assert refused.value.detail["by"] == "ben"


def test_who_is_not_asked_does_not_learn_that_it_was_decided() -> None:
    with pytest.raises(Forbidden):
        standing(Question(users=["maria"], closing=CLOSING), Person("eve"))


@pytest.mark.parametrize(
    ("voices", "person", "may"),
    [
        (["maria"], Person("maria"), False),
        (["maria"], Person("ben"), True),
        (["olga", "maria"], Person("maria"), False),
        (["maria"], Person("olga", stands_in={"maria": []}), False),
        (["olga", "maria"], Person("olga", stands_in={"ben": []}), False),
        (["ben"], Person("olga", stands_in={"maria": [], "ben": []}), False),
    ],
)
def test_each_person_counts_once_whoever_speaks_for_him(
    voices: list[str], person: Person, may: bool
) -> None:
    assert may_decide(Question(users=["maria", "ben"], voices=voices), person) is may


def test_a_delegate_has_the_vote_that_was_handed_to_him() -> None:
    question = Question(users=["ben", "olga"], delegates={"olga": "maria"})
    assert standing(question, Person("olga")).acting_for == "maria"
    given_already = Question(users=["ben", "olga"], delegates={"olga": "maria"}, voices=["maria"])
    assert not may_decide(given_already, Person("olga"))


NAMES = st.sampled_from(["alice", "maria", "ben", "olga"])
GROUPS = st.sets(st.sampled_from(["managers", "others"]))
QUESTIONS = st.builds(
    Question,
    users=st.sets(NAMES),
    groups=GROUPS,
    requester=st.one_of(st.none(), NAMES),
    four_eyes=st.booleans(),
    claimed_by=st.one_of(st.none(), NAMES),
    voices=st.sets(NAMES),
    delegates=st.dictionaries(NAMES, NAMES, max_size=2),
    closing=st.one_of(st.none(), st.just(CLOSING)),
)
PEOPLE = st.builds(
    Person,
    NAMES,
    GROUPS,
    st.dictionaries(NAMES, GROUPS, max_size=2),
    st.booleans(),
    st.booleans(),
)


def outcome(question: Question, person: Person) -> Any:
    try:
        return standing(question, person)
    except FermataError as error:
        return error.code


@given(QUESTIONS, PEOPLE)
def test_the_laws_of_the_rule(question: Question, person: Person) -> None:
    found = outcome(question, person)
    if question.four_eyes and person.name == question.requester:
        assert found == "four_eyes"
        return
    if isinstance(found, Standing):
        assert question.closing is None
        assert person.name not in question.voices
        assert found.acting_for is None or found.acting_for not in question.voices
        assert found == asked(question, person)
        if found.override:
            assert person.superuser
        if question.claimed_by not in (None, person.name, found.acting_for):
            assert person.superuser
        if question.four_eyes and found.acting_for is not None:
            in_hand = question.delegates.get(person.name or "") == found.acting_for
            assert found.acting_for != question.requester or in_hand
    # More rights never take a right away, and nobody is helped by being away himself.
    if found != "four_eyes" and isinstance(found, Standing) and not found.override:
        stronger = Person(person.name, {*person.groups, "x"}, person.stands_in, True, True)
        assert isinstance(outcome(question, stronger), Standing)
