"""How the admin looks: title, colours, what stands in its side bar. What it shows is in the app."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy


def _link(title: str, icon: str, model: str) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": reverse_lazy(f"admin:{model}_changelist")}


GRAY = "#fafafb #f1f1f4 #e4e4e9 #d3d3dc #a4a4b2 #6f6f7d #5e5e6b #3d3d48 #2e2e36 #1c1c21 #141417"
INDIGO = "#edf2ff #dbe4ff #bac8ff #91a7ff #748ffc #5c7cfa #4263eb #3b5bdb #364fc7 #2f44ad #1f2540"
STEPS = (50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 950)


def _scale(colours: str) -> dict[str, str]:
    return {str(step): colour for step, colour in zip(STEPS, colours.split(), strict=True)}


def admin_look(queue: bool) -> dict[str, Any]:
    """Return unfold's settings; ``queue``: there is a queue of Redis to be looked at."""
    if not queue:
        return _LOOK
    groups = [*_LOOK["SIDEBAR"]["navigation"]]
    link = _link("Queue", "list_alt", "django_rq_dashboard")
    link["permission"] = lambda request: request.user.is_superuser
    groups[-1] = {**groups[-1], "items": [*groups[-1]["items"], link]}
    return {**_LOOK, "SIDEBAR": {**_LOOK["SIDEBAR"], "navigation": groups}}


_LOOK: dict[str, Any] = {
    "SITE_TITLE": "Fermata",
    "SITE_HEADER": "Fermata",
    "SITE_SUBHEADER": "Administration",
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("favicon.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("favicon.svg")}
    ],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "BORDER_RADIUS": "8px",
    "DASHBOARD_CALLBACK": "workflows.admin.index.add_figures",
    "COLORS": {"base": _scale(GRAY), "primary": _scale(INDIGO)},
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "navigation": [
            {
                "title": "Runs",
                "items": [
                    _link("Runs", "play_circle", "workflows_run"),
                    _link("Events", "receipt_long", "workflows_event"),
                    _link("Suspensions", "hourglass_top", "workflows_suspension"),
                    _link("Tasks", "how_to_reg", "workflows_task"),
                    _link("Checkpoints", "bookmark", "workflows_checkpoint"),
                    _link("Files", "attach_file", "workflows_attachment"),
                ],
            },
            {
                "title": "Definitions",
                "items": [
                    _link("Workflows", "account_tree", "workflows_workflow"),
                    _link("Versions", "history", "workflows_version"),
                ],
            },
            {
                "title": "People",
                "items": [
                    _link("Users", "person", "auth_user"),
                    _link("Groups", "group", "auth_group"),
                    _link("Workspaces", "domain", "workflows_workspace"),
                    _link("Invitations", "mail", "workflows_invitation"),
                    _link("Profiles", "tune", "workflows_profile"),
                    _link("Substitutions", "swap_horiz", "workflows_substitution"),
                    _link("Calendars", "calendar_month", "workflows_calendar"),
                    _link("API tokens", "key", "workflows_apitoken"),
                    _link("Audit", "policy", "workflows_auditentry"),
                    _link("Legal holds", "gavel", "workflows_legalhold"),
                ],
            },
            {
                "title": "Machinery",
                "items": [
                    _link("Workers", "memory", "workflows_workerbeat"),
                    _link("Announcements", "campaign", "workflows_announcement"),
                    _link("Retention", "auto_delete", "workflows_retentionpolicy"),
                    _link("Request keys", "fingerprint", "workflows_requestkey"),
                ],
            },
        ],
    },
}
