"""Settings of what remembers and what rings: the database with its pool, Redis or none."""

from __future__ import annotations

from typing import Any

import dj_database_url

from core.env import Env

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # mmap_size=0: the WAL-reset bug of SQLite before 3.51.3 must not meet mapped pages.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA recursive_triggers=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-32768"
    ),
}
# A line that is dead without a word is noticed within half a minute instead of two hours.
POSTGRES_LINE: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
# The pool grows by one connection at a time, and waits twice as long after each that fails: after
# an outage it would refuse people for as long again. Whoever comes next makes it try anew.
POSTGRES_POOL: dict[str, Any] = {
    "min_size": 0,
    "max_size": 16,
    "timeout": 10,
    "reconnect_timeout": 2,
}
REDIS_APPS = ("django_rq",)


def database_settings(env: Env) -> dict[str, Any]:
    """Return the one database. Each process has a pool of its own on PostgreSQL."""
    told: dict[str, Any] = dict(dj_database_url.parse(env.database_url))
    if told["ENGINE"].endswith("sqlite3"):
        options = SQLITE_OPTIONS
    else:
        pool = POSTGRES_POOL | {"max_size": max(1, env.database_pool)}
        options = {**POSTGRES_LINE, "pool": pool}
    told["OPTIONS"] = dict(told.get("OPTIONS", {})) | options
    # The pool looks whether a connection still lives before it gives it away: else each one that
    # the server has closed meanwhile would fail a request.
    told["CONN_HEALTH_CHECKS"] = True
    return {"default": told}


def channel_layers(env: Env) -> dict[str, dict[str, Any]]:
    """Return how the web processes hear each other."""
    if not env.redis_url:
        return {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    # The layer waits for messages for 5 s at a time. The library's own limit for an answer is as
    # long: who listens would fail whenever nothing happens, and miss what comes meanwhile.
    host = {"address": env.redis_url, "socket_timeout": 15, "socket_connect_timeout": 5}
    told = {"hosts": [host], "prefix": "fermata", "capacity": 1000}
    return {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": told}}


def queue_settings(env: Env) -> dict[str, Any]:
    """Return django-rq's settings; nothing without Redis."""
    if not env.redis_url:
        return {}
    queue = {
        "URL": env.redis_url,
        "DEFAULT_TIMEOUT": 3600,
        # Never pickle: who can write to Redis must not be able to run code here.
        "SERIALIZER": "rq.serializers.JSONSerializer",
    }
    return {
        # The name that `manage.py rqworker` takes when it is told none.
        "RQ_QUEUES": {"default": queue},
        "RQ": {"WORKER_CLASS": "workflows.worker.queue_worker.QueueWorker"},
    }
