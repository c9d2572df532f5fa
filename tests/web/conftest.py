"""The pages without a built front end: their tests are about what the server sends."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import drain, people, published
from workflows.web.templatetags import vite

__all__ = ["drain", "people", "published"]


class Built(dict[str, Any]):
    """A manifest in which every source has its file."""

    def __missing__(self, source: str) -> dict[str, Any]:
        return {"file": f"assets/{source.removeprefix('src/').replace('/', '-')}"}


@pytest.fixture(autouse=True)
def _a_built_front_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vite, "_manifest", Built)
