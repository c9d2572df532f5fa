"""Which part of the app answers which address; the pages take what nobody else takes."""

from django.contrib import admin
from django.urls import include, path

from workflows.web.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("api/", include("workflows.api.urls")),
    path("admin/", admin.site.urls),
    path("", include("workflows.web.urls")),
]
