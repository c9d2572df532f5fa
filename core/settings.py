"""Django's settings, all derived from `core.env`; no decision about behaviour is made here."""

from __future__ import annotations

from typing import Any

from core.accounts import account_apps, account_settings
from core.csp import page_policy
from core.env import BASE_DIR, Env, load_env
from core.logs import log_settings
from core.mail import mail_settings
from core.stores import REDIS_APPS, channel_layers, database_settings, queue_settings
from core.unfold import admin_look

ENV: Env = load_env()

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
ALLOWED_HOSTS = list(ENV.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(ENV.csrf_trusted_origins)
ROOT_URLCONF = "core.urls"
ASGI_APPLICATION = "core.asgi.application"
WSGI_APPLICATION = "core.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "workflows.apps.WorkflowsConfig",
    "workflows.management.upkeep",
    "unfold",
    "core.admin.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *account_apps(ENV),
    "channels",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
]

MIDDLEWARE = [
    "workflows.web.tracing.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "core.csp.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "workflows.web.language.LanguageMiddleware",
    "workflows.web.session_limits.SessionLimitsMiddleware",
    "workflows.web.workspace.WorkspaceMiddleware",
    # Last and synchronous on purpose: those above then share their one thread hop under ASGI.
    "workflows.web.origin.OriginMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {
                "vite": "workflows.web.templatetags.vite",
                "account_rules": "workflows.web.templatetags.account_rules",
            },
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    }
]

# --- Database, Redis or none ---------------------------------------------------------------------

DATABASES = database_settings(ENV)
CHANNEL_LAYERS = channel_layers(ENV)
if ENV.redis_url:
    INSTALLED_APPS += REDIS_APPS
globals().update(queue_settings(ENV))

# --- People and sessions -------------------------------------------------------------------------

globals().update(account_settings(ENV))

# --- What browsers are told ----------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {"DIRECTIVES": page_policy(ENV.vite_url)}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if ENV.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENV.https
SECURE_SSL_REDIRECT = ENV.https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
if ENV.trust_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    # Never below an address: files are given out by a view, as downloads.
    "attachments": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": ENV.home / "files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = ENV.home / "static"

# --- Language, time, mail, log -------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

globals().update(mail_settings(ENV.email_url))

LOGGING = log_settings(ENV.log_format)

# --- The API -------------------------------------------------------------------------------------

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "workflows.api.authentication.TokenAuthentication",
        "workflows.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "workflows.api.problems.exception_handler",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Fermata",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "RunStatus": "workflows.api.shapes.RUN_STATUSES",
        "NodeStatus": "workflows.api.shapes.NODE_STATUSES",
        "SuspensionKind": "workflows.api.shapes.SUSPENSION_KINDS",
        "TaskState": "workflows.api.shapes.TASK_STATES",
        "RunKind": "workflows.api.shapes.RUN_KINDS",
        "TriggerKind": "workflows.api.triggers.TRIGGER_KINDS",
        "InvitationState": "workflows.api.accounts.invitations.INVITATION_STATES",
        "NoticeKind": "workflows.api.notices.shapes.NOTICE_KINDS",
        "NoticeOverState": "workflows.api.notices.shapes.OVER_STATES",
        "WebhookPreset": "workflows.api.notices.shapes.PRESETS",
        "DeliveryState": "workflows.api.notices.shapes.DELIVERY_STATES",
        "AccessRole": "workflows.api.workspaces.shapes.ROLES",
        "AccessKind": "workflows.api.workspaces.shapes.KINDS",
        "DeliveryChannel": "workflows.api.notices.shapes.CHANNELS",
    },
}

# --- The admin -----------------------------------------------------------------------------------

UNFOLD = admin_look(bool(ENV.redis_url))

# --- The app -------------------------------------------------------------------------------------

FERMATA: dict[str, Any] = {
    "home": ENV.home,
    "base_url": ENV.base_url or f"http://{ENV.host}:{ENV.port}",
    "host": ENV.host,
    "port": ENV.port,
    "trust_proxy": ENV.trust_proxy,
    "redis_url": ENV.redis_url,
    "modules": ENV.modules,
    "http_allow": ENV.http_allow,
    "credential_keys": ENV.credential_keys,
    "credential_file_keys": ENV.credential_file_keys,
    "callback_keys": ENV.callback_keys,
    "audit_keys": ENV.audit_keys,
    "worker_id": ENV.worker_id,
    "worker_memory_mb": ENV.worker_memory_mb,
    "lease_seconds": ENV.lease_seconds,
    "sweep_seconds": ENV.sweep_seconds,
    "demo": ENV.demo,
    "demo_runs": ENV.demo_runs,
    "admin_user": ENV.admin_user,
    "admin_password": ENV.admin_password,
    "vite_url": ENV.vite_url,
    "require_mfa": ENV.require_mfa,
    "oidc_url": ENV.oidc_url,
    "oidc_client_id": ENV.oidc_client_id,
    "oidc_name": ENV.oidc_name,
    "oidc_groups_claim": ENV.oidc_groups_claim,
    "oidc_create": ENV.oidc_create,
    "metrics_token": ENV.metrics_token,
    "traces_url": ENV.traces_url,
    "faults": ENV.faults,
}
