"""Invitations, and taking a second factor from somebody who lost it; the libraries' own tables of
accounts are not shown."""

from __future__ import annotations

from typing import Any

import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401 - registered there, unregistered here
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminTextInputWidget

from workflows.engine.errors import FermataError
from workflows.models import Invitation
from workflows.services.people import invitations

# They hold secrets, or things that the settings alone decide, as whom to let in by which issuer.
for model in (
    Authenticator, EmailAddress, EmailConfirmation, SocialAccount, SocialApp, SocialToken,
    UserSession,
):  # fmt: skip
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class InviteForm(forms.ModelForm):  # type: ignore[type-arg]
    """Whom to invite into which groups; sending is part of it, so that a failure is told here."""

    email = forms.EmailField(label="Address", widget=UnfoldAdminEmailInputWidget)
    name = forms.CharField(
        label="Name", required=False, max_length=150, widget=UnfoldAdminTextInputWidget
    )
    groups = forms.ModelMultipleChoiceField(
        Group.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        """What is asked."""

        model = Invitation
        fields = ("email", "name", "groups")


@admin.register(Invitation)
class InvitationAdmin(ModelAdmin):
    """Invitations; superusers invite, and take back what nobody has used."""

    form = InviteForm
    list_display = ("email", "name", "state", "invited_by", "created_at", "expires_at")
    list_select_related = ("invited_by",)
    list_fullwidth = True
    search_fields = ("email", "name")
    ordering = ("-created_at",)
    actions = ("take_back",)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        """Allow whoever may invite."""
        return invitations.may_invite(_who(request))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Allow whoever may invite."""
        return invitations.may_invite(_who(request))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: what was sent is sent."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: who was invited by whom stays known."""
        return False

    def has_take_back_permission(self, request: HttpRequest) -> bool:
        """Allow whoever may invite."""
        return invitations.may_invite(_who(request))

    @display(
        description="State",
        label={"open": "info", "used": "success", "expired": "warning", "revoked": "danger"},
    )
    def state(self, row: Invitation) -> str:
        """Show what has become of it."""
        return str(invitations.present(row)["state"])

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form, and after sending it what came of it."""
        try:
            answer: HttpResponse = super().add_view(request, form_url, extra_context)
        except FermataError as error:
            messages.error(request, error.message)
            answer = self.response_post_save_add(request, Invitation())
        return answer

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Invite."""
        told = form.cleaned_data
        names = [group.name for group in told["groups"]]
        made = invitations.invite(_who(request), told["email"], names, told["name"])
        obj.pk, obj._state.adding = made.pk, False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Leave the groups: they were set when it was sent."""

    @admin.action(description="Take back", permissions=["take_back"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Have the chosen invitations count no more."""
        for row in queryset:
            try:
                invitations.revoke(_who(request), str(row.pk))
                self.log_change(request, row, "Took the invitation back.")
            except FermataError as error:
                messages.warning(request, f"{row.email}: {error.message}")


def _who(request: HttpRequest) -> Any:
    return request.user
