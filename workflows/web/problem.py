"""A refusal for programs where the API's own door is not reached."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
from django.http import HttpResponse

from workflows.adapters.operating.refusal import CONTENT_TYPE, document
from workflows.engine.errors import FieldError


def problem(
    status: int, code: str, sentence: str, faults: Sequence[FieldError] = ()
) -> HttpResponse:
    """Answer with one; without ``faults`` the sentence is the only one."""
    body = orjson.dumps(document(status, code, sentence, faults))
    return HttpResponse(body, status=status, content_type=CONTENT_TYPE)
