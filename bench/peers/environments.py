"""The peers' environments: one each under `var/peers`, with pinned packages."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from bench.installation import ROOT

FOLDER = ROOT / "var" / "peers"
PINS = Path(__file__).parent

WANTED = {
    "dbos": ("dbos", "psycopg[binary]"),
    "langgraph": (
        "langgraph",
        "langgraph-checkpoint-sqlite",
        "langgraph-checkpoint-postgres",
        "psycopg[binary]",
    ),
    "prefect": ("prefect",),
    "procrastinate": ("procrastinate", "psycopg[binary]"),
    "rq": ("rq",),
    "spiffworkflow": ("SpiffWorkflow", "psycopg[binary]"),
    "django-tasks-db": ("django-tasks-db[compat]", "psycopg[binary]"),
}
"""What each is made of; the exact versions stand in the files beside this module."""


def interpreter(name: str) -> Path:
    """Give the Python of a peer's environment, made now when it is missing or its pins changed."""
    home, pins = FOLDER / name, PINS / f"{name}.txt"
    python, stamp = home / "bin" / "python", home / "pins"
    digest = hashlib.sha256(pins.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return python
    sys.stderr.write(f"Installing {name} ...\n")
    subprocess.run([sys.executable, "-m", "venv", "--clear", home], check=True)
    command = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    subprocess.run([*command, "--require-hashes", "-r", pins], check=True)
    stamp.write_text(digest)
    return python


def version(name: str) -> str:
    """Give the version that is pinned."""
    package = WANTED[name][0].partition("[")[0].lower()
    lines = (PINS / f"{name}.txt").read_text().lower().splitlines()
    found = next(line for line in lines if line.startswith(f"{package}=="))
    return found.split("==")[1].split()[0]


OPTIONS = (
    "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header",
    "--no-emit-index-url", "--no-annotate", "--upgrade",
)  # fmt: skip


def pin() -> None:
    """Resolve all anew (needs uv)."""
    for name, packages in WANTED.items():
        command = ["uv", "pip", "compile", *OPTIONS, "-", "-o", PINS / f"{name}.txt"]
        subprocess.run(command, input="\n".join(packages), text=True, check=True)


if __name__ == "__main__":
    pin()
