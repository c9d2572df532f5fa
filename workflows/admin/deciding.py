"""Deciding a task in the admin: a superuser's override, with a reason, by the same rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from workflows.engine.errors import FermataError
from workflows.engine.workspaces import DEFAULT
from workflows.models import Task
from workflows.services.inbox.deciding import DecideRequest, decide_task
from workflows.services.queries.inbox.detail import detail
from workflows.services.workspaces.entering import enter

WARNING = (
    "You decide for those who are asked. The decision is recorded as an override, with your reason."
)
TEMPLATE = "admin/workflows/decide.html"


class DecisionForm(forms.Form):
    """The decision, what the requester is told, and why it is not made by those asked."""

    decision = forms.ChoiceField(widget=UnfoldAdminSelectWidget)
    comment = forms.CharField(
        required=False, max_length=5_000, widget=UnfoldAdminTextareaWidget({"rows": 2})
    )
    reason = forms.CharField(max_length=2_000, widget=UnfoldAdminTextareaWidget({"rows": 2}))

    def __init__(self, actions: list[str], *args: Any, **more: Any) -> None:
        """Offer the task's own actions."""
        super().__init__(*args, **more)
        choice: Any = self.fields["decision"]
        choice.choices = [(name, name) for name in actions]


def may_override(request: HttpRequest) -> bool:
    """Say whether whoever asks may decide for those asked: superusers may."""
    user: Any = request.user
    return bool(user.is_active and user.is_superuser)


def decide_view(request: HttpRequest, object_id: str) -> HttpResponse:
    """Show the form, or decide by it; the rules are those of every door."""
    if not may_override(request):
        raise PermissionDenied
    user: Any = request.user
    # The site shows every workspace: to decide, one is in that of the task.
    place = Task.objects.filter(pk=object_id).values_list("run__workspace", flat=True).first()
    enter(user, place or DEFAULT)
    shown = detail(user, object_id)
    actions = [name for name in shown["actions"] if name != "timeout"]
    form = DecisionForm(actions, request.POST or None)
    page = reverse("admin:workflows_task_change", args=[object_id])
    refusal = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        wanted = DecideRequest(
            given["decision"], comment=given["comment"] or None, reason=given["reason"]
        )
        try:
            decide_task(user, object_id, wanted, "admin")
        except FermataError as error:
            refusal = error.message
        else:
            messages.success(request, f"Decided: {given['decision']}.")
            return redirect(page)
    context = {
        **admin.site.each_context(request),
        "title": "Decide for those who are asked",
        "opts": Task._meta,
        "task": shown,
        "form": form,
        "warning": WARNING,
        "refusal": refusal,
        "verb": "Decide",
        "back": page,
    }
    return TemplateResponse(request, TEMPLATE, context, status=409 if refusal else 200)
