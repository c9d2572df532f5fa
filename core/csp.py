"""What browsers are told not to do: the content security policy, one for our pages and a wider one
for the admin's Alpine scripts, and which powers of theirs pages never use."""

from __future__ import annotations

from csp.constants import NONCE, NONE, SELF, STRICT_DYNAMIC, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Directives = dict[str, list[object]]


def page_policy(vite_url: str | None) -> Directives:
    """Return the policy of our own pages; with a Vite server, its origin and its socket as well."""
    extra: list[object] = [vite_url, vite_url.replace("http", "ws", 1)] if vite_url else []
    return {
        "default-src": [NONE],
        # Browsers that know the last word go by nonces alone; "self" is for those that do not.
        "script-src": [SELF, NONCE, STRICT_DYNAMIC, *extra],
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


UNUSED = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
    "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(f"{name}=()" for name in UNUSED)


class PolicyMiddleware(CSPMiddleware):
    """Send the page policy everywhere and the wider one under the admin's address only."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Add both headers."""
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return super().process_response(request, response)

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return what the header is built from."""
        parts = super().get_policy_parts(request, response, report_only)
        parts.update = {**(parts.update or {}), "connect-src": _sockets(request)}
        match = request.resolver_match
        if match is not None and "admin" in match.app_names:
            parts.replace = {**(parts.replace or {}), **ADMIN_CHANGES}
        return parts


def _sockets(request: HttpRequest) -> list[object]:
    """Name our own sockets: not every browser counts them to "self"."""
    try:
        return [f"{'wss' if request.is_secure() else 'ws'}://{request.get_host()}"]
    except DisallowedHost:
        return []
