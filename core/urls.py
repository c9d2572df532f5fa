"""Which part of the app answers which address; the pages take what nobody else takes."""

from django.contrib import admin
from django.urls import include, path

from workflows.web.accounts.sign_in import admin_sign_in
from workflows.web.health import healthz, readyz
from workflows.web.metrics import metrics

admin.autodiscover()
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("api/", include("workflows.api.urls")),
    # Before the admin's own, which would ask for no second factor.
    path("admin/login/", admin_sign_in, name="admin_sign_in"),
    path("admin/", admin.site.urls),
    path("", include("workflows.web.urls")),
]

handler400 = "workflows.web.errors.bad_request"
handler403 = "workflows.web.errors.permission_denied"
handler404 = "workflows.web.errors.page_not_found"
handler429 = "workflows.web.errors.too_many"
handler500 = "workflows.web.errors.server_error"
