"""The same people and workflows as the tests of the API have, and a way to call commands."""

from __future__ import annotations

from io import StringIO
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.api.conftest import Drain, _fresh_caches, drain, people, published
from workflows.management import trace

__all__ = ["_fresh_caches", "drain", "people", "published"]


class Said(NamedTuple):
    """What a command printed, or its error, and its exit code."""

    text: str
    code: int


def call(command: str, *args: str, **options: Any) -> Said:
    """Run a command to its end."""
    out = StringIO()
    try:
        call_command(command, *args, stdout=out, stderr=out, **options)
    except SystemExit as end:
        return Said(out.getvalue(), int(end.code or 0))
    except CommandError as error:
        return Said(out.getvalue() + str(error), error.returncode)
    return Said(out.getvalue(), 0)


@pytest.fixture
def working(drain: Drain, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do what a worker would do whenever a command rests."""
    monkeypatch.setattr(trace.time, "sleep", lambda seconds: drain())
