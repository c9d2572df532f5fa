"""Django's settings, all derived from `core.env`; no decision about behaviour is made here."""

from __future__ import annotations

from typing import Any

import dj_database_url

from core.accounts import ACCOUNT_APPS, account_settings
from core.csp import page_policy
from core.env import BASE_DIR, Env, load_env
from core.mail import mail_settings
from core.unfold import ADMIN_LOOK

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
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *ACCOUNT_APPS,
    "channels",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
]

MIDDLEWARE = [
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

# --- Database ------------------------------------------------------------------------------------

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # mmap_size=0: the WAL-reset bug of SQLite before 3.51.3 must not meet mapped pages.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA recursive_triggers=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-32768"
    ),
}
# A line that is dead without a word is noticed within half a minute instead of two hours.
POSTGRES_LINE: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
# The pool grows by one connection at a time, and waits twice as long after each that fails: after
# an outage it would refuse people for as long again. Whoever comes next makes it try anew.
POSTGRES_POOL: dict[str, Any] = {
    "min_size": 0,
    "max_size": 16,
    "timeout": 10,
    "reconnect_timeout": 2,
}

_database: dict[str, Any] = dict(dj_database_url.parse(ENV.database_url))
_database["OPTIONS"] = dict(_database.get("OPTIONS", {})) | (
    SQLITE_OPTIONS
    if _database["ENGINE"].endswith("sqlite3")
    else {**POSTGRES_LINE, "pool": POSTGRES_POOL}
)
# The pool looks whether a connection still lives before it gives it away: else each one that the
# server has closed meanwhile would fail a request.
_database["CONN_HEALTH_CHECKS"] = True
DATABASES = {"default": _database}

# --- Redis, or none ------------------------------------------------------------------------------

CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}
if ENV.redis_url:
    INSTALLED_APPS.append("django_rq")
    CHANNEL_LAYERS["default"] = {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [ENV.redis_url], "prefix": "fermata", "capacity": 1000},
    }
    RQ_QUEUES = {
        # The name that `manage.py rqworker` takes when it is told none.
        "default": {
            "URL": ENV.redis_url,
            "DEFAULT_TIMEOUT": 3600,
            # Never pickle: who can write to Redis must not be able to run code here.
            "SERIALIZER": "rq.serializers.JSONSerializer",
        }
    }
    RQ = {"WORKER_CLASS": "workflows.worker.queue_worker.QueueWorker"}

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
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
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

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "workflows": {"level": "INFO"},
        # Its warnings name whoever mistypes a password; the counts are in the database.
        "axes": {"level": "ERROR"},
        # Django adds a handler of its own, and a line for every answer below 500.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}

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
        "DeliveryChannel": "workflows.api.notices.shapes.CHANNELS",
    },
}

# --- The admin -----------------------------------------------------------------------------------

UNFOLD = ADMIN_LOOK

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
    "worker_id": ENV.worker_id,
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
    "faults": ENV.faults,
}
