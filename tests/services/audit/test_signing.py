"""What is signed each day: a log, an act or a head that is changed later does not fit any more."""

from __future__ import annotations

import base64
import json
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.adapters.conftest import Bench
from tests.adapters.test_store import CREATED, began
from tests.management.conftest import call
from tests.services.audit.conftest import Tamper
from workflows.adapters.audit import signed
from workflows.models import AuditEntry, Event, Run, SignedHead
from workflows.services.audit import note
from workflows.services.audit.signing import check_signed, export_signed, sign_day

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Path, db: None) -> Path:
    """Have a folder of one's own for the key."""
    settings.FERMATA = {**settings.FERMATA, "home": tmp_path}
    return tmp_path / signed.FILE


@pytest.fixture
def open_tables() -> None:
    """Switch the guards of acts and heads off, as the owner of the tables can."""
    with connection.cursor() as cursor:
        for table in ("workflows_audit_entry", "workflows_signed_head"):
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {table}_no_update")
                cursor.execute(f"DROP TRIGGER {table}_no_delete")
            else:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")


def an_old_act(verb: str) -> AuditEntry:
    """Note an act of two hours ago: newer ones are signed the next time."""
    ago = timezone.now() - timedelta(hours=2)
    return AuditEntry.objects.create(verb=verb, door="ui", at=ago, detail={"a": [1, None]})


def test_a_day_is_signed_once_and_holds_what_grew(seven: str, django_bench: Bench) -> None:
    an_old_act("one")
    note("ada", "fresh")
    now = timezone.now()
    assert [sign_day(now), sign_day(now)] == [True, False]
    other = django_bench.create(CREATED)
    assert sign_day(now + DAY)
    first, second = SignedHead.objects.order_by("day")
    head = bytes(Run.objects.get(uuid=seven).chain or b"").hex()
    assert list(signed.unpack(bytes(first.logs))) == [(seven, 7, head)]
    assert (other, 1) in [record[:2] for record in signed.unpack(bytes(second.logs))]
    assert bytes(second.before) == signed.hash_of(first)
    assert second.entry > first.entry
    found = check_signed()
    assert (found.count, found.faults, found.last) == (2, [], second.day)
    assert found.known[seven] == (7, head)


def test_a_log_that_was_written_anew_does_not_fit(seven: str, unguarded: None) -> None:
    sign_day()
    assert call("verify_log").code == 0
    tamper = Tamper(seven)
    tamper.change(2, epoch=9)
    tamper.cover_up()
    text, code = call("verify_log")
    assert code == 1
    assert f"✗ Run {seven} is broken at event 7 (changed)." in text
    Event.objects.filter(run=tamper.pk)._raw_delete(using="default")
    Run.objects.filter(pk=tamper.pk).delete()
    assert f"✗ Run {seven} is gone, and not by retention." in call("verify_log").text


def test_a_log_that_grows_on_fits(seven: str, django_bench: Bench) -> None:
    sign_day()
    django_bench.append(seven, began("d"))
    text, code = call("verify_log")
    assert (code, "1 signed heads, the last of 20" in text) == (0, True)


@pytest.mark.usefixtures("open_tables")
def test_an_act_that_was_changed_added_or_taken_away_does_not_fit() -> None:
    entry = an_old_act("one")
    sign_day()
    assert check_signed().faults == []
    for damage in (
        {"verb": "none"}, {"by": "eve"}, {"detail": {"a": [1]}}, {"address": "::1"},
        {"workspace": 2},
    ):  # fmt: skip
        with transaction.atomic():
            AuditEntry.objects.filter(pk=entry.pk).update(**damage)
            assert "has other audit entries in it" in check_signed().faults[0]
            transaction.set_rollback(True)
    AuditEntry.objects.filter(pk=entry.pk).delete()
    assert len(check_signed().faults) == 1


@pytest.mark.usefixtures("open_tables")
def test_a_head_that_was_changed_or_taken_away_is_told(seven: str) -> None:
    for days in range(3):
        sign_day(timezone.now() + days * DAY)
    first, second, _ = SignedHead.objects.order_by("day")
    changed = bytes(first.logs)[:-1] + b"x"
    with transaction.atomic():
        SignedHead.objects.filter(pk=first.pk).update(logs=changed)
        assert "signature does not fit" in check_signed().faults[0]
        transaction.set_rollback(True)
    SignedHead.objects.filter(pk=second.pk).delete()
    assert ["does not follow the one before" in fault for fault in check_signed().faults] == [True]
    assert call("verify_log").code == 1


def test_a_head_of_somebody_elses_key_is_told(keys: Path) -> None:
    sign_day()
    keys.unlink()
    assert "which is not here" in check_signed().faults[0]
    assert not keys.exists()  # a key that was made now would hide that one is lost


def test_the_key_is_its_owners_alone_and_a_damaged_one_is_refused(keys: Path) -> None:
    sign_day()
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert len(base64.b64decode(keys.read_bytes())) == 32
    keys.write_text("damaged")
    answer = call("sign_log")
    assert answer.code == 0  # today's was signed before: no key is needed
    assert call("verify_log").code == 2


def test_keys_of_the_settings_go_before_and_old_ones_still_verify(
    settings: Any, keys: Path
) -> None:
    old, new = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2))
    settings.FERMATA = {**settings.FERMATA, "audit_keys": (old,)}
    sign_day()
    settings.FERMATA = {**settings.FERMATA, "audit_keys": (new, old)}
    sign_day(timezone.now() + DAY)
    assert len(set(SignedHead.objects.values_list("key", flat=True))) == 2
    assert check_signed().faults == []
    assert not keys.exists()


def test_an_auditor_verifies_the_export_with_the_public_key_alone(
    seven: str, tmp_path: Path
) -> None:
    file = tmp_path / "signed.jsonl"
    assert "1 signed heads written" in call("sign_log", export=file).text
    (line,) = file.read_text().splitlines()
    told = json.loads(line)
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["public_key"]))
    key.verify(bytes.fromhex(told["signature"]), told["signed"].encode())
    assert told["logs"][0][:2] == [seven, 7]
    assert list(export_signed()) == [line]
    assert call("sign_log", export=Path("/nowhere/file")).code == 2


def test_the_database_itself_keeps_signed_heads() -> None:
    sign_day()
    table, row = "workflows_signed_head", SignedHead.objects.get()
    statements = [f"UPDATE {table} SET event = 9", f"DELETE FROM {table}"]
    if connection.vendor == "sqlite":
        columns = "id, day, at, event, entry, logs, entries, before, key, signature"
        statements.append(f"REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}")
    else:
        statements.append(f"TRUNCATE {table}")
    for sql in statements:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert SignedHead.objects.get() == row
