"""Play a play with the code as it is, and keep what it wrote; see `tests/histories/__init__.py`."""

from __future__ import annotations

import sys
from pathlib import Path

import orjson

from .plays import PLAYS
from .stage import Stage

LOGS = Path(__file__).parent / "logs"
RELEASE = "third"


def record(name: str, folder: Path = LOGS / RELEASE) -> Path:
    """Write NAME.json; ``FileExistsError`` when there is one: a history is never written again."""
    play = PLAYS[name]
    stage = Stage()
    then = play(stage)
    history = {
        "about": (play.__doc__ or "").strip(),
        "workflows": stage.published,
        "runs": stage.written(),
        "then": then,
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    with path.open("xb") as file:
        file.write(orjson.dumps(history, option=orjson.OPT_INDENT_2) + b"\n")
    return path


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in PLAYS:
        sys.exit(f"One of: {', '.join(sorted(PLAYS))}.")
    try:
        print(record(sys.argv[1]))
    except FileExistsError as error:
        sys.exit(f"{error.filename} is kept as it is; choose another name for a new play.")
