"""Where tests find PostgreSQL; `python -m tests.support.postgres` tells whether it answers."""

import os
import sys

URL = os.environ.get("TEST_POSTGRES_URL") or "postgres://postgres@127.0.0.1:5432/fermata"


def missing() -> str | None:
    """Return one sentence that says why PostgreSQL cannot be used, or None."""
    import psycopg  # only where tests need it: it loads long

    try:
        # The database of the URL is made by the tests; `postgres` is always there.
        psycopg.connect(URL, dbname="postgres", connect_timeout=3).close()
    except psycopg.Error as error:
        return f"PostgreSQL does not answer at TEST_POSTGRES_URL ({' '.join(str(error).split())})"
    return None


if __name__ == "__main__":
    problem = missing()
    if problem:
        sys.stderr.write(f"Not run: the store's tests on PostgreSQL. {problem}\n")
    sys.exit(1 if problem else 0)
