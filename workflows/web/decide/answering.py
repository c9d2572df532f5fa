"""A decision that was sent from a task's page: read, made, and what comes back of it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from workflows.engine.errors import FermataError, Invalid
from workflows.services.inbox.deciding import DecideRequest
from workflows.services.notices.sheets import Sheet

from .drawing import draw, guarded
from .forms import Form, Refilled, decision_of, form_of, refused

Decide = Callable[[DecideRequest], None]


def show(request: HttpRequest, sheet: Sheet, *, by_mail: bool = False) -> HttpResponse:
    """Draw the page; with the form while the task waits for its reader."""
    return draw(request, sheet, _form(sheet), by_mail=by_mail)


def answer(
    request: HttpRequest, sheet: Sheet, decide: Decide, *, by_mail: bool = False
) -> HttpResponse:
    """Decide as the form says, and lead to the page anew; what does not fit is told in the form."""
    form = _form(sheet)
    if form is None:
        return stands(request)
    try:
        wanted, form = decision_of(form, sheet, request.POST)
        decide(wanted)
    except Refilled as error:
        return draw(request, sheet, error.form, by_mail=by_mail, status=422)
    except Invalid as error:
        return draw(request, sheet, refused(form, error), by_mail=by_mail, status=422)
    except FermataError:
        # Somebody was first, or he is asked no longer: the page says so itself.
        return stands(request)
    return stands(request)


def stands(request: HttpRequest) -> HttpResponse:
    """Lead to the page anew: a reload of it decides nothing again."""
    return guarded(redirect(request.path))


def _form(sheet: Sheet) -> Form | None:
    return form_of(sheet) if sheet.state == "open" else None
