"""Credentials as nodes meet them: a name becomes headers at the last moment; where secrets are kept
is told by the application."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workflows.engine.errors import Permanent

from .hiding import HIDDEN, forms_of, remember, replaced
from .outside import Answer


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
    found = _finder[0](workflow, name, url)
    remember(_forms(found))
    return found


def with_header(headers: Mapping[str, str], credential: Credential) -> dict[str, str]:
    """Add the credential's header; one that is set already is refused, not overwritten."""
    if credential.header.lower() in {name.lower() for name in headers}:
        raise Permanent(f"The header {credential.header} is the credential's: leave it out.")
    return {**headers, credential.header: credential.value}


def without_secret(answer: Answer, credential: Credential) -> Answer:
    """Hide the secret in an answer that repeats it: answers are recorded."""
    forms = _forms(credential)
    headers = {name: replaced(text, forms) for name, text in answer.headers.items()}
    body = answer.body
    for form in forms:
        body = body.replace(form.encode(), HIDDEN.encode())
    return Answer(answer.status, answer.reason, headers, body)


def _forms(credential: Credential) -> list[str]:
    """List what of a credential must not be seen: the password of a pair, too."""
    texts = [credential.secret, credential.value.rpartition(" ")[2]]
    if credential.secret.count(":") == 1:
        texts.append(credential.secret.partition(":")[2])
    return forms_of(*texts)
