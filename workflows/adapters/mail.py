"""Mail of nodes through Django's mail backend; notices to people are the services'."""

from __future__ import annotations

import hashlib
import logging
from smtplib import SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.core.mail import EmailMessage

from workflows.conf import load_conf
from workflows.engine.errors import Permanent, TryAgain
from workflows.nodes.connect.email import Mail

_log = logging.getLogger(__name__)


def send(mail: Mail) -> None:
    """Hand a mail to the server. Raises ``TryAgain`` when it cannot take it now, ``Permanent`` when
    it refuses every recipient or the mail cannot be written."""
    host = urlsplit(load_conf().base_url).hostname or "localhost"
    # A repeated attempt has the same id, so that the other side can tell.
    digest = hashlib.sha256(mail.key.encode()).hexdigest()[:32]
    headers = {"Message-ID": f"<{digest}@{host}>", "Auto-Submitted": "auto-generated"}
    message = EmailMessage(
        mail.subject, mail.body, to=list(mail.to), reply_to=list(mail.reply_to), headers=headers
    )
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        raise Permanent("The mail server refuses every recipient.") from error
    except (SMTPException, OSError) as error:
        _log.warning("The mail server cannot be used: %s", error)
        raise TryAgain(f"The mail server cannot be used: {type(error).__name__}.") from error
    except ValueError as error:
        raise Permanent("The mail server cannot be given this address or subject.") from error
