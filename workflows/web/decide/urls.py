"""Addresses of the page behind mail links."""

from django.urls import URLPattern, path

from .by_mail import ByMailView, LinkView
from .pages import DecideView

urlpatterns: list[URLPattern] = [
    path("<uuid:task_id>/", DecideView.as_view(), name="decide"),
    path("link/<str:token>/", LinkView.as_view(), name="decide_link"),
    path("by-mail/<uuid:task_id>/", ByMailView.as_view(), name="decide_by_mail"),
]
