"""The doors for programs outside: answers to callbacks, and starts by webhook.

Whoever has the address may use it: there is no session and no other proof. Addresses hold secrets,
so nothing here writes one into a log, an answer or an error.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables

from workflows.adapters.operating.place import request_id
from workflows.engine.errors import FermataError, Invalid, NotFound, Refused, TooLarge
from workflows.services import callbacks
from workflows.services.triggers import starting
from workflows.web.hook_bodies import parsed, raw_of, read_any
from workflows.web.problem import problem
from workflows.web.throttle import guesses_too_much

log = logging.getLogger(__name__)

View = Callable[[HttpRequest, str], HttpResponse]
MAX_KEY = 200
# What proves who calls is nobody's input.
_NOT_HANDED_ON = frozenset({"authorization", "cookie", "proxy-authorization"})
_STATUS: tuple[tuple[type[FermataError], int], ...] = (
    (NotFound, 404),
    (callbacks.Gone, 410),
    (callbacks.BadSignature, 401),
    (Refused, 409),
    (TooLarge, 413),
    (Invalid, 400),
)


def hook(view: View) -> View:
    """Make a door of a view: POST alone, every failure as problem+json, nothing cached or logged
    with its address."""

    @functools.wraps(view)
    @sensitive_variables("token")
    def door(request: HttpRequest, token: str) -> HttpResponse:
        response = _answer(view, request, token)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        # Django would log the path of what is refused, and the path is the secret.
        response._has_been_logged = True  # type: ignore[attr-defined]
        return response

    return csrf_exempt(door)


@hook
def receive_callback(request: HttpRequest, token: str) -> HttpResponse:
    """Take the answer that a run waits for: 202 the first time, 200 when it comes again."""
    signature = request.headers.get("Fermata-Signature")
    taken = callbacks.receive(token, callbacks.Sent(raw_of(request), signature, parsed))
    return JsonResponse({"status": "accepted"}, status=202 if taken == "accepted" else 200)


@hook
def start_workflow(request: HttpRequest, token: str) -> HttpResponse:
    """Start a run of the workflow that the address belongs to."""
    key = request.headers.get("Idempotency-Key") or None
    if key is not None and len(key) > MAX_KEY:
        raise Invalid(f"An idempotency key has at most {MAX_KEY} characters.")
    call = starting.Call(
        data=read_any(request),
        headers={
            name.lower(): value
            for name, value in request.headers.items()
            if name.lower() not in _NOT_HANDED_ON
        },
        query=request.GET.dict(),
        idempotency_key=key,
    )
    return JsonResponse({"run": starting.start_by_webhook(token, call)}, status=202)


@sensitive_variables("token")
def _answer(view: View, request: HttpRequest, token: str) -> HttpResponse:
    if request.method != "POST":
        refused = problem(405, "method_not_allowed", "Send a POST to this address.")
        refused["Allow"] = "POST"
        return refused
    try:
        return view(request, token)
    except FermataError as error:
        return _refused(request, error)
    except RequestDataTooBig:
        return problem(413, "too_large", "The request is too large.")
    except (BadRequest, SuspiciousOperation, UnicodeError, UnreadablePostError):
        return problem(400, "bad_request", "The request cannot be read.")
    except (OperationalError, InterfaceError) as error:
        log.warning("A hook found no database: %s", error)
        sentence = "The database is busy or cannot be reached: send it again in a few seconds."
        busy = problem(503, "unavailable", sentence)
        busy["Retry-After"] = "2"
        return busy
    except Exception:
        number = request_id()
        log.exception("A hook failed, id=%s", number)
        sentence = f"Something broke on our side; send it again. Quote {number} when you ask."
        return problem(500, "error", sentence)


def _refused(request: HttpRequest, error: FermataError) -> HttpResponse:
    guessed = isinstance(error, NotFound | callbacks.BadSignature)
    if guessed and guesses_too_much(request.META.get("REMOTE_ADDR", ""), unless_counted=False):
        answer = problem(429, "throttled", "There were too many wrong addresses: wait a minute.")
        answer["Retry-After"] = "60"
        return answer
    status = next((code for cls, code in _STATUS if isinstance(error, cls)), 409)
    faults = error.errors if isinstance(error, Invalid) else ()
    return problem(status, error.code, error.message, faults)
