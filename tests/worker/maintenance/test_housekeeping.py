"""Sweeping and signing: what is past goes by itself, and each day's heads are signed once."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from workflows.models import RequestKey, SignedHead, SignInLink
from workflows.services.upkeep.standing import continue_work, stand_still
from workflows.worker.maintenance import housekeeping

pytestmark = pytest.mark.django_db
STOP = threading.Event()


def test_old_keys_and_links_go_and_fresh_ones_stay() -> None:
    now, user = timezone.now(), User.objects.create_user("maria")
    for days in (1, 8):
        key = RequestKey.objects.create(
            scope="s", key=str(days), digest="d", run_uuid=uuid4(), created_at=now
        )
        RequestKey.objects.filter(pk=key.pk).update(created_at=now - timedelta(days=days))
    for name, expires in (("a" * 64, -1), ("b" * 64, 1)):
        SignInLink.objects.create(
            user=user, token_hash=name, expires_at=now + timedelta(hours=expires)
        )
    housekeeping.sweep(STOP)
    assert list(RequestKey.objects.values_list("key", flat=True)) == ["1"]
    assert list(SignInLink.objects.values_list("token_hash", flat=True)) == ["b" * 64]


def test_the_heads_of_a_day_are_signed_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    housekeeping.sign(STOP)
    housekeeping.sign(STOP)
    assert caplog.text.count("were signed") == 1
    assert SignedHead.objects.count() == 1


def test_nothing_is_signed_while_a_restored_database_stands_still() -> None:
    stand_still(timezone.now(), "a test")
    housekeeping.sign(STOP)
    assert not SignedHead.objects.exists()
    continue_work(None)
    housekeeping.sign(STOP)
    assert SignedHead.objects.count() == 1
