"""Compares the API with the schema and types that the page was built on; `--write` renews them."""

import difflib
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "frontend/src/api/openapi.json"
TYPES = ROOT / "frontend/src/api/schema.d.ts"


def generate_schema(target: Path) -> None:
    """Write the schema that the code describes now; warnings count as errors."""
    command = [sys.executable, "manage.py", "spectacular", "--format", "openapi-json"]
    subprocess.run(
        [*command, "--fail-on-warn", "--validate", "--file", str(target)],
        cwd=ROOT, check=True, env={**os.environ, "DEBUG": "1"},
    )  # fmt: skip


def generate_types() -> None:
    """Write the page's types from the committed schema, with the page's own tool."""
    subprocess.run(
        ["npm", "run", "--silent", "schema"], cwd=ROOT / "frontend", check=True, stdout=sys.stderr
    )
    TYPES.write_text(f"{origin()}\n{TYPES.read_text()}")


def origin() -> str:
    """Return the line that says from which schema the types were made."""
    return f"// Made by `make schema` from {hashlib.sha256(SCHEMA.read_bytes()).hexdigest()}"


def main() -> int:
    """Renew both files, or tell whether they are as the code says."""
    if "--write" in sys.argv:
        generate_schema(SCHEMA)
        generate_types()
        return 0
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "openapi.json"
        generate_schema(fresh)
        if TYPES.read_text().partition("\n")[0] != origin():
            sys.stderr.write("The page's types are not those of its schema: run `make schema`.\n")
            return 1
        return compare(SCHEMA.read_text(), fresh.read_text())


def compare(kept: str, fresh: str) -> int:
    """Print the difference and return 1, or 0 when there is none."""
    if kept == fresh:
        return 0
    lines = difflib.unified_diff(kept.splitlines(), fresh.splitlines(), "kept", "code", lineterm="")
    sys.stderr.write(
        "\n".join([*list(lines)[:60], "", "The API has changed: run `make schema`.\n"])
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
