"""Users, groups and their API tokens; passwords and tokens themselves are nowhere to be read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from workflows.adapters.people.guesses import forget
from workflows.admin.pieces import link_to_list
from workflows.admin.readonly import ReadOnlyAdmin
from workflows.models import ApiToken
from workflows.services.accounts import create_sign_in_link
from workflows.services.people.second_factor import take_away

MAX_LINKS = 20

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
# Both bases are Django's ModelAdmin; unfold's says so in other types.
class UserAdmin(DjangoUserAdmin, ModelAdmin):  # type: ignore[misc, type-arg]
    """Users; superusers can make one-time sign-in links for them."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "full_name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", "groups")
    list_fullwidth = True
    compressed_fields = True
    actions = ("make_sign_in_links", "reset_second_factor")

    @display(description="Name", ordering="last_name")
    def full_name(self, user: User) -> str:
        """Show the full name."""
        return user.get_full_name()

    @admin.action(description="Make one-time sign-in links", permissions=["sign_in_links"])
    def make_sign_in_links(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Show a link for each chosen user; it is shown once and works once."""
        for user in queryset.filter(is_active=True)[:MAX_LINKS]:
            link = request.build_absolute_uri(create_sign_in_link(user))
            self.log_change(request, user, "Made a one-time sign-in link.")
            text = format_html("{}: <code>{}</code> (once, for 15 minutes)", user, link)
            messages.success(request, text)

    @admin.action(
        description="Remove the second factor and end the sessions", permissions=["sign_in_links"]
    )
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Help whoever lost telephone, keys and codes; failed tries are forgotten, too."""
        for user in queryset[:MAX_LINKS]:
            removed = take_away(user)
            forget(user)
            self.log_change(request, user, "Removed the second factor.")
            messages.success(request, f"{user}: {removed} removed.")

    def has_sign_in_links_permission(self, request: HttpRequest) -> bool:
        """Allow superusers only: a link is as good as the other's password."""
        user: Any = request.user
        return bool(user.is_active and user.is_superuser)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin):  # type: ignore[misc]
    """Groups, with how many people are in each."""

    list_display = ("name", "members", "member_list")
    list_fullwidth = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        """Count the people along."""
        groups: QuerySet[Group] = super().get_queryset(request)
        return groups.annotate(people=Count("user"))

    @display(description="People", ordering="people")
    def members(self, group: Any) -> int:
        """Show how many people are in it."""
        return int(group.people)

    @display(description="Members")
    def member_list(self, group: Group) -> str:
        """Link to them."""
        return link_to_list(User, "Show", groups__id__exact=group.pk)


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """API tokens by their first characters; deleting one revokes it."""

    search_fields = ("name", "prefix", "user__username")
    list_display = ("prefix", "name", "user", "created_at", "last_used_at", "expires_at")
    list_select_related = ("user",)
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    fields = (
        ("prefix", "name", "user"), ("created_at", "last_used_at", "expires_at"), "scope_words",
    )  # fmt: skip
    readonly_fields = ("scope_words",)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Allow it by Django's permission: a token that leaked must go at once."""
        return bool(ModelAdmin.has_delete_permission(self, request, obj))

    @display(description="Scopes")
    def scope_words(self, token: ApiToken) -> str:
        """Show what it may do."""
        return ", ".join(token.scopes) if token.scopes else "whatever its person may do"
