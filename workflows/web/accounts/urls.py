"""Addresses of signing in and of one's account; names that begin with `account_` or `mfa_` are
those that allauth looks up."""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import URLPattern, path, re_path
from django.views.decorators.cache import never_cache

from workflows.web.accounts import oidc, pages
from workflows.web.accounts.invitations import InvitationView
from workflows.web.accounts.resets import reset_from_key
from workflows.web.accounts.sign_in import LinkView, SignInView, SignOutView

FACTOR = "account/two-factor"


def page(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    """Make an address whose page no cache and no going back shows again: it may hold secrets."""
    return path(route, never_cache(view), name=name)


urlpatterns: list[URLPattern] = [
    page("sign-in/", SignInView.as_view(), "account_login"),
    page("sign-in/", SignInView.as_view(), "sign_in"),
    page("sign-in/link/<str:token>/", LinkView.as_view(), "sign_in_link"),
    page("sign-in/oidc/", oidc.begin, "oidc_begin"),
    page("sign-in/oidc/callback/", oidc.finish, "oidc_finish"),
    page("sign-in/code/", factor.authenticate, "mfa_authenticate"),
    page("sign-in/passkey/", keys.login_webauthn, "mfa_login_webauthn"),
    page("sign-out/", SignOutView.as_view(), "account_logout"),
    page("sign-out/", SignOutView.as_view(), "sign_out"),
    page("account/", pages.account, "account"),
    page("account/invitation/<str:token>/", InvitationView.as_view(), "invitation"),
    page("account/sessions/", pages.SessionsView.as_view(), "sessions"),
    page("account/tokens/", pages.TokensView.as_view(), "tokens"),
    page("account/confirm/", account.reauthenticate, "account_reauthenticate"),
    page("account/password/", account.password_change, "account_change_password"),
    page("account/password/done/", pages.password_changed, "password_changed"),
    page("account/password/set/", account.password_set, "account_set_password"),
    page("account/password/reset/", account.password_reset, "account_reset_password"),
    page(
        "account/password/reset/sent/", account.password_reset_done, "account_reset_password_done"
    ),
    page(
        "account/password/reset/done/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    re_path(
        r"^account/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        never_cache(reset_from_key),
        name="account_reset_password_from_key",
    ),
    page(f"{FACTOR}/", factor.index, "mfa_index"),
    page(f"{FACTOR}/confirm/", factor.reauthenticate, "mfa_reauthenticate"),
    page(f"{FACTOR}/app/", totp.activate_totp, "mfa_activate_totp"),
    page(f"{FACTOR}/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    page(f"{FACTOR}/codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    page(f"{FACTOR}/codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    page(f"{FACTOR}/codes/download/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    page(f"{FACTOR}/keys/", keys.list_webauthn, "mfa_list_webauthn"),
    page(f"{FACTOR}/keys/add/", keys.add_webauthn, "mfa_add_webauthn"),
    page(f"{FACTOR}/keys/confirm/", keys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    page(f"{FACTOR}/keys/<int:pk>/name/", keys.edit_webauthn, "mfa_edit_webauthn"),
    page(f"{FACTOR}/keys/<int:pk>/remove/", keys.remove_webauthn, "mfa_remove_webauthn"),
]
