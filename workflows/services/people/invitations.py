"""Invitations: a mail with a link that makes one account, once, within seven days."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from workflows.adapters.people import invitations as table
from workflows.adapters.people.addresses import is_known
from workflows.engine.errors import FieldError, Forbidden, Invalid, NotFound, Refused
from workflows.services.audit import note
from workflows.services.people import mails

if TYPE_CHECKING:
    from workflows.models import Invitation

LIFETIME = timedelta(days=7)
ORDER = "created_at"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who takes an invitation up: name for signing in, name to be shown, password."""

    username: str
    name: str
    password: str


class Known(Refused):
    """Somebody has an account with this address; told only to who reads its mail."""

    code = "known_address"


def may_invite(user: User | None) -> bool:
    """Say whether somebody may invite; None is whoever types commands on the server."""
    return user is None or (user.is_active and user.is_superuser)


@transaction.atomic
def invite(by: User | None, email: str, groups: Sequence[str] = (), name: str = "") -> Invitation:
    """Send an invitation. The answer is the same whether or not somebody has the address.

    Raises `Forbidden`, `Invalid` for an address or a group that is none, `Refused` when the mail
    cannot be handed over: then there is no invitation.
    """
    check(by)
    address, token = _address(email), secrets.token_urlsafe(32)
    row = table.keep(address, name.strip()[:150], _groups(groups), by, token, LIFETIME)
    note(by, "invitation.sent", f"invitation {row.pk}", {"email": address, "groups": [*groups]})
    # Once it is committed: whoever opens the link at once must find it.
    transaction.on_commit(lambda: _send(row, token))
    return row


def check(by: User | None) -> None:
    """Raise `Forbidden` for somebody who may not invite."""
    if not may_invite(by):
        raise Forbidden("Only administrators may invite people.")


@transaction.atomic
def revoke(by: User | None, invitation_id: str) -> None:
    """Take an invitation back. Raises `Forbidden`, `NotFound`, `Refused` for one that is used."""
    check(by)
    row = table.rows(by).filter(pk=invitation_id).first()
    if row is None:
        raise NotFound("There is no such invitation.")
    if table.revoke(invitation_id):
        note(by, "invitation.revoked", f"invitation {row.pk}", {"email": row.email})
    elif row.revoked_at is None:
        raise Refused("This invitation is used already.", code="used")


def find(token: str) -> tuple[Invitation | None, str]:
    """Return an invitation and its state: ``open used revoked expired``, or ``unknown``."""
    row = table.find(token)
    return row, table.state_of(row) if row is not None else "unknown"


def accept(token: str, newcomer: Newcomer) -> User:
    """Make the account and use the invitation up, in one transaction.

    The password was checked by the caller. Raises `NotFound` for an invitation that counts no
    more, `Known`, and `Invalid` for a name that is taken.
    """
    with transaction.atomic():
        row = table.lock_open(token)
        if row is None:
            raise NotFound("This invitation counts no more.")
        if is_known(row.email):
            raise Known("There is an account for this address already.")
        user = _make(row, newcomer)
        table.mark_used(row, user)
        note(user, "invitation.accepted", f"invitation {row.pk}", {"email": row.email})
    return user


def name_is_taken(username: str) -> bool:
    """Say whether somebody signs in with this name, in whatever case."""
    return User.objects.filter(username__iexact=username).exists()


def rows(by: User | None = None) -> Any:
    """Return the invitations to somebody's workspace as a query; of None, all."""
    return table.rows(by)


def present(row: Invitation) -> dict[str, Any]:
    """Show one; never its token."""
    return {
        "id": str(row.pk),
        "email": row.email,
        "name": row.name,
        "groups": sorted(group.name for group in row.groups.all()),
        "state": table.state_of(row),
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "invited_by": row.invited_by.username if row.invited_by else None,
        "used_by": row.used_by.username if row.used_by else None,
    }


def _send(row: Invitation, token: str) -> None:
    try:
        mails.send_invitation(row, token)
    except OSError as error:
        row.delete()
        text = f"The mail server cannot be used ({type(error).__name__}); nobody was invited."
        raise Refused(text, code="mail_failed") from error


def _make(row: Invitation, newcomer: Newcomer) -> User:
    first, _, last = newcomer.name.strip().partition(" ")
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                newcomer.username,
                row.email,
                newcomer.password,
                first_name=first[:150],
                last_name=last[:150],
            )
    except IntegrityError:
        fault = FieldError("taken", "This name is taken: choose another.", "username")
        raise Invalid("This name is taken: choose another.", errors=[fault]) from None
    user.groups.set(row.groups.all())
    return user


def _address(email: str) -> str:
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError:
        fault = FieldError("invalid", "This is not an address.", "email")
        raise Invalid("This is not an address of mail.", errors=[fault]) from None
    return User.objects.normalize_email(address)


def _groups(names: Sequence[str]) -> list[Any]:
    found = table.find_groups(names)
    missing = sorted(set(names) - {group.name for group in found})
    if missing:
        fault = FieldError("unknown_group", f"Nobody has made {missing[0]!r}.", "groups")
        raise Invalid(f"There is no group {missing[0]!r}.", errors=[fault])
    return found
