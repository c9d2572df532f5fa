"""Ids of actions as words: what an author called an option, else the id as a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from workflows.engine.events import Json

_PARTS = re.compile(r"[\s_.-]+")
_REJECTING = re.compile(
    r"(reject|declin|den(y|ied)|refus|disapprov|send_?back|no$|veto|cancel|abort)", re.IGNORECASE
)
_APPROVING = re.compile(
    r"(approv|accept|agree|yes$|confirm|allow|grant|publish|ok$)", re.IGNORECASE
)


def is_rejecting(action: str) -> bool:
    """Say whether an action is a no."""
    return _REJECTING.match(action) is not None


def is_approving(action: str) -> bool:
    """Say whether an action is a yes."""
    return _APPROVING.match(action) is not None


def label_of(action: str, rules: Mapping[str, Json]) -> str | None:
    """Give what the author called an option; None where it has no name of its own."""
    for option in rules.get("options") or ():
        if isinstance(option, Mapping) and option.get("id") == action:
            label = str(option.get("label") or "")
            return label if label and label != action else None
    return None


def outcome(decision: str | None, label: str | None = None) -> str:
    """Tell a decision as something that was done, as "Approved"."""
    if label:
        return label
    known = {
        "approved": _("Approved"),
        "rejected": _("Rejected"),
        "submitted": _("Filled in"),
        "answered": _("Answered"),
        "skipped": _("Skipped"),
    }
    return known.get(decision or "", sentence(decision or "")) or _("Answered")


def button(action: str, label: str | None = None) -> str:
    """Tell an action as something to do, as "Approve"."""
    if label:
        return label
    known = {
        "approved": _("Approve"),
        "rejected": _("Reject"),
        "submitted": _("Submit"),
        "skipped": _("Skip"),
    }
    return known.get(action, sentence(action))


def sentence(key: str) -> str:
    """Write a key of data or an id as words: ``costCentre``, ``cost_centre`` as "Cost centre"."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", key)
    parts = [part for part in _PARTS.split(spaced) if part]
    words = [word if len(word) > 1 and word.isupper() else word.lower() for word in parts]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def excerpt(text: Any, most: int = 500) -> str:
    """Give the beginning of what somebody wrote."""
    plain = str(text or "").strip()
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
