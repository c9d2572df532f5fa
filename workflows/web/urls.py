"""Addresses of the pages."""

from django.contrib.auth.views import PasswordChangeDoneView, PasswordChangeView
from django.urls import (
    URLPattern,
    URLResolver,
    path,
    re_path,
    register_converter,
    reverse_lazy,
)

from workflows.web.errors import UnknownAddress, nothing
from workflows.web.hooks import receive_callback, start_workflow
from workflows.web.shell import shell
from workflows.web.sign_in import LinkView, SignInView, SignOutView

register_converter(UnknownAddress, "unknown")

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-in/link/<str:token>/", LinkView.as_view(), name="sign_in_link"),
    path("sign-out/", SignOutView.as_view(), name="sign_out"),
    path(
        "account/password/",
        PasswordChangeView.as_view(
            template_name="web/password_change.html", success_url=reverse_lazy("password_changed")
        ),
        name="password_change",
    ),
    path(
        "account/password/done/",
        PasswordChangeDoneView.as_view(template_name="web/password_changed.html"),
        name="password_changed",
    ),
    # With and without the slash: a redirect would turn a POST into a GET, or show the address.
    re_path(r"^hooks/callback/(?P<token>[^/]+)/?$", receive_callback, name="hook_callback"),
    re_path(r"^hooks/start/(?P<token>[^/]+)/?$", start_workflow, name="hook_start"),
    path("", shell, name="shell"),
    re_path(r"^(?P<path>(?:workflows|runs|inbox|dashboard)(?:/.*)?)$", shell, name="application"),
    path("<unknown:path>", nothing, name="nothing"),
]
