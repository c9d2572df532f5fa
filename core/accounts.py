"""Settings of signing in: passwords, sessions, second factors, throttling, OpenID Connect."""

from __future__ import annotations

from typing import Any

from core.env import Env

ACCOUNT_APPS = (
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
)
OIDC_APP = "allauth.socialaccount.providers.openid_connect"
OIDC = "oidc"
"""The provider's name in addresses and tables."""

_TOKENS = "django.contrib.auth.tokens"
_CONTRIB = "django.contrib.auth.password_validation"
PASSWORD_RULES: list[dict[str, Any]] = [
    {"NAME": f"{_CONTRIB}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_CONTRIB}.CommonPasswordValidator"},
    {"NAME": f"{_CONTRIB}.UserAttributeSimilarityValidator"},
]


def account_apps(env: Env) -> list[str]:
    """Return the apps about people; that of an issuer, which loads long, where there is one."""
    return [*ACCOUNT_APPS, *([OIDC_APP] if env.oidc_url else [])]


def account_settings(env: Env) -> dict[str, Any]:
    """Return Django's, allauth's and axes' settings about people."""
    return {**_sessions(env), **_passwords(env), **_second_factor(), **_guesses(), **_oidc(env)}


def _sessions(env: Env) -> dict[str, Any]:
    return {
        "LOGIN_URL": "/sign-in/",
        "LOGIN_REDIRECT_URL": "/",
        "LOGOUT_REDIRECT_URL": "/sign-in/",
        "CSRF_FAILURE_VIEW": "workflows.web.errors.csrf_failure",
        # Idle; the absolute limit is in the session-limits middleware.
        "SESSION_COOKIE_AGE": 8 * 3600,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": env.https,
        "SESSION_COOKIE_NAME": "__Host-sessionid" if env.https else "sessionid",
        "CSRF_COOKIE_SECURE": env.https,
        "CSRF_COOKIE_NAME": "__Host-csrftoken" if env.https else "csrftoken",
        "CSRF_COOKIE_SAMESITE": "Lax",
    }


def _passwords(env: Env) -> dict[str, Any]:
    return {
        "AUTHENTICATION_BACKENDS": [
            "axes.backends.AxesStandaloneBackend",
            "workflows.adapters.people.backend.PersonBackend",
        ],
        "AUTH_PASSWORD_VALIDATORS": PASSWORD_RULES,
        "PASSWORD_RESET_TIMEOUT": 3600,
        "ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR": f"{_TOKENS}.PasswordResetTokenGenerator",
        "ACCOUNT_ADAPTER": "workflows.web.accounts.adapter.AccountAdapter",
        "ACCOUNT_LOGIN_METHODS": {"username", "email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email", "username*", "password1*", "password2*"],
        "ACCOUNT_FORMS": {
            "login": "workflows.web.accounts.forms.SignInForm",
            "reset_password": "workflows.web.accounts.forms.ResetForm",
        },
        # Who has an account was invited by mail, or made by an administrator.
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if env.https else "http",
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
        "ACCOUNT_REAUTHENTICATION_METHODS": ("password", "mfa"),
        # Wrong passwords are counted by axes; what is left here are codes of a second factor.
        "ACCOUNT_RATE_LIMITS": {"login": None, "login_failed": "30/m/ip,10/5m/key"},
    }


def _second_factor() -> dict[str, Any]:
    return {
        "MFA_ADAPTER": "workflows.web.accounts.adapter.SecondFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_TOTP_ISSUER": "Fermata",
        # Clocks of telephones are some seconds off.
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,
        "MFA_FORMS": {
            "authenticate": "workflows.web.accounts.forms.SecondFactorForm",
            "reauthenticate": "workflows.web.accounts.forms.ConfirmingFactorForm",
        },
    }


def _guesses() -> dict[str, Any]:
    people = "workflows.adapters.people.guesses"
    return {
        "AXES_HANDLER": f"{people}.GuessHandler",
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"], "username", "ip_address"],
        # The handler compares with limits of its own; 1 says that one of them is reached.
        "AXES_FAILURE_LIMIT": 1,
        "AXES_COOLOFF_TIME": f"{people}.cool_off",
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT": False,
        "AXES_USERNAME_CALLABLE": f"{people}.name_tried",
        # Daphne has put the proxy's word into REMOTE_ADDR when FERMATA_TRUST_PROXY says so.
        "AXES_CLIENT_IP_CALLABLE": f"{people}.address_of",
        "AXES_DISABLE_ACCESS_LOG": True,
        "AXES_ENABLE_ADMIN": False,
        "AXES_VERBOSE": False,
        "AXES_SENSITIVE_PARAMETERS": [
            "username", "ip_address", "login", "password", "code", "csrfmiddlewaretoken", "next",
        ],
        # Its middleware would answer instead of our pages, which say themselves when to wait.
        "SILENCED_SYSTEM_CHECKS": ["axes.W002"],
    }  # fmt: skip


def _oidc(env: Env) -> dict[str, Any]:
    apps = [
        {
            "provider_id": OIDC,
            "name": env.oidc_name,
            "client_id": env.oidc_client_id,
            "secret": env.oidc_secret,
            "settings": {"server_url": env.oidc_url, "oauth_pkce_enabled": True},
        }
    ]
    return {
        "SOCIALACCOUNT_ADAPTER": "workflows.web.accounts.oidc.VouchedAdapter",
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": apps if env.oidc_url else []}},
        # Who an address belongs to is decided by our adapter.
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": False,
        "SOCIALACCOUNT_EMAIL_VERIFICATION": "none",
        "SOCIALACCOUNT_AUTO_SIGNUP": True,
        "SOCIALACCOUNT_STORE_TOKENS": False,
    }
