"""In which language pages are drawn, and that every word of them has its German."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.support import messages
from workflows.models import Profile

# Made by `make build`, and by every target that runs tests.
assert messages.CATALOGUE.with_suffix(".mo").exists(), "The words are not compiled: `make build`."
GERMAN = {"accept-language": "de-AT,de;q=0.9,en;q=0.5"}
HOLES = re.compile(r"%\(\w+\)s|<[^>]+>")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("de-AT,de;q=0.9,en;q=0.5", "Anmelden"),
        ("de", "Anmelden"),
        ("en-US,en;q=0.9,de;q=0.1", "Sign in"),
        ("fr,ja;q=0.5", "Sign in"),
        ("", "Sign in"),
        ("de;q=nonsense,\x00", "Sign in"),
    ],
)
def test_strangers_get_what_their_browser_asks_for(asked: str, words: str) -> None:
    answer = Client(headers={"accept-language": asked}).get("/sign-in/")
    assert f"<h1>{words}</h1>" in answer.content.decode()
    assert "Accept-Language" in answer["Vary"]
    assert answer["Content-Language"] == ("de" if words == "Anmelden" else "en-gb")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "words"), [("de", "Ihr Konto"), ("en", "Your account"), ("xx", "Ihr Konto")]
)
def test_what_a_person_chose_goes_before_the_browser(chosen: str, words: str) -> None:
    ann = User.objects.create_user("ann")
    Profile.objects.create(user=ann, language=chosen)
    client = Client(headers=GERMAN)
    client.force_login(ann)
    page = client.get("/account/").content.decode()
    assert f"<h1>{words}</h1>" in page
    assert f'<html lang="{"de" if words == "Ihr Konto" else "en"}">' in page


@pytest.mark.django_db
def test_errors_and_rules_are_in_the_same_language() -> None:
    client = Client(headers=GERMAN)
    assert "Hier ist nichts" in client.get("/nothing/").content.decode()
    answer = client.post("/sign-in/", {"username": "x", "password": "y"})
    assert "Name oder Passwort stimmt nicht." in answer.content.decode()
    client.force_login(User.objects.create_user("ann", password="x"))
    assert "mindestens 12 Zeichen" in client.get("/account/password/").content.decode()


@pytest.mark.django_db
def test_programs_are_always_answered_in_one_language() -> None:
    client = Client(headers=GERMAN)
    client.force_login(User.objects.create_user("ann"))
    told = client.post("/api/me/tokens/", "{}", content_type="application/json").json()
    assert "This field is required." in told["detail"]
    assert "Content-Language" not in client.get("/api/me/").headers


def test_every_word_of_pages_and_mails_has_its_german() -> None:
    catalogue, used = messages.read(), messages.used()
    assert len(used) > 100
    assert messages.main() == 0
    for entry in catalogue:
        if not entry.id:
            continue
        assert not entry.fuzzy, entry.id
        told = (entry.string,) if isinstance(entry.string, str) else entry.string
        asked = (entry.id,) if isinstance(entry.id, str) else entry.id
        assert all(told), entry.id
        for text in told:
            assert sorted(HOLES.findall(text)) == sorted(HOLES.findall(asked[-1])), entry.id


def test_the_comparison_finds_what_lacks(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    real = messages.used()
    monkeypatch.setattr(messages, "used", lambda: {**real, "Quite new words": ["x.html"]})
    assert messages.main() == 1
    assert "Quite new words" in capsys.readouterr().out
