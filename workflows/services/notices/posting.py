"""Mails on their way out: is it needed still, may it leave now, what does the mail server say."""

from __future__ import annotations

import logging
import threading
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection

from workflows.adapters.notices import deliveries
from workflows.adapters.notices.deliveries import Held, Outcome

from ..queries.notices import audience, mailbox
from . import kinds, mails, timing
from .habits import habits_of, has_address
from .needing import still_needed

log = logging.getLogger(__name__)


def post(held: Held) -> Outcome | None:
    """Send one mail, or give it back: it waits for its digest or for the morning, or nobody needs
    it any more."""
    row: Any = held.row
    found = audience.reader_of(row.user_id)
    if found is None or not has_address(found[0].email):
        deliveries.drop(held, "Nobody is there to get it.", held.now)
        return None
    row.user, profile = found
    habits = habits_of(profile)
    if row.kind != "digest" and not kinds.is_mailed(row.kind, habits.mail):
        deliveries.drop(held, "Its person wants no such mail.", held.now)
        return None
    morning = timing.after_quiet(held.now, habits)
    if morning > held.now:
        deliveries.put_off(held, morning)
        return None
    if row.bundled and not deliveries.goes_alone(held, timing.GIVE_UP_AFTER):
        return None
    return _post(held, profile)


def _post(held: Held, profile: Any) -> Outcome | None:
    row: Any = held.row
    needed = still_needed(row.kind, row.task_id, row.user)
    if needed is False:
        deliveries.drop(held, "It is needed no more.", held.now)
        return None
    if needed is not True:
        deliveries.put_off(held, needed)
        return None
    if row.kind == "digest":
        parts = [
            part
            for part in mailbox.parts_of(row.pk)
            if still_needed(part.kind, part.task_id, row.user) is not False
        ]
        mail = mails.write_digest(row, parts, profile)
    else:
        mail = mails.write(row, profile, held.now)
    if mail is None:
        deliveries.drop(held, "What it told of is gone.", held.now)
        return None
    return hand_over(mail)


_own = threading.local()


def hand_over(mail: EmailMultiAlternatives) -> Outcome:
    """Give a mail to the server; what it says decides whether another attempt makes sense.

    Each thread keeps its connection until :func:`hang_up`.
    """
    connection = getattr(_own, "connection", None)
    try:
        if connection is None:
            connection = _own.connection = get_connection()
            connection.open()
        connection.send_messages([mail])
    except SMTPRecipientsRefused as error:
        hang_up()
        code, said = next(iter(error.recipients.values()), (0, b""))
        return _refused(code, said, "The mail server refuses the recipient")
    except SMTPDataError as error:
        hang_up()
        return _refused(error.smtp_code, error.smtp_error, "The mail server refuses the mail")
    except SMTPResponseException as error:
        hang_up()
        told = f"The mail server refuses us: {error.smtp_code}."
        return Outcome(status=error.smtp_code or None, error=told, answer=_said(error.smtp_error))
    except (SMTPException, OSError) as error:
        hang_up()
        log.warning("The mail server cannot be used: %s", error)
        return Outcome(error=f"The mail server cannot be used: {type(error).__name__}.")
    except ValueError as error:
        hang_up()
        log.warning("A mail cannot be written: %s", error)
        return Outcome(error="The mail server cannot be given this address.", final=True)
    return Outcome(status=250)


def hang_up() -> None:
    """Close this thread's connection to the mail server; a later mail opens another."""
    connection = getattr(_own, "connection", None)
    _own.connection = None
    if connection is None:
        return
    try:
        connection.close()
    except (SMTPException, OSError):
        log.debug("The mail server had hung up before.")


def _refused(code: int, said: Any, what: str) -> Outcome:
    """Tell a refusal for now (greylisting, a full mailbox) from one for good."""
    return Outcome(
        status=code or None, error=f"{what}: {code}.", answer=_said(said), final=500 <= code < 600
    )


def _said(text: Any) -> str:
    return text.decode(errors="replace") if isinstance(text, bytes) else str(text or "")
