"""One work on one store, in a process of its own; prints its rows as JSON lines."""

from __future__ import annotations

import sys

import django
import orjson

from bench.installation import Cost, Workers


def main() -> int:
    """Run `python -m bench.child WORK STORE`."""
    django.setup()
    from bench.works import WORKS

    name, store = sys.argv[1:3]
    workers = Workers()
    try:
        rows = WORKS[name](workers)
    finally:
        workers.end_all()
    cost: Cost = workers.cost
    for row in rows:
        measured = {"cpu_s": round(cost.cpu_seconds, 2), "peak_rss_mb": round(cost.peak_rss_mb, 1)}
        full = {"work": name, "store": store, **measured, **row}
        if "limit" in str(row["notes"]):
            full["cpu_s"] = full["peak_rss_mb"] = None
        sys.stdout.write(orjson.dumps(full).decode() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
