"""How a log record is written: a line for people or an object for programs, both with the place
that the code was at and without secrets; which loggers speak says the project."""

from __future__ import annotations

import logging
from typing import Any

from pythonjsonlogger.json import JsonFormatter as BaseJsonFormatter

from workflows.nodes.connect.hiding import hidden

from .place import here

FIELDS = ("run_id", "node", "attempt", "worker", "request_id")
"""In this order they stand behind a line; a record's own (``extra={…}``) go before the place's."""

SHORT = {"run_id": "run", "request_id": "request"}


def place_of(record: logging.LogRecord) -> dict[str, Any]:
    """Give the fields that are known for a record."""
    known = here()
    told = {name: getattr(record, name, known.get(name)) for name in FIELDS}
    return {name: value for name, value in told.items() if value is not None}


class LineFormatter(logging.Formatter):
    """One line with the place behind the message: ``… [run=0193… node=pay attempt=2]``."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the text of a record, tracebacks included, without secrets."""
        told = " ".join(f"{SHORT.get(name, name)}={v}" for name, v in place_of(record).items())
        record.place = f" [{told}]" if told else ""
        return hidden(super().format(record))


class JsonFormatter(BaseJsonFormatter):
    """One object a line; what is not known is left out."""

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        """Add the place."""
        super().add_fields(log_data, record, message_dict)
        log_data.update(place_of(record))

    def format(self, record: logging.LogRecord) -> str:
        """Give the object as text, tracebacks included, without secrets."""
        return hidden(super().format(record))
