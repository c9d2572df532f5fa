"""Addresses of the pages."""

from django.urls import URLPattern, URLResolver, include, path, re_path, register_converter

from workflows.web.errors import UnknownAddress, nothing
from workflows.web.hooks import receive_callback, start_workflow
from workflows.web.shell import shell

register_converter(UnknownAddress, "unknown")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("workflows.web.accounts.urls")),
    # With and without the slash: a redirect would turn a POST into a GET, or show the address.
    re_path(r"^hooks/callback/(?P<token>[^/]+)/?$", receive_callback, name="hook_callback"),
    re_path(r"^hooks/start/(?P<token>[^/]+)/?$", start_workflow, name="hook_start"),
    path("decide/", include("workflows.web.decide.urls")),
    path("", shell, name="shell"),
    re_path(
        r"^(?P<path>(?:workflows|runs|inbox|dashboard|settings)(?:/.*)?)$",
        shell,
        name="application",
    ),
    path("<unknown:path>", nothing, name="nothing"),
]
