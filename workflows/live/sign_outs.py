"""Closing the sockets of this process at once when their person signs out or is locked out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_save
from django.http import HttpRequest

from workflows.live.hub import close_everywhere


def connect() -> None:
    """Listen for it; other processes look again when the hint of the session's end comes."""
    user_logged_out.connect(_signed_out, dispatch_uid="live.signed_out")
    post_save.connect(_saved, sender=User, dispatch_uid="live.user_saved")


def _signed_out(sender: Any, request: HttpRequest | None, **kwargs: Any) -> None:
    key = request.session.session_key if request is not None else None
    if key:
        close_everywhere(lambda outbox: outbox.viewer.session_key == key)


def _saved(sender: Any, instance: User, **kwargs: Any) -> None:
    if not instance.is_active:
        close_everywhere(lambda outbox: outbox.person.user.pk == instance.pk)
