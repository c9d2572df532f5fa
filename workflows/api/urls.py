"""Addresses below /api/."""

from django.urls import URLPattern, URLResolver, path, re_path

from . import catalogue, docs, signals, triggers, trying, workflows
from .accounts.urls import urlpatterns as accounts
from .audit import holds
from .audit import views as audit
from .dashboard import views as dashboard
from .endpoint import Nothing
from .inbox.urls import urlpatterns as inbox
from .notices.urls import urlpatterns as notices
from .people.urls import urlpatterns as people
from .runs import history, many, recovery
from .runs import views as runs
from .workspaces.urls import urlpatterns as workspaces

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", docs.SchemaView.as_view(), name="api-schema"),
    path("docs/", docs.docs, name="api-docs"),
    *people,
    *accounts,
    *workspaces,
    path("node-types/", catalogue.NodeTypesView.as_view(), name="api-node-types"),
    path("templates/", catalogue.TemplatesView.as_view(), name="api-templates"),
    path("audit/", audit.AuditView.as_view(), name="api-audit"),
    path("dashboard/", dashboard.DashboardView.as_view(), name="api-dashboard"),
    path("dashboard/mend/", dashboard.MendView.as_view(), name="api-mend"),
    path("messages/", dashboard.MessagesView.as_view(), name="api-messages"),
    path("workflows/", workflows.WorkflowsView.as_view(), name="api-workflows"),
    path("workflows/validate/", workflows.ValidateView.as_view(), name="api-validate"),
    path("workflows/<slug:slug>/", workflows.WorkflowView.as_view(), name="api-workflow"),
    path("workflows/<slug:slug>/runs/", runs.WorkflowRunsView.as_view(), name="api-workflow-runs"),
    path("workflows/<slug:slug>/versions/", workflows.VersionsView.as_view(), name="api-versions"),
    path(
        "workflows/<slug:slug>/versions/<int:number>/",
        workflows.VersionView.as_view(),
        name="api-version",
    ),
    path("workflows/<slug:slug>/hold/", holds.WorkflowHoldView.as_view(), name="api-hold"),
    path("workflows/<slug:slug>/trials/", trying.TrialRunsView.as_view(), name="api-trials"),
    path("workflows/<slug:slug>/preview/", trying.PreviewView.as_view(), name="api-preview"),
    path("workflows/<slug:slug>/unpublish/", trying.UnpublishView.as_view(), name="api-unpublish"),
    path("workflows/<slug:slug>/test-sets/", trying.TestSetsView.as_view(), name="api-test-sets"),
    path(
        "workflows/<slug:slug>/test-sets/<str:set_name>/",
        trying.TestSetView.as_view(),
        name="api-test-set",
    ),
    path("workflows/<slug:slug>/triggers/", triggers.TriggersView.as_view(), name="api-triggers"),
    path(
        "workflows/<slug:slug>/triggers/<uuid:trigger_id>/",
        triggers.TriggerView.as_view(),
        name="api-trigger",
    ),
    path(
        "workflows/<slug:slug>/triggers/<uuid:trigger_id>/rotate/",
        triggers.RotateView.as_view(),
        name="api-trigger-rotate",
    ),
    path("runs/", runs.RunsView.as_view(), name="api-runs"),
    path("runs/ids/", many.RunIdsView.as_view(), name="api-run-ids"),
    path("runs/many/", many.ActOnRunsView.as_view(), name="api-runs-many"),
    path("runs/<uuid:run_id>/", runs.RunView.as_view(), name="api-run"),
    path("runs/<uuid:run_id>/events/", history.EventsView.as_view(), name="api-run-events"),
    path("runs/<uuid:run_id>/bundle/", history.BundleView.as_view(), name="api-run-bundle"),
    path("runs/<uuid:run_id>/hold/", holds.RunHoldView.as_view(), name="api-run-hold"),
    path("runs/<uuid:run_id>/explain/", history.ExplainView.as_view(), name="api-run-explain"),
    path("runs/<uuid:run_id>/resume/", runs.ResumeView.as_view(), name="api-run-resume"),
    path("runs/<uuid:run_id>/stop/", runs.StopView.as_view(), name="api-run-stop"),
    path("runs/<uuid:run_id>/retry/", recovery.RetryView.as_view(), name="api-run-retry"),
    path("runs/<uuid:run_id>/fork/", recovery.ForkView.as_view(), name="api-run-fork"),
    path(
        "runs/<uuid:run_id>/suspensions/<str:suspension>/pass-time/",
        trying.PassTimeView.as_view(),
        name="api-pass-time",
    ),
    path("runs/<uuid:run_id>/migrate/", recovery.MigrateView.as_view(), name="api-run-migrate"),
    path(
        "runs/<uuid:run_id>/suspensions/<str:suspension>/state/",
        recovery.SavedStateView.as_view(),
        name="api-run-saved-state",
    ),
    path("runs/<uuid:run_id>/compare/", recovery.CompareView.as_view(), name="api-run-compare"),
    path(
        "runs/<uuid:run_id>/checkpoints/",
        history.CheckpointsView.as_view(),
        name="api-run-checkpoints",
    ),
    path("signals/", signals.SignalsView.as_view(), name="api-signals"),
    *inbox,
    *notices,
    # Only with a slash at the end, so that an address without one is still led to the right place.
    re_path(r"^(?:.*/)?$", Nothing.as_view(), name="api-nothing"),
]
