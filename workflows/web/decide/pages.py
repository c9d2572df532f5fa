"""The page of a task for whoever has signed in: GET shows it and changes nothing, POST decides."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import cast

from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.generic import View

from workflows.engine.errors import FermataError, Forbidden, NotFound
from workflows.services.inbox.acting import Act, act_on_task
from workflows.services.inbox.deciding import DecideRequest, Door, decide_task
from workflows.services.notices.sheets import Sheet, look
from workflows.web import errors

from .answering import answer, show, stands
from .drawing import refuse
from .speech import speaking_to

DOOR = Door("e-mail")


@method_decorator([never_cache, csrf_protect], name="dispatch")
class DecideView(LoginRequiredMixin, View):
    """Look at a task and decide it, without JavaScript."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, task_id: str) -> HttpResponse:
        """Show the task as it stands."""
        return _at(request, str(task_id), decides=False)

    def post(self, request: HttpRequest, task_id: str) -> HttpResponse:
        """Decide, or take one's decision back; then show how it stands."""
        return _at(request, str(task_id), decides=True)


def _at(request: HttpRequest, task_id: str, *, decides: bool) -> HttpResponse:
    who = cast(User, request.user)
    try:
        sheet = look(who, task_id)
    except NotFound as error:
        return errors.page_not_found(request, error)
    except Forbidden as error:
        with speaking_to(request):
            return refuse(request, "refused", 403, code=error.code)
    with speaking_to(request, sheet.profile):
        return _post(request, sheet) if decides else show(request, sheet)


def _post(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    who, task_id = sheet.who, str(sheet.task["id"])
    if request.POST.get("decision") == "undo":
        # Too late, or not his: the page says how it stands.
        with suppress(FermataError):
            act_on_task(who, task_id, Act("undo"))
        return stands(request)
    return answer(request, sheet, partial(_decide, who, task_id))


def _decide(who: User, task_id: str, wanted: DecideRequest) -> None:
    decide_task(who, task_id, wanted, DOOR)
