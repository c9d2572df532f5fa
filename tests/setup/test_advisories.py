"""`make audit`: a known hole fails it, a service that is away does not and is told."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from tests.support.advisories import main

CLEAN = {"name": "orjson", "version": "3.13.0", "vulns": []}
HOLE = {
    "name": "django", "version": "1.0",
    "vulns": [{"id": "CVE-1", "fix_versions": ["1.1"], "aliases": []}],
}  # fmt: skip
UNKNOWN = {"name": "rq", "version": "1", "skip_reason": "Dependency not found"}
PAGE = {"vulnerabilities": {}, "metadata": {"dependencies": {"total": 3}}}
BAD_PAGE = {"vulnerabilities": {"left-pad": {"range": "<2", "severity": "high"}}}


@pytest.mark.parametrize(
    ("python", "page", "code", "told"),
    [
        ({"dependencies": [CLEAN]}, PAGE, 0, "Python: 1 of 1 packages audited, 0 holes."),
        ({"dependencies": [CLEAN, HOLE]}, PAGE, 1, "django 1.0: CVE-1, mended in 1.1"),
        ({"dependencies": [CLEAN, UNKNOWN]}, PAGE, 0, "Python: 1 of 2 packages audited"),
        ({"dependencies": [UNKNOWN]}, PAGE, 0, "Python: not audited"),
        ("", {"error": {"code": "E405"}}, 0, "Page: not audited"),
        ({"dependencies": [CLEAN]}, BAD_PAGE, 1, "Page: left-pad <2: high"),
    ],
)
def test_what_is_said_and_the_exit_code(
    capsys: pytest.CaptureFixture[str], python: object, page: object, code: int, told: str
) -> None:
    def run(command: Sequence[str]) -> str:
        answer = page if command[0] == "npm" else python
        return answer if isinstance(answer, str) else json.dumps(answer)

    assert main(run) == code
    assert told in capsys.readouterr().out
