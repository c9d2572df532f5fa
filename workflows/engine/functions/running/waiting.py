"""The waits of a workflow function: what each asks for, and what the function gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

from ...durations import parse_duration
from ...errors import Invalid
from ...events import Json
from ...node import Child, ChildrenRequest, SignalRequest, SuspensionRequest
from ...payload import ensure_json
from ...people import TaskRequest
from ...schemas import check_schema
from ..errors import StepFailed, step_failed
from .record import Step
from .stepping import Waiting

InputType = Literal["approval", "choice", "multiselect", "text"]
INPUT_TYPES = ("approval", "choice", "multiselect", "text")
APPROVAL = (
    {"id": "approved", "label": "Approve"},
    {"id": "rejected", "label": "Reject"},
)
Option = str | Mapping[str, Json]
Duration = float | int | str


def seconds_of(value: Any, where: str) -> float:
    """Read seconds or ``"5s" "2m" "1h" "3d"``; ``ValueError`` for anything else."""
    try:
        return parse_duration(value, where)
    except Invalid as error:
        raise ValueError(error.message) from None


class GivenTerms(TypedDict, total=False):
    """The keywords of every wait for people; see :class:`Terms`."""

    users: Sequence[str]
    groups: Sequence[str]
    timeout_seconds: Duration | None
    on_timeout: Literal["fail", "resume", "escalate"] | None
    timeout_data: Json
    escalate_to: Mapping[str, Json] | None


@dataclass(frozen=True, slots=True)
class Terms:
    """Who is asked (nobody named: whoever may resume the run), how long a wait lasts at most, and
    what then: an error, an answer, or other people."""

    users: Sequence[str] = ()
    groups: Sequence[str] = ()
    timeout_seconds: Duration | None = None
    on_timeout: Literal["fail", "resume", "escalate"] | None = None
    timeout_data: Json = None
    escalate_to: Mapping[str, Json] | None = None

    @property
    def somebody(self) -> bool:
        """Say whether anybody is named."""
        return bool(self.users or self.groups)

    def ask(self, title: str) -> TaskRequest:
        """Make the task; a lone name counts as a list of one."""
        return TaskRequest(title, users=_names(self.users), groups=_names(self.groups))

    def limits(self) -> dict[str, Any]:
        """Give the fields of a request about its end; ``ValueError`` for what cannot be."""
        rule = self.on_timeout
        if rule not in (None, "fail", "resume", "escalate"):
            raise ValueError(f"on_timeout is fail, resume or escalate, not {rule!r}.")
        data = ensure_json(self.timeout_data, "timeout_data")
        if rule is None:
            rule = "resume" if data is not None else "fail"
        if self.timeout_seconds is None:
            return {}
        return {
            "seconds": seconds_of(self.timeout_seconds, "timeout_seconds") or None,
            "on_timeout": rule,
            "timeout_data": data,
            "escalate_to": self.escalate_to,
        }


def _names(given: Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked, and which answers count."""

    text: str
    input_type: InputType = "text"
    options: Sequence[Option] | None = None
    skippable: bool = False
    allow_custom: bool = False

    def choices(self) -> list[dict[str, Json]]:
        """Give the options as ``{id, label}``; ``ValueError`` when there must be some."""
        if self.input_type not in INPUT_TYPES:
            listed = ", ".join(INPUT_TYPES)
            raise ValueError(f"input_type is one of {listed}, not {self.input_type!r}.")
        given = [_option(item) for item in self.options or ()]
        if self.input_type == "approval" and not given:
            given = [dict(item) for item in APPROVAL]
        if self.input_type in ("choice", "multiselect") and not given and not self.allow_custom:
            raise ValueError(f"A {self.input_type} needs options.")
        if len({item["id"] for item in given}) < len(given):
            raise ValueError("Two options have the same id.")
        return given

    def waiting(self, terms: Terms) -> Waiting:
        """Make the wait."""
        text = str(self.text)[:1_000]
        rules: dict[str, Json] = {
            "input_type": self.input_type,
            "skippable": bool(self.skippable),
            "allow_custom": bool(self.allow_custom),
        }
        request = SuspensionRequest(
            text,
            kind="question",
            options=self.choices(),
            task=terms.ask(text),
            rules=rules,
            **terms.limits(),
        )
        return Waiting(lambda step: request, _answer)


def _option(item: Option) -> dict[str, Json]:
    if isinstance(item, Mapping):
        label = item.get("label", item.get("id"))
        id_ = item.get("id", item.get("value", label))
        if id_ is None:
            raise ValueError("An option has an id.")
        return {**ensure_json(dict(item), "options"), "id": str(id_), "label": str(label or id_)}
    return {"id": str(item), "label": str(item)}


def _answer(answer: Mapping[str, Json]) -> Json:
    data = answer.get("data")
    return data.get("answer") if isinstance(data, Mapping) else data


def plain_wait(reason: str, schema: Mapping[str, Json] | None, terms: Terms) -> Waiting:
    """Make a wait for data."""
    if schema is not None:
        check_schema(schema)
    text = str(reason)[:1_000]
    task = terms.ask(text) if terms.somebody else None
    request = SuspensionRequest(
        text, kind="wait", schema=dict(schema) if schema else None, task=task, **terms.limits()
    )
    return Waiting(lambda step: request, lambda answer: answer.get("data"))


def timer(seconds: float, shown: str) -> Waiting:
    """Make a wait that time ends."""
    request = SuspensionRequest(f"Sleeping for {shown}", kind="timer", seconds=seconds)
    return Waiting(lambda step: request, lambda answer: None)


def event_wait(name: str, key: str | None, terms: Terms) -> Waiting:
    """Make a wait for a signal; the function gets its data."""
    request = SuspensionRequest(
        f"Waiting for the event {name!r}" + (f" ({key})" if key is not None else ""),
        kind="event",
        signal=SignalRequest(name, key),
        **terms.limits(),
    )
    return Waiting(lambda step: request, _signalled)


def _signalled(answer: Mapping[str, Json]) -> Json:
    data = answer.get("data")
    # Somebody who resumes it by hand may give the data as they are.
    return data["data"] if isinstance(data, Mapping) and "data" in data else data


def child_wait(slug: str, inputs: Mapping[str, Json], version: int | None) -> Waiting:
    """Make a wait for a run of another workflow; the function gets its result, or its error."""
    checked = ensure_json(dict(inputs), "inputs")

    def request(step: Step) -> SuspensionRequest:
        run = _run_again(step.earlier)
        children = ChildrenRequest(slug, [Child(0, checked, run)], version)
        return SuspensionRequest(f"Running {slug}", kind="children", children=children)

    def read(answer: Mapping[str, Json]) -> Json:
        (child,) = (answer.get("data") or {})["children"]
        if child["status"] == "completed":
            return child.get("result")
        raise _child_failed(slug, child)

    return Waiting(request, read)


def _run_again(answer: Mapping[str, Json] | None) -> str | None:
    """Name the child that failed before: it is taken up again instead of a new one."""
    if answer is None:
        return None
    (child,) = (answer.get("data") or {})["children"]
    began = (child.get("error") or {}).get("began", True)
    return child["run"] if child["status"] == "failed" and began else None


def _child_failed(slug: str, child: Mapping[str, Any]) -> StepFailed:
    error = child.get("error") or {}
    told = error.get("message") or f"It is {child['status']}."
    return step_failed({"type": "ChildFailed", "message": f"{slug} failed: {told}"}, slug)
