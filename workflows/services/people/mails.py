"""Mails about accounts: words from a text template, the HTML part made of the same words."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from workflows.adapters.people.backend import profile_of
from workflows.conf import load_conf
from workflows.services.headers import one_line

if TYPE_CHECKING:
    from workflows.models import Invitation

log = logging.getLogger(__name__)

_ADDRESS = re.compile(r"^https?://\S+$")
_BUTTONS = {
    "account/email/invitation": _("Make my account"),
    "account/email/reset": _("Set a password"),
}
_postmen: list[ThreadPoolExecutor] = []


def compose(template: str, to: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    """Write a mail from ``<template>_subject.txt`` and ``<template>_message.txt``."""
    words = {**context, "home": load_conf().base_url}
    subject = one_line(render_to_string(f"{template}_subject.txt", words))
    body = render_to_string(f"{template}_message.txt", words).strip()
    drawn = {"title": subject, "button": _BUTTONS.get(template, _("Open")), "parts": parts(body)}
    html = render_to_string("account/email/page.html", drawn)
    mail = EmailMultiAlternatives(
        subject, body, to=[to], headers={"Auto-Submitted": "auto-generated"}
    )
    mail.attach_alternative(html, "text/html")
    return mail


def parts(body: str) -> list[dict[str, Any]]:
    """Cut a text into what the HTML part draws: paragraphs, and addresses as buttons."""
    found: list[dict[str, Any]] = []
    for block in re.split(r"\n\s*\n", body):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        if len(lines) == 1 and _ADDRESS.match(lines[0]):
            found.append({"link": lines[0]})
        elif lines:
            found.append({"lines": lines})
    return found


def send_invitation(row: Invitation, token: str) -> None:
    """Send an invitation now. Raises ``OSError`` when the mail server cannot be used."""
    link = address_of(reverse("invitation", args=[token]))
    by = row.invited_by
    context = {
        "name": one_line(row.name),
        "by": one_line(by.get_full_name() or by.username) if by else "",
        "link": link,
    }
    with translation.override(language_of(by)):
        compose("account/email/invitation", row.email, context).send()


def address_of(path: str) -> str:
    """Return the whole address of a page; never from what a request says it asked for."""
    return f"{load_conf().base_url.rstrip('/')}{path}"


def chosen_language(user: object) -> str | None:
    """Return the language that somebody has chosen, among those there are."""
    profile = profile_of(user) if isinstance(user, User) and user.pk else None
    try:
        chosen = profile.language if profile is not None else ""
        return translation.get_supported_language_variant(chosen) if chosen else None
    except LookupError:
        return None


def language_of(user: User | None) -> str:
    """Return the language of mails to somebody: his own, else that of the installation."""
    return chosen_language(user) or str(settings.LANGUAGE_CODE)


def post(work: Callable[[], object]) -> None:
    """Do it after the answer, in a thread: how long it takes tells nobody whom we know."""
    if not _postmen:
        _postmen.append(ThreadPoolExecutor(1, thread_name_prefix="postman"))
    _postmen[0].submit(_carefully, work)


def _carefully(work: Callable[[], object]) -> None:
    from django.db import connection

    try:
        work()
    except Exception:
        log.exception("A mail about an account could not be sent")
    finally:
        connection.close()
