"""Exceptions as they are recorded: type, message and a trimmed traceback."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence

from pydantic import ValidationError

from .errors import FermataError
from .events import Json

_TRACEBACK_CHARACTERS = 4_000


Hide = Callable[[str], str]
"""Takes secrets out of a text."""

_hide: list[Hide] = []


def configure(hide: Hide | None) -> None:
    """Say how secrets are taken out of what is recorded; None: there are none."""
    _hide[:] = [hide] if hide is not None else []


def describe(error: Exception) -> dict[str, Json]:
    """Give ``{type, message, traceback?}``; the traceback only where code of a node raised."""
    if isinstance(error, ValidationError):
        return {"type": "InvalidInput", "message": _hidden(_validation_message(error))}
    # Before it is cut: half of a secret would not be found.
    message = _hidden(str(error))[:2_000]
    described: dict[str, Json] = {"type": type(error).__name__, "message": message}
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if "/workflows/engine/" not in frame.filename.replace("\\", "/")
    ]
    if frames and not isinstance(error, FermataError):
        text = _hidden("".join(traceback.format_list(frames[-12:])))
        described["traceback"] = text[-_TRACEBACK_CHARACTERS:]
    return described


def _hidden(text: str) -> str:
    return _hide[0](text) if _hide else text


def _validation_message(error: ValidationError) -> str:
    faults = error.errors(include_url=False, include_input=False)
    return "; ".join(_sentence(item["loc"], item["msg"]) for item in faults[:5])


def _sentence(place: Sequence[int | str], message: str) -> str:
    where = ".".join(str(part) for part in place)
    told = message.removeprefix("Value error, ")
    return f"{where}: {told}" if where else told
