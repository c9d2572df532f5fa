"""Letters laid out as mails: a text and an HTML part, in the language and zone of who gets them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.conf import load_conf

from ..headers import one_line
from ..queries.persons.directory import name_of
from . import links, timing
from .habits import language_of
from .letters import address, letter_of, matter_of

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Envelope:
    """To whom a mail goes, and what makes it the same at each attempt: ``key``. ``thread`` is what
    it has in common with the others of its matter."""

    user: User
    key: UUID
    thread: str = ""


@contextmanager
def spoken_to(profile: Any) -> Iterator[None]:
    """Speak somebody's language in his zone, for as long as the block lasts."""
    zone = timing.zone_of(profile.zone)
    language = language_of(profile) or settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(zone):
        yield


def write(delivery: Any, profile: Any, now: datetime) -> EmailMultiAlternatives | None:
    """Write the mail of one delivery; None when what it is about is gone."""
    matter = matter_of(delivery, links.make(delivery, now))
    if matter is None or (delivery.task_id is not None and matter.task is None):
        return None
    with spoken_to(profile):
        letter = letter_of(matter)
        envelope = Envelope(delivery.user, delivery.key, letter.thread)
        return _mail(envelope, letter.subject, "notice", {"letter": letter})


def write_digest(
    delivery: Any, parts: Sequence[Any], profile: Any
) -> EmailMultiAlternatives | None:
    """Write one mail of several deliveries; None when nothing of it is left to tell."""
    matters = [matter for part in parts if (matter := matter_of(part)) is not None]
    with spoken_to(profile):
        letters = [letter_of(matter) for matter in matters]
        if not letters:
            return None
        told = ngettext("%(count)d notice", "%(count)d notices", len(letters))
        subject = told % {"count": len(letters)}
        context = {"letters": letters, "heading": subject, "inbox": f"{address()}/inbox"}
        named = f"{subject}: {letters[0].title}" if len(letters) == 1 else subject
        return _mail(Envelope(delivery.user, delivery.key), named, "digest", context)


def host() -> str:
    """Name the host that ids of mails are made of."""
    return urlsplit(load_conf().base_url).hostname or "localhost"


def _mail(
    envelope: Envelope, subject: str, template: str, context: Mapping[str, Any]
) -> EmailMultiAlternatives:
    whole = {
        **context,
        "language": translation.get_language()[:2],
        "settings_url": f"{address()}/settings",
        "home": address(),
        "installation": host(),
    }
    subject = one_line(subject) or _("A notice")
    text = render_to_string(f"mail/{template}.txt", whole)
    mail = EmailMultiAlternatives(
        subject, _tidy(text), to=[_address_of(envelope.user)], headers=_headers(envelope)
    )
    html = render_to_string(f"mail/{template}.html", {**whole, "subject": subject})
    mail.attach_alternative(html, "text/html")
    return mail


def _headers(envelope: Envelope) -> dict[str, str]:
    headers = {
        "Message-ID": f"<{envelope.key}@{host()}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "List-Id": f"Fermata <notices.{host()}>",
    }
    if envelope.thread:
        # Nobody has the mail with this id: it holds together those that name it.
        root = f"<{envelope.thread}@{host()}>"
        headers |= {"References": root, "In-Reply-To": root}
    return headers


def _address_of(user: User) -> str:
    return formataddr((one_line(name_of(user), LONGEST_NAME), user.email))


def _tidy(text: str) -> str:
    """Leave out the empty lines that a template leaves where it has nothing to say."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
