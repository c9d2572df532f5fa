"""The form of a task's page: its fields and buttons, and the decision that was sent with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from workflows.engine.errors import Invalid
from workflows.services.inbox.deciding import DecideRequest
from workflows.services.notices import words
from workflows.services.notices.sheets import Sheet

from .fields import Answer, Choice, Field, Undrawable, fields_of, read, with_errors

AUTOMATIC = ("timeout", "error", "*")
ANSWER, SKIP = "answered", "skipped"
BUTTONS = 4
"""A question with more options, or one with a free answer, is answered by a field."""

OWN = "own"


@dataclass(frozen=True, slots=True)
class Button:
    """One way to decide. ``tone``: ``no plain yes``; ``checked``: what is needed is filled in."""

    id: str
    label: str
    tone: str = "plain"
    checked: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """What is drawn below the facts. ``undrawable``: the inbox has the form; ``confirm`` is what
    must be typed to approve; ``problem`` what is wrong with the whole."""

    fields: Sequence[Field] = ()
    buttons: Sequence[Button] = ()
    undrawable: bool = False
    commented: bool = False
    reason: bool = False
    """A rejection needs a comment."""

    confirm: str = ""
    own: bool = False
    comment: str = ""
    typed: str = ""
    problem: str = ""
    comment_error: str = ""
    confirm_error: str = ""
    seen: int = 0


def form_of(sheet: Sheet) -> Form:
    """Draw the form as it begins: the proposal, and over it what the person has drafted."""
    task = sheet.task
    draft = task["draft"] or {}
    drafted = draft.get("data") if isinstance(draft.get("data"), Mapping) else {}
    proposal = task["proposal"] if isinstance(task["proposal"], Mapping) else {}
    try:
        fields = _fields(task, {**proposal, **(drafted or {})})
    except Undrawable:
        return Form(undrawable=True)
    return Form(
        fields=fields,
        buttons=_buttons(task),
        commented=_is_decision(task),
        reason=_is_decision(task) and task["reject_needs_comment"] is not False,
        confirm=task["confirm"] or "",
        own=bool(task["allow_custom"]) and _is_field(task),
        comment=draft.get("comment") or "",
        seen=task["seq"],
    )


def decision_of(form: Form, sheet: Sheet, given: QueryDict) -> tuple[DecideRequest, Form]:
    """Read the decision that was sent; raises `Invalid` for none. The form comes back as it was
    filled in, to be drawn again should the decision be refused."""
    answer = read(form.fields, given)
    comment = given.get("comment", "").replace("\r\n", "\n").strip()
    typed = given.get("confirm", "").strip()
    filled = replace(form, fields=answer.fields, comment=comment, typed=typed)
    chosen = given.get("decision", "")
    button = next((item for item in form.buttons if item.id == chosen), None)
    if button is None:
        raise Refilled(_("Choose one of the buttons."), filled)
    if button.checked and any(item.error for item in answer.fields):
        raise Refilled(_("Something is not filled in as it should be."), filled)
    if button.tone == "no" and form.reason and not comment:
        told = _("Say why.")
        raise Refilled(told, replace(filled, comment_error=told))
    request = DecideRequest(
        decision=None if chosen in (ANSWER, SKIP) else chosen,
        data=_data(sheet.task, button, answer, given),
        comment=comment or None,
        undo_seconds=float(sheet.task["undo_seconds"]),
        confirm=typed or None,
        seen=_seen(given),
    )
    return request, filled


class Refilled(Exception):
    """What was sent is no decision; ``form`` is drawn again."""

    def __init__(self, problem: str, form: Form) -> None:
        """Keep the form with what is wrong with it."""
        super().__init__(problem)
        self.form = replace(form, problem=problem)


def refused(form: Form, error: Invalid) -> Form:
    """Draw a form again with what the engine says of its fields."""
    told = {fault.attr or "": fault.detail for fault in error.errors}
    at_fields = {
        attr.removeprefix("data.").split(".")[0]: detail
        for attr, detail in told.items()
        if attr.startswith("data.")
    }
    confirm = _("Type exactly: %(text)s") % {"text": form.confirm} if "confirm" in told else ""
    return replace(
        form,
        fields=with_errors(form.fields, {name: _gentle(text) for name, text in at_fields.items()}),
        comment_error=_("Say why.") if "comment" in told else "",
        confirm_error=confirm,
        problem=_("Something is not filled in as it should be."),
    )


def _gentle(text: str) -> str:
    return _("This field is needed.") if text == "This field is needed." else text


def _fields(task: Mapping[str, Any], begins_with: Mapping[str, Any]) -> list[Field]:
    if task["kind"] != "question":
        return fields_of(task["schema"], begins_with)
    if not _is_field(task):
        return []
    needed = not task["skippable"] and not task["allow_custom"]
    label = _("Your answer")
    if task["input_type"] == "text":
        return [Field("answer", label, "area", required=not task["skippable"])]
    choices = [
        Choice(str(number), label_, id_) for number, (id_, label_) in enumerate(_options(task))
    ]
    kind = "choices" if task["input_type"] == "multiselect" else "choice"
    return [Field("answer", label, kind, required=needed, choices=choices)]


def _is_field(task: Mapping[str, Any]) -> bool:
    """Say whether a question is answered by a field and not by buttons."""
    if task["kind"] != "question" or task["input_type"] == "approval":
        return False
    many = len(task["options"] or ()) > BUTTONS
    return bool(task["input_type"] != "choice" or many or task["allow_custom"])


def _is_decision(task: Mapping[str, Any]) -> bool:
    """Say whether it is a yes or no of somebody responsible: a comment goes with it."""
    kind = task["kind"]
    return bool(kind != "form" and (kind != "question" or task["input_type"] == "approval"))


def _options(task: Mapping[str, Any]) -> list[tuple[str, str]]:
    """List the ways to answer: ids with what people read."""
    given = task["options"] or [item for item in task["actions"] if item not in AUTOMATIC]
    found = []
    for item in given:
        named = isinstance(item, Mapping)
        name = str(item["id"]) if named else str(item)
        label = str(item.get("label") or "") if named else ""
        found.append((name, words.button(name, label if label != name else None)))
    return found


def _buttons(task: Mapping[str, Any]) -> list[Button]:
    """List the buttons from left to right: no before yes, a way out before both."""
    skip = [Button(SKIP, words.button(SKIP), checked=False)] if task["skippable"] else []
    if _is_field(task):
        return [*skip, Button(ANSWER, _("Answer"), "yes")]
    order = {"no": 0, "plain": 1, "yes": 2}
    found = [
        Button(name, label, _tone(name), _tone(name) != "no") for name, label in _options(task)
    ]
    if not found:
        found = [Button(ANSWER, words.button("submitted"), "yes")]
    if len(found) == 1:
        found = [Button(found[0].id, found[0].label, "yes")]
    return [*skip, *sorted(found, key=lambda item: order[item.tone])]


def _tone(action: str) -> str:
    if words.is_rejecting(action):
        return "no"
    return "yes" if words.is_approving(action) else "plain"


def _data(task: Mapping[str, Any], button: Button, answer: Answer, given: QueryDict) -> Any:
    """Give the data that goes with a decision."""
    if button.id == SKIP and task["kind"] == "question":
        return {"answer": None}
    if task["kind"] == "question":
        return _answer(task, answer, given) if _is_field(task) else None
    # Who says no need not fill in what a yes asks for.
    return answer.data if button.checked and answer.fields else None


def _answer(task: Mapping[str, Any], answer: Answer, given: QueryDict) -> Any:
    own = given.get(OWN, "").strip() if task["allow_custom"] else ""
    chosen = answer.data.get("answer")
    if task["input_type"] == "multiselect":
        found = [*(chosen or []), *([own] if own else [])]
        return {"answer": found}
    return {"answer": own or chosen} if own or chosen is not None else {}


def _seen(given: QueryDict) -> int | None:
    text = given.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
