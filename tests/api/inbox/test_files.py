"""Files over the API: what is taken, who gets it, where it belongs, and that nothing is shown."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.conftest import Api, Drain, edge, graph, node
from tests.api.inbox.conftest import Client, Open
from workflows.models import Attachment
from workflows.services.inbox import files
from workflows.services.pruning import Retention, prune

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 20


def office_file() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    return made.getvalue()


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Keep the bytes in a folder of the test's own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "attachments": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    return tmp_path


def send(person: Api, name: str, content: bytes, **more: Any) -> Any:
    """Hand a file in."""
    body = {"file": SimpleUploadedFile(name, content), **more}
    return person.client.post("/api/attachments/", body)


def kept(folder: Path) -> int:
    return len([path for path in folder.rglob("*") if path.is_file()])


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("invoice.pdf", PDF, "application/pdf"),
        ("Photo.PNG", PNG, "image/png"),
        (
            "letter.docx",
            office_file(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("notes.txt", "Grüße\n".encode(), "text/plain"),
        ("table.csv", b"a;b\n1;2\n", "text/csv"),
    ],
)
def test_a_file_is_kept_by_what_it_is(
    api: Client, folder: Path, name: str, content: bytes, media_type: str
) -> None:
    answer = send(api("maria"), name, content)
    assert answer.status_code == 201, answer.content
    shown = answer.json()
    assert (shown["name"], shown["size"], shown["media_type"]) == (name, len(content), media_type)
    got = api("maria").get(f"attachments/{shown['id']}/")
    assert b"".join(got.streaming_content) == content
    assert got["Content-Type"] == media_type
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.html", b"<script>alert(1)</script>", "unknown_kind"),
        ("logo.svg", b"<svg onload='alert(1)'/>", "unknown_kind"),
        ("run.exe", b"MZ\x90\x00", "unknown_kind"),
        ("noname", b"hello", "unknown_kind"),
        ("invoice.pdf", b"MZ\x90\x00" + b"\x00" * 60, "wrong_kind"),
        ("photo.png", PDF, "wrong_kind"),
        ("letter.docx", b"<html></html>", "wrong_kind"),
        ("notes.txt", b"MZ\x00\x01\x02", "wrong_kind"),
        ("empty.pdf", b"", "empty_file"),
    ],
)
def test_what_is_not_taken_or_not_what_it_says_is_refused_and_not_kept(
    api: Client, folder: Path, name: str, content: bytes, code: str
) -> None:
    answer = send(api("maria"), name, content)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert kept(folder) == 0
    assert Attachment.objects.count() == 0


def test_a_file_that_is_too_large_is_413(api: Client, folder: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 1_000)
    assert send(api("maria"), "a.txt", b"x" * 1_001).status_code == 413
    assert send(api("maria"), "a.txt", b"x" * 90_000).status_code == 413
    assert kept(folder) == 0


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\a.txt", "a.txt"),
        ("a\u202etxt.pdf.txt", "a txt.pdf.txt"),
        ('q"uote\r\nX: y.txt', 'q"uote X: y.txt'),
        (f"{'long' * 100}.txt", f"{'long' * 50}.txt"),
    ],
)
def test_a_name_is_only_a_name(db: None, given: str, shown: str) -> None:
    assert files._clean(given) == shown


def test_a_form_without_one_file_is_refused(api: Client) -> None:
    maria = api("maria")
    assert maria.client.post("/api/attachments/", {"file": "text"}).status_code == 400
    two = {"file": SimpleUploadedFile("a.txt", b"a"), "other": SimpleUploadedFile("b.txt", b"b")}
    assert maria.client.post("/api/attachments/", two).status_code == 400
    assert maria.post("attachments/", {"file": "x"}).status_code == 415


def test_a_loose_file_is_its_uploaders_alone(api: Client, folder: Path) -> None:
    file = send(api("maria"), "a.pdf", PDF).json()["id"]
    for other in ("ben", "root", "otto"):
        assert api(other).get(f"attachments/{file}/").status_code == 404
        assert api(other).delete(f"attachments/{file}/").status_code == 404
    assert api("maria").delete(f"attachments/{file}/").status_code == 204
    assert kept(folder) == 0


def test_a_file_of_a_remark_is_for_everybody_who_sees_the_task(
    api: Client, opened: Open, folder: Path
) -> None:
    _, task = opened()
    file = send(api("maria"), "a.pdf", PDF, task=task).json()
    said = (
        api("maria")
        .post(f"tasks/{task}/comment/", {"text": "Look", "attachments": [file["id"]]})
        .json()
    )
    brief = {key: file[key] for key in ("id", "name", "size", "sha256")}
    assert said["comments"][0]["files"] == [brief]
    assert (said["files_count"], said["files"][0]["id"]) == (1, file["id"])
    assert api("ben").get(f"attachments/{file['id']}/").status_code == 200
    assert api("olga").get(f"attachments/{file['id']}/").status_code == 404
    # It belongs to the task now: nobody takes it back.
    assert api("maria").delete(f"attachments/{file['id']}/").status_code == 404


def test_nobody_hands_in_a_file_of_somebody_else(api: Client, opened: Open) -> None:
    _, task = opened()
    file = send(api("ben"), "a.pdf", PDF).json()["id"]
    for body in ({"attachments": [file]}, {"attachments": ["nonsense"]}):
        answer = api("maria").post(f"tasks/{task}/comment/", {"text": "x", **body})
        assert answer.status_code == 400
    assert api("olga").post("attachments/").status_code == 415
    assert send(api("olga"), "a.pdf", PDF, task=task).status_code == 404


FORM = {
    "type": "object",
    "properties": {
        "receipt": {"type": "string", "format": "file"},
        "more": {"type": "array", "items": {"type": "string", "format": "file"}},
    },
    "required": ["receipt"],
}


def test_a_file_field_of_an_answer_takes_a_file_that_was_handed_in(
    api: Client, opened: Open, drain: Drain
) -> None:
    _, task = opened(schema=FORM)
    maria = api("maria")
    foreign = send(api("ben"), "b.pdf", PDF).json()["id"]
    for wrong in (foreign, "01a1fced-7576-72a6-9a30-dcea6133dbfd", "nonsense"):
        answer = maria.post(
            f"tasks/{task}/decide/", {"decision": "approved", "data": {"receipt": wrong}}
        )
        assert answer.status_code == 400, wrong
    file, other = (send(maria, "a.pdf", PDF).json()["id"] for _ in range(2))
    data = {"receipt": file, "more": [other]}
    shown = maria.post(f"tasks/{task}/decide/", {"decision": "approved", "data": data}).json()
    assert {item["id"] for item in shown["files"]} == {file, other}
    assert {item["id"] for item in shown["history"][-1]["detail"]["attachments"]} == {file, other}
    assert api("ben").get(f"attachments/{file}/").status_code == 200


def with_receipt() -> Any:
    schema = {
        "type": "object",
        "properties": {"receipt": {"type": "string", "format": "file"}},
        "required": ["receipt"],
    }
    return graph(
        [
            node("start", "input", schema=schema),
            node("ask", "approval", groups=["managers"], subject={"$expr": "inputs"}),
        ],
        [edge("start", "ask")],
    )


def test_a_file_comes_along_with_the_inputs_of_a_run(
    api: Client, published: Callable[..., str], drain: Drain
) -> None:
    slug = published(with_receipt())
    otto = api("otto")
    foreign = send(api("maria"), "b.pdf", PDF).json()["id"]
    refused = otto.post(f"workflows/{slug}/runs/", {"inputs": {"receipt": foreign}})
    assert refused.status_code == 400
    assert otto.get("runs/").json()["results"] == []
    file = send(otto, "a.pdf", PDF).json()["id"]
    body = {"inputs": {"receipt": file}, "idempotency_key": "once"}
    run = otto.post(f"workflows/{slug}/runs/", body)
    assert run.status_code == 201
    assert otto.post(f"workflows/{slug}/runs/", body).json()["id"] == run.json()["id"]
    drain()
    task = api("maria").get("tasks/").json()["results"][0]["id"]
    shown = api("maria").get(f"tasks/{task}/").json()
    assert (shown["subject"]["receipt"], shown["files"][0]["name"]) == (file, "a.pdf")
    assert api("maria").get(f"attachments/{file}/").status_code == 200
    # One file, one run.
    again = otto.post(f"workflows/{slug}/runs/", {"inputs": {"receipt": file}})
    assert again.status_code == 400


def test_what_nothing_has_named_for_a_day_goes(api: Client, opened: Open, folder: Path) -> None:
    _, task = opened()
    loose = send(api("maria"), "a.pdf", PDF).json()["id"]
    used = send(api("maria"), "b.pdf", PDF).json()["id"]
    fresh = send(api("maria"), "c.pdf", PDF).json()["id"]
    api("maria").post(f"tasks/{task}/comment/", {"text": "x", "attachments": [used]})
    Attachment.objects.exclude(pk=fresh).update(at=datetime.now(UTC) - timedelta(days=2))
    assert files.drop_loose() == 1
    assert {str(pk) for pk in Attachment.objects.values_list("pk", flat=True)} == {used, fresh}
    assert api("maria").get(f"attachments/{loose}/").status_code == 404
    assert kept(folder) == 2


def test_a_pruned_run_takes_its_files_along(
    api: Client, opened: Open, drain: Drain, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    _, task = opened()
    file = send(api("maria"), "a.pdf", PDF).json()["id"]
    api("maria").post(f"tasks/{task}/comment/", {"text": "x", "attachments": [file]})
    api("maria").post(f"tasks/{task}/decide/", {"decision": "approved"})
    drain()
    with django_capture_on_commit_callbacks(execute=True):
        list(prune(Retention(timedelta(0))))
    assert Attachment.objects.count() == 0
    assert kept(folder) == 0
