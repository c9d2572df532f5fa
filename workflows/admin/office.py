"""What people set: their profiles, who stands in for whom, business calendars."""

from __future__ import annotations

from typing import Any, ClassVar

import holidays
from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextareaWidget

from workflows.admin.readonly import ReadOnlyAdmin
from workflows.engine.errors import Invalid
from workflows.engine.people.calendars import read_calendar
from workflows.models import Calendar, Profile, Substitution

_HOURS = 'As {"mon": [["09:00", "12:00"], ["13:00", "17:00"]], "tue": …}; a day left out is free.'
_HOLIDAYS = 'Days without work, as ["2026-12-24"]; those of the country come on top.'


class CalendarForm(forms.ModelForm):  # type: ignore[type-arg]
    """A calendar as it is typed, checked as the engine will read it."""

    hours = forms.JSONField(help_text=_HOURS, widget=UnfoldAdminTextareaWidget)
    holidays = forms.JSONField(
        help_text=_HOLIDAYS, required=False, widget=UnfoldAdminTextareaWidget
    )

    class Meta:
        """Everything of it."""

        model = Calendar
        fields = ("slug", "name", "zone", "hours", "holidays", "country", "subdivision")

    def clean_holidays(self) -> Any:
        """Take nothing for no days."""
        return self.cleaned_data["holidays"] or []

    def clean(self) -> dict[str, Any]:
        """Have the engine read it; say which field it does not understand."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return found
        same = Calendar.objects.filter(workspace=self.instance.workspace_id)
        if (
            "slug" in found
            and same.filter(slug=found["slug"]).exclude(pk=self.instance.pk).exists()
        ):
            self.add_error("slug", "There is a calendar of this name.")
        try:
            read_calendar({name: found[name] for name in ("zone", "hours", "holidays")})
        except Invalid as error:
            for fault in error.errors:
                self.add_error((fault.attr or "hours").split(".")[0], fault.detail)
        self._check_place(found["country"], found["subdivision"])
        return found

    def _check_place(self, country: str, subdivision: str) -> None:
        known = holidays.list_supported_countries()
        if country and country not in known:
            self.add_error("country", "Two letters, as DE; the holidays of others are not known.")
        elif subdivision and subdivision not in known.get(country, []):
            self.add_error("subdivision", "A part of the country, as BY.")


@admin.register(Calendar)
class CalendarAdmin(ModelAdmin):
    """Business calendars; deadlines that are running keep the calendar they began with."""

    form = CalendarForm
    search_fields = ("name", "slug")
    list_display = ("name", "slug", "zone", "country", "subdivision")
    list_fullwidth = True
    compressed_fields = True
    actions = None

    def get_readonly_fields(self, request: HttpRequest, obj: Calendar | None = None) -> Any:
        """Keep the slug, which graphs name, once there is one."""
        return ("slug",) if obj is not None else ()


class SubstitutionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A substitution as it is typed; sentences in place of the names of constraints."""

    class Meta:
        """Everything of it but who made it."""

        model = Substitution
        fields = ("user", "substitute", "starts_at", "ends_at", "workflows")

    def clean(self) -> dict[str, Any]:
        """Check what the database would refuse."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("user") is not None and found.get("user") == found.get("substitute"):
            self.add_error("substitute", "Somebody else: nobody stands in for himself.")
        starts, ends = found.get("starts_at"), found.get("ends_at")
        if starts is not None and ends is not None and ends <= starts:
            self.add_error("ends_at", "After the beginning.")
        return found

    def _post_clean(self) -> None:
        # What is told above in a sentence is not told again by the names of constraints.
        if not self.errors:
            super()._post_clean()  # type: ignore[misc]


@admin.register(Substitution)
class SubstitutionAdmin(ModelAdmin):
    """Who stands in for whom, the latest first."""

    form = SubstitutionForm
    search_fields = ("user__username", "substitute__username")
    list_display = ("user", "substitute", "starts_at", "ends_at")
    list_select_related = ("user", "substitute")
    list_fullwidth = True
    compressed_fields = True
    ordering = ("-starts_at",)
    autocomplete_fields = ("user", "substitute")
    filter_horizontal = ("workflows",)
    date_hierarchy = "starts_at"
    actions = None

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Note who made it."""
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Profile)
class ProfileAdmin(ReadOnlyAdmin):
    """What people have set for themselves; only they change it."""

    search_fields = ("user__username",)
    list_display = ("user", "language", "zone", "mail", "digest", "theme", "desktop")
    list_select_related = ("user",)
    list_filter = ("language", "mail", "digest")
    ordering = ("user__username",)
    fields: ClassVar[Any] = (
        "user", ("language", "zone"), ("theme", "shortcuts"), ("mail", "digest", "digest_minute"),
        ("quiet_from", "quiet_until"), "desktop",
    )  # fmt: skip
