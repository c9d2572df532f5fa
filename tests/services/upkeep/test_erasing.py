"""What is personal is sealed in the log, read by those who may, and gone when its key is."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone

from tests.api.conftest import Drain, approval, edge, graph, node
from tests.management.conftest import call
from workflows.adapters import packing
from workflows.adapters.personal import keys
from workflows.adapters.upkeep import erasing as rows
from workflows.adapters.workspaces import places
from workflows.engine.errors import Forbidden, Invalid, NotFound, Refused
from workflows.models import (
    Attachment,
    AuditEntry,
    Delivery,
    Event,
    Run,
    SealedRun,
    SubjectKey,
    Task,
)
from workflows.services.audit.chain import verify_chains
from workflows.services.audit.export import Export, export
from workflows.services.commands import RunRequest, save_checkpoint, start_run
from workflows.services.credentials import rotate_credentials
from workflows.services.definitions import create_workflow, publish
from workflows.services.doctor.settings import people_keys
from workflows.services.inbox.deciding import DecideRequest, decide_task
from workflows.services.inbox.files import hand_in
from workflows.services.queries.histories.bundles import bundle_of, bundle_of_rows
from workflows.services.recovering import ForkRequest, fork_run
from workflows.services.upkeep.archiving import Archive
from workflows.services.upkeep.erasing import ERASURES, erase_again, erase_person
from workflows.services.upkeep.holds import lift_hold, set_hold
from workflows.services.verify import verify_runs

SECRET = "Hay fever 4711"
Publish = Callable[..., str]


def sick_leave() -> dict[str, Any]:
    """Who is ill tells why; a manager decides."""
    form = {
        "type": "object",
        "properties": {
            "employee": {"type": "string", "x-subject": True},
            "why": {"type": "string", "x-personal": True},
        },
    }
    return graph(
        [
            node("start", "input", schema=form),
            node("note", "template", template="{{ inputs.why }}!"),
            node(
                "decide", "approval", title="Leave: {{ inputs.why }}", users=["maria"],
                subject={"why": {"$expr": "inputs.why"}},
            ),
            node("end", "output", name="said", value={"$expr": "nodes.note"}),
        ],
        [edge("start", "note"), edge("note", "decide"), edge("decide", "end")],
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh_keys() -> None:
    keys.forget()


@pytest.fixture
def slug(published: Publish) -> str:
    """The workflow, published."""
    return published(sick_leave(), "Sick leave")


@pytest.fixture
def ended(people: dict[str, User], slug: str, drain: Drain) -> str:
    """A run about E-1 that maria has decided."""
    request = RunRequest({"employee": "E-1", "why": SECRET})
    run_id = start_run(people["root"], slug, request)
    drain()
    task = str(Task.objects.get().pk)
    told = DecideRequest("approved", comment=f"Get well: {SECRET}")
    decide_task(people["maria"], task, told)
    drain()
    assert Run.objects.get().status == "completed"
    return run_id


def stored() -> str:
    """Give all rows of the log and the tables as they are stored."""
    names = [
        "workflows_event", "workflows_checkpoint", "workflows_run", "workflows_task",
        "workflows_task_decision", "workflows_suspension", "workflows_audit_entry",
        "workflows_notice", "workflows_delivery", "workflows_subject_key",
    ]  # fmt: skip
    found = []
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"SELECT * FROM {name}")
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


def logged() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM workflows_event ORDER BY id")
        return "\n".join(row[0] for row in cursor.fetchall())


def no_faults() -> None:
    assert [fault for verdict in verify_runs() for fault in verdict.faults] == []
    assert [verdict.status for verdict in verify_chains()] == ["ok"] * Run.objects.count()


def test_the_log_holds_nothing_in_the_open_and_readers_see_all(
    people: dict[str, User], ended: str
) -> None:
    assert SECRET not in logged()
    shown = json.dumps([event.payload for event in Event.objects.order_by("seq")])
    assert shown.count(SECRET) > 4
    assert "$sealed" not in shown
    assert SECRET in json.dumps(bundle_of(people["root"], ended))
    assert SECRET in "".join(part.text for part in export(people["root"], Export()))
    assert SubjectKey.objects.get().subject == "input:E-1"
    no_faults()


def test_an_erased_person_is_nowhere_and_everything_still_adds_up(
    people: dict[str, User], ended: str
) -> None:
    hand_in(people["ada"], "note.txt", ContentFile(b"ill"))
    Attachment.objects.update(run=Run.objects.get())
    before = [event.hash for event in Event.objects.order_by("pk")]
    said = call("erase_person", "E-1", "--yes")
    assert (said.code, said.text) == (0, "Erased: 1 runs, 1 tasks, 1 decisions, 1 files.\n")
    keys.forget()
    assert SECRET not in stored()
    assert "E-1" not in stored()
    assert [event.hash for event in Event.objects.order_by("pk")] == before
    payloads = [event.payload for event in Event.objects.order_by("seq")]
    assert SECRET not in json.dumps(payloads)
    assert payloads[0]["inputs"] == {"employee": "erased", "why": "erased"}
    told = "".join(part.text for part in export(people["root"], Export()))
    assert '"comment":"erased"' in told
    assert '"by":"maria"' in told
    assert not Attachment.objects.exists()
    entry = AuditEntry.objects.get(verb="person.erased")
    assert entry.detail["runs"] == 1
    no_faults()
    with pytest.raises(NotFound):
        erase_person(people["root"], "E-1")


def test_nothing_more_is_recorded_in_a_run_about_an_erased_person(
    people: dict[str, User], slug: str, drain: Drain
) -> None:
    root = people["root"]
    run_id = start_run(root, slug, RunRequest({"employee": "E-2", "why": SECRET}))
    drain()
    with pytest.raises(Refused, match="go on"):
        erase_person(root, "E-2")
    assert erase_person(root, "E-2", stop=True).runs == 1
    assert Run.objects.get().status == "cancelled"
    keys.forget()
    with pytest.raises(Refused, match="was erased"):
        save_checkpoint(root, run_id, "after")
    # A new run about the same person is under a new key.
    start_run(root, slug, RunRequest({"employee": "E-2", "why": SECRET}))
    assert SealedRun.objects.values("key").distinct().count() == 2


def test_an_erasure_outlives_a_restore(
    people: dict[str, User], ended: str, slug: str, drain: Drain, tmp_path: Path, settings: Any
) -> None:
    settings.FERMATA = {**settings.FERMATA, "home": tmp_path}
    start_run(people["root"], slug, RunRequest({"employee": "E-1", "why": SECRET}))
    drain()
    before = list(SubjectKey.objects.values())
    rolled_back = RuntimeError("As if a backup were put in place.")
    with pytest.raises(RuntimeError), transaction.atomic():
        erase_person(people["root"], "E-1", stop=True)
        raise rolled_back
    assert list(SubjectKey.objects.values()) == before
    assert erase_again() == 1
    keys.forget()
    assert SECRET not in stored()
    assert {run.status for run in Run.objects.all()} == {"completed", "cancelled"}
    no_faults()
    assert erase_again() == 0
    # The number of a key may come again for somebody else.
    (tmp_path / ERASURES).write_text('{"key": 1}')
    with pytest.raises(Invalid, match="does not say"):
        erase_again()


def test_keys_of_subjects_move_to_a_new_key_of_the_settings(
    people: dict[str, User], ended: str, settings: Any
) -> None:
    first, second = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2))
    settings.FERMATA = {**settings.FERMATA, "credential_keys": (first,)}
    assert keys.rotate() == 1
    settings.FERMATA = {**settings.FERMATA, "credential_keys": (second, first)}
    rotate_credentials(people["root"])
    settings.FERMATA = {**settings.FERMATA, "credential_keys": (second,)}
    keys.forget()
    assert SECRET in json.dumps([event.payload for event in Event.objects.order_by("seq")])
    settings.FERMATA = {**settings.FERMATA, "credential_keys": ()}
    settings.SECRET_KEY = "k" * 60
    with pytest.raises(Invalid, match="cannot be read"):
        rotate_credentials(people["root"])


def test_a_key_that_cannot_be_read_is_not_taken_for_one_that_was_erased(
    people: dict[str, User], ended: str, settings: Any
) -> None:
    settings.SECRET_KEY = "k" * 60
    keys.forget()
    for _ in range(2):  # the second one asks what is believed of the first
        with pytest.raises(Invalid, match="cannot be read"):
            Event.objects.get(seq=1)
    (verdict,) = verify_runs()
    assert [fault.code for fault in verdict.faults] == ["unreadable"]
    assert [item.level for item in people_keys()] == ["fail"]
    assert "".join(part.text for part in export(people["root"], Export()))
    erase_person(people["root"], "E-1")
    assert '"why": "erased"' in json.dumps([event.payload for event in Event.objects.all()])
    assert [item.level for item in people_keys()] == ["ok"]


def test_a_fork_is_sealed_as_well(people: dict[str, User], ended: str, drain: Drain) -> None:
    fork_run(people["root"], ended, ForkRequest(seq=6))
    drain()
    assert SealedRun.objects.count() == 2
    assert SECRET not in logged()
    no_faults()


def test_who_may_erase_and_what_is_held_stays(people: dict[str, User], ended: str) -> None:
    with pytest.raises(Forbidden):
        erase_person(people["otto"], "E-1")
    set_hold(people["root"], "run", ended, "Case 12")
    with pytest.raises(Refused, match="legal hold"):
        erase_person(people["root"], "E-1")
    assert call("erase_person", "E-1").code == 2
    assert call("erase_person", "nobody", "--yes").code == 2


def test_a_hold_on_a_child_or_a_parent_keeps_the_family(
    people: dict[str, User], ended: str
) -> None:
    row = Run.objects.get()
    copy = {"workflow": row.workflow, "version": row.version, "status": "completed"}
    copy["created_at"] = row.created_at
    top, leaf = (Run.objects.create(uuid=uuid4(), **copy) for _ in range(2))
    Run.objects.filter(pk=row.pk).update(parent=top)
    Run.objects.filter(pk=leaf.pk).update(parent=row)
    root = people["root"]
    for held in (top, leaf):
        set_hold(root, "run", str(held.uuid), "Case 12")
        with pytest.raises(Refused, match="legal hold"):
            erase_person(root, "E-1")
        lift_hold(root, "run", str(held.uuid))
    assert erase_person(root, "E-1").runs == 1


def test_a_hold_that_comes_at_the_last_moment_counts(
    people: dict[str, User], ended: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, root = rows.lock, people["root"]
    monkeypatch.setattr(
        rows, "lock", lambda key: (set_hold(root, "run", ended, "Case 12"), lock(key))
    )
    with pytest.raises(Refused, match="legal hold"):
        erase_person(root, "E-1")
    assert SubjectKey.objects.get().erased_at is None


def test_what_cannot_be_written_down_is_not_erased(
    people: dict[str, User], ended: str, tmp_path: Path, settings: Any
) -> None:
    settings.FERMATA = {**settings.FERMATA, "home": tmp_path / "gone"}
    with pytest.raises(OSError, match="gone"):
        erase_person(people["root"], "E-1")
    assert SubjectKey.objects.get().erased_at is None


def test_a_text_is_no_username_and_no_subject_of_another_workspace(
    people: dict[str, User], slug: str, published: Publish, drain: Drain
) -> None:
    root, acme = people["root"], places.create("acme", "Acme")
    assert acme is not None
    form = {"type": "object", "properties": {"why": {"type": "string", "x-personal": True}}}
    diary = published(graph([node("a", "input", schema=form)], []), "Diary")
    start_run(people["ada"], diary, RunRequest({"why": SECRET}))
    start_run(root, slug, RunRequest({"employee": "ada", "why": SECRET}))
    places.put_into(root, acme.pk)
    create_workflow(root, "Sick", slug=slug, graph=sick_leave())
    publish(root, slug)
    start_run(root, slug, RunRequest({"employee": "ada", "why": SECRET}))
    drain()
    assert set(SubjectKey.objects.values_list("subject", flat=True)) == {
        "user:ada", "input:ada", f"workspace:{acme.pk}:input:ada",
    }  # fmt: skip
    assert erase_person(root, "ada", stop=True).runs == 1
    places.put_into(root, 1)
    with pytest.raises(Invalid, match="user:"):
        erase_person(root, "ada")
    assert erase_person(root, "user:ada").runs == 1
    assert SubjectKey.objects.get(erased_at=None).subject == "input:ada"


def test_gathered_mails_are_gone_too(people: dict[str, User], ended: str) -> None:
    now = timezone.now()
    times = {"created_at": now, "give_up_at": now, "channel": "mail", "body": {}}
    times["user"] = people["maria"]
    digest = Delivery.objects.create(kind="digest", **times)
    Delivery.objects.all().exclude(pk=digest.pk).delete()
    told = {**times, "body": {"comment": SECRET}}
    told |= {"run": Run.objects.get(), "digest": digest, "state": "gathered"}
    Delivery.objects.create(kind="x", **told)
    erase_person(people["root"], "E-1")
    assert list(Delivery.objects.all()) == [digest]


def test_archives_keep_the_seal(people: dict[str, User], ended: str) -> None:
    row = Run.objects.get()
    kept = json.dumps(bundle_of_rows({row.pk: row.seq}))
    assert SECRET not in kept
    assert "$sealed" in kept


def test_an_archive_holds_no_file_of_a_personal_run(
    people: dict[str, User], ended: str, tmp_path: Path
) -> None:
    hand_in(people["ada"], f"{SECRET}.txt", ContentFile(SECRET.encode()))
    Attachment.objects.update(run=Run.objects.get())
    row = Run.objects.get()
    assert Archive(tmp_path).keep({row.pk: {row.pk: row.seq}}) is not None
    assert not (tmp_path / "files").exists()
    (file,) = bundle_of_rows({row.pk: row.seq})["files"]
    assert (file["name"], file["sha256"], file["personal"]) == ("erased", None, True)


def test_the_starter_is_the_subject_where_inputs_name_nobody(
    people: dict[str, User], published: Publish, drain: Drain
) -> None:
    form = {"type": "object", "properties": {"why": {"type": "string", "x-personal": True}}}
    slug = published(graph([node("a", "input", schema=form)], []), "Diary")
    start_run(people["ada"], slug, RunRequest({"why": SECRET}))
    drain()
    assert erase_person(people["root"], "ada").runs == 1


def test_checkpoints_are_sealed(
    people: dict[str, User], slug: str, drain: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "SHORT_TAIL", 0)
    start_run(people["root"], slug, RunRequest({"employee": "E-3", "why": SECRET}))
    drain()
    row = Run.objects.get()
    assert row.checkpoint_seq
    task = str(Task.objects.get().pk)
    decide_task(people["maria"], task, DecideRequest("approved"))
    drain()
    assert Run.objects.get().status == "completed"
    erase_person(people["root"], "E-3")
    keys.forget()
    no_faults()


def test_what_is_not_personal_has_no_key_and_no_seal(
    people: dict[str, User], published: Publish, drain: Drain
) -> None:
    start_run(people["root"], published(approval()), RunRequest({"amount": 1}))
    drain()
    assert not SubjectKey.objects.exists()
    assert "$sealed" not in logged()


def test_what_only_looks_sealed_is_left_alone(
    people: dict[str, User], published: Publish, drain: Drain
) -> None:
    slug = published(graph([node("a", "constant", value={"$sealed": [1, "AAAA"]})], []), "Odd")
    start_run(people["root"], slug, RunRequest({"$sealed": "what"}))
    drain()
    assert Run.objects.get().status == "completed"
    no_faults()
