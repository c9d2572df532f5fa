"""Tokens: made once, recognised by their hash alone."""

import pytest
from django.contrib.auth.models import User

from workflows.engine.errors import Invalid
from workflows.services.tokens import authenticate, create_token

People = dict[str, User]


def test_tokens_differ_and_carry_their_scopes(people: People) -> None:
    first = create_token(people["otto"], scopes=["read", "run"])
    second = create_token(people["otto"])
    assert first != second
    assert len(first) == len("wf_pat_") + 43
    found = authenticate(first)
    assert found is not None
    assert (found.user, found.scopes) == (people["otto"], {"read", "run"})


@pytest.mark.parametrize("scopes", [[], ["admin"], ["read", "readx"]])
def test_unknown_scopes_are_refused(people: People, scopes: list[str]) -> None:
    with pytest.raises(Invalid):
        create_token(people["otto"], scopes=scopes)


@pytest.mark.parametrize("text", ["", "wf_pat_", "None", "wf_pat_" + "\x00" * 43, "é" * 50])
def test_nothing_empty_or_odd_ever_matches(people: People, text: str) -> None:
    create_token(people["otto"])
    assert authenticate(text) is None
