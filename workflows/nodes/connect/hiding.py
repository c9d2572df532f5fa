"""Taking secrets out of texts: those that this process has handed out, by value, and tokens in
addresses; where texts are recorded or logged is not known here."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from threading import Lock
from urllib.parse import quote, quote_plus

HIDDEN = "[hidden]"
SHORTEST = 4
"""A shorter text stands in others by chance."""

MOST = 2_000
"""So many forms are remembered, the newest."""

_TOKEN = re.compile(
    r"(/hooks/(?:callback|start)/|/decide/link/|/sign-in/link/|/account/invitation/|/account/password/reset/"
    r"|\bwf_pat_|\bwhsec_)[A-Za-z0-9_-]{16,}"
)
_known: dict[str, None] = {}
_lock = Lock()


def forms_of(*texts: str) -> list[str]:
    """List the ways in which secrets may be written, the longest first: as they are, in an address,
    in base64 of both alphabets."""
    found = {text for text in texts if text}
    found |= {written for text in found for written in (quote(text, safe=""), quote_plus(text))}
    for text in list(found):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            whole = encode(text.encode()).decode()
            found |= {whole, whole.rstrip("=")}
    return sorted((text for text in found if len(text) >= SHORTEST), key=len, reverse=True)


def remember(forms: Iterable[str]) -> None:
    """Hide these from now on in whatever this process records or logs."""
    with _lock:
        for form in forms:
            _known.pop(form, None)
            _known[form] = None
        for form in list(_known)[: max(0, len(_known) - MOST)]:
            del _known[form]


def replaced(text: str, forms: Iterable[str]) -> str:
    """Give the text without these forms, which come the longest first."""
    for form in forms:
        text = text.replace(form, HIDDEN)
    return text


def hidden(text: str) -> str:
    """Give the text without any secret that is known here, and without tokens."""
    if _known:
        text = replaced(text, sorted(_known, key=len, reverse=True))
    return _TOKEN.sub(rf"\1{HIDDEN}", text)
