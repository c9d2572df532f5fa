"""Addresses about people below /api/."""

from django.urls import URLPattern, path

from . import calendars, directory, settings

urlpatterns: list[URLPattern] = [
    path("me/", directory.MeView.as_view(), name="api-me"),
    path("me/settings/", settings.SettingsView.as_view(), name="api-settings"),
    path("me/substitutions/", settings.SubstitutionsView.as_view(), name="api-substitutions"),
    path(
        "me/substitutions/<int:substitution_id>/",
        settings.SubstitutionView.as_view(),
        name="api-substitution",
    ),
    path("people/", directory.PeopleView.as_view(), name="api-people"),
    path("calendars/", calendars.CalendarsView.as_view(), name="api-calendars"),
    path("calendars/<slug:slug>/", calendars.CalendarView.as_view(), name="api-calendar"),
]
