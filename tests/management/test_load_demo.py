"""`manage.py load_demo`: how much is loaded, and what is said of it."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from tests.management.conftest import call
from workflows.management.demo import load_with_bar
from workflows.models import Run
from workflows.services.demo import SMALL

pytestmark = pytest.mark.django_db


def test_a_small_demo_is_loaded_once() -> None:
    said = call("load_demo", "--small")
    assert said.code == 0
    assert "customer-refund" in said.text
    assert said.text.endswith(f"{SMALL} runs of the last month.\n")
    assert Run.objects.count() == SMALL
    assert call("load_demo", "--runs", "500") == ("New workflows: none.\n", 0)
    assert Run.objects.count() == SMALL


def test_it_may_have_no_runs() -> None:
    said = call("load_demo", "--runs", "0")
    assert said.code == 0
    assert "runs" not in said.text
    assert not Run.objects.exists()


def test_less_than_nothing_is_refused() -> None:
    said = call("load_demo", "--runs", "-1")
    assert (said.code, "--runs is 0 or more" in said.text) == (2, True)


def test_a_terminal_shows_how_far_it_is() -> None:
    shown = StringIO()
    load_with_bar(Console(file=shown, force_terminal=True, width=100), 9)
    assert "Playing a month of work" in shown.getvalue()
    assert "Keeping it" in shown.getvalue()
    assert "9/9" in shown.getvalue()


def test_a_pipe_shows_no_bar() -> None:
    shown = StringIO()
    load_with_bar(Console(file=shown, force_terminal=False), 9)
    assert shown.getvalue() == ""
