"""Files as rows: which a person may hand in, which belong where; the bytes are the service's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Q

from workflows.engine.errors import FieldError, Invalid, NotFound
from workflows.engine.events import Json
from workflows.engine.state import Suspension
from workflows.models import Attachment, Run

from ..times import iso
from ..visible import as_uuid, visible_runs, visible_tasks

FORMAT = "file"
MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a file whose bytes are kept."""

    id: UUID
    name: str
    size: int
    media_type: str
    sha256: str


def add(user: User, kept: Kept) -> dict[str, Any]:
    """Insert the row of a file that belongs to nothing yet."""
    row = Attachment.objects.create(
        id=kept.id,
        name=kept.name,
        size=kept.size,
        media_type=kept.media_type,
        sha256=kept.sha256,
        by=user,
    )
    return file_shape(row)


def count_loose(user: User) -> int:
    """Count the files of a person that belong to nothing."""
    return Attachment.objects.filter(by=user, run=None, task=None).count()


def drop_own(user: User, file_id: str) -> list[UUID]:
    """Delete the row of a file that belongs to nothing yet; raises `NotFound`, gives its id."""
    own = Attachment.objects.filter(by=user, run=None, task=None)
    row = own.filter(pk=as_uuid(file_id, "file")).first()
    if row is None:
        raise NotFound(f"There is no file {file_id[:50]!r}.")
    found = row.pk
    row.delete()
    return [found]


def drop_loose(before: datetime) -> list[UUID]:
    """Delete the rows of files that belong to nothing for so long; give their ids."""
    old = Attachment.objects.filter(run=None, task=None, at__lt=before)
    ids = list(old.values_list("pk", flat=True)[:500])
    # Once more with the condition: a comment may have named one meanwhile.
    Attachment.objects.filter(pk__in=ids, run=None, task=None).delete()
    left = set(Attachment.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return [pk for pk in ids if pk not in left]


def file_shape(file: Attachment) -> dict[str, Any]:
    """Show a file; its bytes are fetched by its id."""
    return {
        "id": str(file.pk),
        "name": file.name,
        "size": file.size,
        "media_type": file.media_type,
        "sha256": file.sha256,
        "by": file.by.get_username() if file.by else None,
        "at": iso(file.at),
        "task": str(file.task_id) if file.task_id else None,
    }


def bind_inputs(who: User, run: UUID, ids: Sequence[str]) -> None:
    """Have files that came with a run's inputs belong to it; `Invalid` for one that is not his."""
    for file_id in dict.fromkeys(ids):
        mine = Attachment.objects.filter(pk=_uuid(file_id), by=who, run=None, task=None)
        if not mine.update(run=Run.objects.get(uuid=run)):
            fault = FieldError("unknown_file", "A file that you have handed in.", "inputs")
            raise Invalid("A file of the inputs is not there.", errors=[fault])


def set_times(times: Mapping[str, datetime]) -> None:
    """Put files into their past: when each was handed in, by its id."""
    for file_id, at in times.items():
        Attachment.objects.filter(pk=_uuid(file_id)).update(at=at)


def find_file(user: User, file_id: str) -> Attachment:
    """Return a file that the user may have: his own, or one of a task or run that he sees."""
    row = (
        Attachment.objects.filter(pk=as_uuid(file_id, "file"))
        .select_related("run", "task", "by")
        .first()
    )
    if row is not None and _may_have(user, row):
        return row
    raise NotFound(f"There is no file {file_id[:50]!r}.")


def _may_have(user: User, row: Attachment) -> bool:
    if row.by_id == user.pk:
        return True
    if row.task_id is not None and visible_tasks(user).filter(pk=row.task_id).exists():
        return True
    return row.run_id is not None and visible_runs(user).filter(pk=row.run_id).exists()


def handed_in(who: User, ids: Sequence[str], task_id: str) -> list[dict[str, Json]]:
    """Describe files that somebody adds to a task: his own, that belong to nothing yet or to it."""
    if not ids:
        return []
    if len(ids) > MOST_FILES:
        raise Invalid(f"At most {MOST_FILES} files go with a comment.", code="too_many")
    free = Q(run=None, task=None) | Q(task=task_id)
    rows = Attachment.objects.filter(free, by=who, pk__in=[_uuid(text) for text in ids])
    known = {str(row.pk): row for row in rows}
    missing = [text for text in ids if str(_uuid(text)) not in known]
    if missing:
        fault = FieldError("unknown_file", "The id of a file that you have handed in.", "files")
        raise Invalid(f"There is no file {missing[0][:50]!r}.", errors=[fault])
    return [described(known[str(_uuid(text))]) for text in dict.fromkeys(ids)]


def described(row: Attachment) -> dict[str, Json]:
    """Describe a file as the log keeps it."""
    return {"id": str(row.pk), "name": row.name, "size": row.size, "sha256": row.sha256}


def handed_in_with(who: User, wait: Suspension, data: Json) -> list[dict[str, Json]]:
    """Describe the files that an answer names in its file fields; ``Invalid`` for one that the
    answerer may not hand in here."""
    schema = wait.rules.get("schema")
    if not isinstance(schema, Mapping) or not isinstance(data, Mapping):
        return []
    found = []
    for path, file_id in file_fields(schema, data):
        mine = Q(by=who, task=None, run=None) | Q(task=wait.task)
        row = Attachment.objects.filter(mine, pk=_uuid(file_id)).first()
        if row is None:
            fault = FieldError("unknown_file", "A file that was handed in here.", f"data.{path}")
            raise Invalid("A file of the answer is not there.", errors=[fault])
        found.append(described(row))
    return found


def file_fields(schema: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """List what stands in the fields of the format ``file``: (path, id of the file)."""
    for name, field in (schema.get("properties") or {}).items():
        if not isinstance(field, Mapping) or name not in data:
            continue
        value, items = data[name], field.get("items")
        if field.get("format") == FORMAT and isinstance(value, str) and value:
            yield name, value
        elif isinstance(items, Mapping) and items.get("format") == FORMAT:
            for number, item in enumerate(value if isinstance(value, list) else ()):
                if isinstance(item, str) and item:
                    yield f"{name}.{number}", item
        elif isinstance(value, Mapping):
            yield from ((f"{name}.{path}", found) for path, found in file_fields(field, value))


def _uuid(text: Any) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise Invalid(f"{str(text)[:50]!r} is no file's id.", code="unknown_file") from None
