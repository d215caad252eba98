"""What every reference stands on: the settings, the signature, the statement."""

from __future__ import annotations

import base64
import hmac
import json
import os
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import make_url

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

DATABASE = make_url(os.environ["BENCH_DATABASE"])
SECRET = os.environ["BENCH_SECRET"].encode()
TENANT = os.environ["BENCH_TENANT"]
ON_SQLITE = DATABASE.get_backend_name() == "sqlite"
HOLE = "?" if ON_SQLITE else "%s"
ROW = f"({', '.join([HOLE] * 5)}, 0, '')"
INSERT = (
    "INSERT INTO inbox (tenant_id, delivery_id, ticket_id, received_at, due_at, attempts, outcome) VALUES {rows} "
    "ON CONFLICT DO NOTHING"
)

Execute = Callable[[str, Any], object]


def connect() -> Execute:
    """A raw connection that commits each statement: durable when it returns."""
    if ON_SQLITE:
        lite = sqlite3.connect(str(DATABASE.database), timeout=30, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            lite.execute(f"PRAGMA {pragma}")
        return lite.execute
    return psycopg.connect(
        host=DATABASE.host, port=DATABASE.port, user=DATABASE.username, dbname=DATABASE.database, autocommit=True
    ).execute


def verified(environ: WSGIEnvironment) -> tuple[str, str] | None:
    """Delivery and ticket; None if the signature is wrong."""
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    stamp = environ["HTTP_X_ZENDESK_WEBHOOK_SIGNATURE_TIMESTAMP"].encode()
    wanted = base64.b64encode(hmac.digest(SECRET, stamp + body, "sha256")).decode()
    if not hmac.compare_digest(wanted, environ["HTTP_X_ZENDESK_WEBHOOK_SIGNATURE"]):
        return None
    return environ["HTTP_X_ZENDESK_WEBHOOK_INVOCATION_ID"], str(json.loads(body)["ticket_id"])


def answer(start: StartResponse, status: str) -> list[bytes]:
    start(status, [("Content-Length", "0")])
    return [b""]
