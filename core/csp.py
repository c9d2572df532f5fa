"""The content security policy: one for our pages, a wider one for the admin's Alpine scripts."""

from __future__ import annotations

from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Directives = dict[str, list[object]]


def page_policy(vite_url: str | None) -> Directives:
    """Return the policy of our own pages; with a Vite server, its origin and its socket as well."""
    extra: list[object] = [vite_url, vite_url.replace("http", "ws", 1)] if vite_url else []
    return {
        "default-src": [NONE],
        "script-src": [SELF, NONCE, *extra],
        "style-src": [SELF, UNSAFE_INLINE] if vite_url else [SELF, NONCE],
        "img-src": [SELF, "data:", *extra],
        "font-src": [SELF, "data:", *extra],
        "connect-src": [SELF, *extra],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "object-src": [NONE],
    }


ADMIN_CHANGES: Directives = {
    "script-src": [SELF, UNSAFE_EVAL, NONCE],
    "style-src": [SELF, UNSAFE_INLINE],
}


class PolicyMiddleware(CSPMiddleware):
    """Send the page policy everywhere and the wider one under the admin's address only."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return what the header is built from."""
        parts = super().get_policy_parts(request, response, report_only)
        match = request.resolver_match
        if match is not None and "admin" in match.app_names:
            parts.replace = {**(parts.replace or {}), **ADMIN_CHANGES}
        return parts
