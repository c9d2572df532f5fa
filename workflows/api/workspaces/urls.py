"""Addresses of workspaces and access below /api/."""

from django.urls import URLPattern, path

from . import access, choosing

WORKFLOW = "workflows/<slug:slug>/"

urlpatterns: list[URLPattern] = [
    path("me/workspace/", choosing.WorkspaceView.as_view(), name="api-workspace"),
    path(f"{WORKFLOW}access/", access.AccessView.as_view(), name="api-access"),
    path(
        f"{WORKFLOW}credentials/",
        access.LentCredentialsView.as_view(),
        name="api-lent-credentials",
    ),
    path(
        f"{WORKFLOW}credentials/<slug:credential>/",
        access.LentCredentialView.as_view(),
        name="api-lent-credential",
    ),
]
