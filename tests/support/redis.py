"""Where tests find Redis; run as a module it tells whether it answers."""

import os
import sys

URL = os.environ.get("TEST_REDIS_URL") or "redis://127.0.0.1:6379/15"


def missing() -> str | None:
    """Return one sentence that says why Redis cannot be used, or None."""
    from redis import Redis, RedisError  # only where tests need it: it loads long

    try:
        with Redis.from_url(URL, socket_timeout=2, socket_connect_timeout=2) as client:
            client.ping()
    except RedisError as error:
        return f"Redis does not answer at TEST_REDIS_URL ({error})"
    return None


if __name__ == "__main__":
    sys.exit(1 if missing() else 0)
