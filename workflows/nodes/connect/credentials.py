"""Credentials as nodes meet them: a name becomes headers at the last moment; where secrets are kept
is told by the application."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from workflows.engine.errors import Permanent

from .outside import Answer

_HIDDEN = b"[hidden]"


@dataclass(frozen=True, slots=True)
class Credential:
    """The header that a request carries, and the secret that must not come back with the answer."""

    header: str
    value: str
    secret: str


Find = Callable[[str, str, str], Credential]
"""Gives the credential of this name to a workflow (slug) for an address; raises ``Permanent`` when
the workflow may not use it, or not there."""

_finder: list[Find] = []


def configure(find: Find | None) -> None:
    """Say where credentials come from; None: there are none."""
    _finder[:] = [find] if find is not None else []


def find_credential(workflow: str, name: str, url: str) -> Credential:
    """Give a credential for one request; raises ``Permanent`` with a sentence."""
    if not _finder:
        raise Permanent("No credentials are kept here.")
    return _finder[0](workflow, name, url)


def with_header(headers: Mapping[str, str], credential: Credential) -> dict[str, str]:
    """Add the credential's header; one that is set already is refused, not overwritten."""
    if credential.header.lower() in {name.lower() for name in headers}:
        raise Permanent(f"The header {credential.header} is the credential's: leave it out.")
    return {**headers, credential.header: credential.value}


def without_secret(answer: Answer, credential: Credential) -> Answer:
    """Hide the secret in an answer that repeats it: answers are recorded."""
    forms = _forms(credential)
    headers = {name: _hide(text, forms) for name, text in answer.headers.items()}
    body = answer.body
    for form in forms:
        body = body.replace(form.encode(), _HIDDEN)
    return Answer(answer.status, answer.reason, headers, body)


def _forms(credential: Credential) -> list[str]:
    """List the ways in which a secret may be written, the longest first."""
    texts = {credential.secret, credential.value.rpartition(" ")[2]}
    if credential.secret.count(":") == 1:
        texts.add(credential.secret.partition(":")[2])
    texts |= {quote(text, safe="") for text in texts}
    texts |= {base64.b64encode(text.encode()).decode() for text in texts}
    return sorted((text for text in texts if len(text) >= 4), key=len, reverse=True)


def _hide(text: str, forms: list[str]) -> str:
    for form in forms:
        text = text.replace(form, _HIDDEN.decode())
    return text
