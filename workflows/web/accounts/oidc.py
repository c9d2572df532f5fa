"""Signing in through an OpenID Connect issuer: what it says is checked here, by its signature."""

from __future__ import annotations

import hmac
import json
import logging
import secrets
from typing import Any, cast

import jwt
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from workflows.conf import load_conf
from workflows.services.people import vouched
from workflows.services.people.mails import address_of

log = logging.getLogger(__name__)

PROVIDER = "oidc"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Signatures that only the issuer can make; never one that our own secret could."""

CLOCKS = 60
"""Seconds that its clock and ours may differ."""

NONCE = "nonce"
# An answer that is not JSON, or lacks what it must say, is as good as none.
UNREACHABLE = (OAuth2Error, OSError, ValueError, KeyError)


class Issuer(OpenIDConnectOAuth2Adapter):
    """The issuer of the settings. Its word counts when signed, for us, fresh, and asked for now."""

    def __init__(self, request: HttpRequest) -> None:
        """Know nothing of a request of ours yet."""
        super().__init__(request, PROVIDER)
        self.nonce = ""

    def get_provider(self) -> OpenIDConnectProvider:
        """Return the provider of the settings, which asks us and not the library's own view."""
        return Provider(self.request, app=super().get_provider().app)  # type: ignore[no-untyped-call]

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return what the issuer says about itself; it must be the one that was asked."""
        config: dict[str, Any] = super().openid_config
        if str(config.get("issuer", "")).rstrip("/") != load_conf().oidc_url:
            raise OAuth2Error("The issuer calls itself by another address.")
        return config

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Return where it sends people back to, by our own address and not a request's word."""
        return address_of(reverse("oidc_finish"))

    def complete_login(
        self, request: HttpRequest, app: Any, token: Any, **kwargs: Any
    ) -> SocialLogin:
        """Check the id token; ask for what it leaves out, which must be about the same person."""
        claims = self._claims(app, kwargs["response"].get("id_token"))
        if "email" not in claims and self.openid_config.get("userinfo_endpoint"):
            more = self._fetch_user_info(token.token)
            if more.get("sub") != claims["sub"]:
                raise OAuth2Error("The issuer speaks of two people.")
            claims = {**more, **claims}
        login: SocialLogin = self.get_provider().sociallogin_from_response(
            request, {"id_token": claims}
        )
        return login

    def _claims(self, app: Any, text: Any) -> dict[str, Any]:
        if not isinstance(text, str):
            raise OAuth2Error("The issuer sent no id token.")
        try:
            header = jwt.get_unverified_header(text)
            claims: dict[str, Any] = jwt.decode(
                text,
                self._key(header.get("kid")),
                algorithms=list(ALGORITHMS),
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=CLOCKS,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, TypeError, ValueError) as error:
            raise OAuth2Error("The id token is not to be trusted.") from error
        if not self.nonce or not hmac.compare_digest(str(claims.get(NONCE, "")), self.nonce):
            raise OAuth2Error("The id token answers another request.")
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("The id token was made for somebody else.")
        return claims

    def _key(self, kid: str | None) -> Any:
        adapter = VouchedAdapter()
        with adapter.get_requests_session() as session:  # type: ignore[no-untyped-call]
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            found = [key for key in answer.json()["keys"] if key.get("use", "sig") == "sig"]
        fitting = [key for key in found if kid is None or key.get("kid") == kid]
        if not fitting:
            raise OAuth2Error("The id token is signed with a key that nobody knows.")
        return jwt.PyJWK.from_json(json.dumps(fitting[0])).key


class Provider(OpenIDConnectProvider):
    """The library's provider with our checks."""

    def get_oauth2_adapter(self, request: HttpRequest) -> Issuer:
        """Return what speaks with the issuer."""
        return Issuer(request)


class Return(OAuth2CallbackView):
    """Where the issuer sends people back to."""

    adapter: Issuer

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get(NONCE, "")
        return state, response


class VouchedAdapter(DefaultSocialAccountAdapter):
    """Whose account it is: the one that came this way before, else the verified address's."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Make accounts only when the settings say so; who may not is told on a page of ours."""
        return True

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account, or refuse; an address that nobody has verified leads to none."""
        if not sociallogin.is_existing:
            self._find(request, sociallogin)
        user = cast(User, sociallogin.user)
        if user.pk is not None:
            if not user.is_active:
                raise refused(request)
            self._set_groups(sociallogin, user)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Make the account, with the groups that the issuer names."""
        user: User = super().save_user(request, sociallogin, form)
        self._set_groups(sociallogin, user)
        return user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """Show our page instead of the library's; the reason goes into the log."""
        log.warning("Nobody came in through the issuer: %s", exception or "not as it was asked")
        raise refused(request, status=401)

    def _find(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        address = next((item for item in sociallogin.email_addresses if item.verified), None)
        owner = vouched.owner_of(address.email) if address is not None else None
        if owner is not None:
            sociallogin.connect(request, owner)
            return
        known = any(vouched.is_known(item.email) for item in sociallogin.email_addresses)
        if known or address is None or not load_conf().oidc_create:
            raise refused(request)

    def _set_groups(self, sociallogin: SocialLogin, user: User) -> None:
        claim = load_conf().oidc_groups_claim
        if claim:
            claims = sociallogin.account.extra_data.get("id_token", {})
            vouched.set_groups(user, claims.get(claim))


def refused(request: HttpRequest, status: int = 403) -> ImmediateHttpResponse:
    """Make the answer that says nobody came in; why is nobody's business but the log's."""
    words = {"issuer": load_conf().oidc_name}
    return ImmediateHttpResponse(render(request, "account/refused.html", words, status=status))


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Lead somebody to the issuer; by POST only, so that no link of others does.

    By a page that goes on by itself: a redirect would be a form sent elsewhere, which the content
    security policy forbids.
    """
    issuer, nonce = _issuer(request), secrets.token_urlsafe(24)
    try:
        there: HttpResponse = issuer.get_provider().redirect(
            request,
            AuthProcess.LOGIN,
            next_url=get_next_redirect_url(request),
            auth_params={NONCE: nonce},
            nonce=nonce,
        )
    except ImmediateHttpResponse as error:
        return error.response
    except UNREACHABLE as error:
        return _unreachable(request, error)
    words = {"address": there["Location"], "issuer": load_conf().oidc_name}
    return render(request, "account/leaving.html", words)


@require_safe
def finish(request: HttpRequest) -> HttpResponse:
    """Take what the issuer says, and sign its person in."""
    try:
        view = Return.adapter_view(_issuer(request))  # type: ignore[no-untyped-call]
        answer: HttpResponse = view(request)
    except UNREACHABLE as error:
        return _unreachable(request, error)
    return answer


def _unreachable(request: HttpRequest, error: Exception) -> HttpResponse:
    log.warning("The issuer cannot be used: %s", error)
    return refused(request, status=502).response


def _issuer(request: HttpRequest) -> Issuer:
    if not load_conf().oidc_url:
        raise Http404
    return Issuer(request)
