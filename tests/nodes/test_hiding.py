"""Texts without secrets: by value in every spelling, and tokens by where they stand."""

from __future__ import annotations

import base64
import logging
import logging.config
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

import pytest
from django.conf import settings

from workflows.adapters.operating.logs import LineFormatter
from workflows.engine.faults import describe
from workflows.nodes.connect import hiding
from workflows.nodes.connect.hiding import MOST, forms_of, hidden, remember

SECRET = "CANARY 7/1+x=="


@pytest.fixture(autouse=True)
def _known() -> Iterator[None]:
    before = dict(hiding._known)
    hiding._known.clear()
    remember(forms_of(SECRET))
    yield
    hiding._known.clear()
    hiding._known.update(before)


@pytest.mark.parametrize(
    "written",
    [
        SECRET, quote(SECRET, safe=""), quote_plus(SECRET),
        base64.b64encode(SECRET.encode()).decode(),
        base64.urlsafe_b64encode(SECRET.encode()).decode().rstrip("="),
        base64.b64encode(quote(SECRET, safe="").encode()).decode(),
    ],
)  # fmt: skip
def test_a_secret_is_hidden_however_it_is_written(written: str) -> None:
    assert hidden(f"before {written} behind {written}") == "before [hidden] behind [hidden]"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"POST /hooks/callback/{'t' * 43}/ 202", "POST /hooks/callback/[hidden]/ 202"),
        (f"https://f.example/hooks/start/{'t' * 43}", "https://f.example/hooks/start/[hidden]"),
        (f"GET /decide/link/{'t' * 43}/", "GET /decide/link/[hidden]/"),
        (f"GET /sign-in/link/{'t' * 43}/", "GET /sign-in/link/[hidden]/"),
        (f"/account/invitation/{'t' * 43}/", "/account/invitation/[hidden]/"),
        (f"/account/password/reset/3f-{'t' * 39}/", "/account/password/reset/[hidden]/"),
        (f"Bearer wf_pat_{'t' * 43}", "Bearer wf_pat_[hidden]"),
        ("/hooks/callback/…/ token wf_pat_abcd", "/hooks/callback/…/ token wf_pat_abcd"),
    ],
)
def test_a_token_is_hidden_and_what_tells_it_apart_stays(text: str, shown: str) -> None:
    assert hidden(text) == shown


def test_a_fault_is_recorded_without_its_secret() -> None:
    try:
        raise RuntimeError(f"{'x' * 1_990} {SECRET} was refused")
    except RuntimeError as error:
        told = describe(error)
    assert SECRET[:6] not in repr(told)
    assert "traceback" in told


def test_a_line_of_the_log_and_its_traceback_hold_none() -> None:
    formatter = settings.LOGGING["formatters"]["line"]
    made = logging.config.DictConfigurator({}).configure_formatter(dict(formatter))
    assert isinstance(made, LineFormatter)
    try:
        raise RuntimeError(SECRET)
    except RuntimeError as error:
        record = logging.makeLogRecord({
            "name": "x", "levelname": "ERROR", "msg": "failed: %s", "args": (SECRET,),
            "exc_info": (RuntimeError, error, error.__traceback__),
        })  # fmt: skip
    line = made.format(record)
    assert "CANARY" not in line
    assert "ERROR x: failed: [hidden]" in line
    assert "RuntimeError: [hidden]" in line


def test_what_is_remembered_is_bounded_and_the_newest_stays() -> None:
    remember([f"secret-{number}" for number in range(3 * MOST)])
    assert len(hiding._known) == MOST
    assert hidden(f"secret-{3 * MOST - 1}") == "[hidden]"
