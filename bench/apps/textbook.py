"""The textbook: Flask, an ORM session and a commit per request, then a job of its own in RQ."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime

from flask import Flask, request
from redis import Redis
from rq import Queue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, registry

from bench.apps.ground import SECRET, TENANT
from connector.helpdesks.zendesk.webhook import sign
from connector.storage.session import make_engine
from connector.storage.tables import inbox

registry_ = registry()


class Event:
    """A delivery."""

    def __init__(self, delivery_id: str, ticket_id: str, at: datetime) -> None:
        self.tenant_id, self.delivery_id, self.ticket_id = TENANT, delivery_id, ticket_id
        self.received_at = self.due_at = at
        self.attempts, self.outcome = 0, ""
        self.id: int


registry_.map_imperatively(Event, inbox)
engine = make_engine(os.environ["BENCH_DATABASE"])
queue = Queue("events", connection=Redis.from_url(os.environ["BENCH_REDIS"]))
app = Flask("textbook")


@app.post("/hooks/<tenant>")
def hook(tenant: str) -> tuple[str, int]:
    body = request.get_data()
    wanted = sign(SECRET.decode(), request.headers["X-Zendesk-Webhook-Signature-Timestamp"], body)
    if wanted != request.headers["X-Zendesk-Webhook-Signature"]:
        return "", 401
    ticket = str(json.loads(body)["ticket_id"])
    with Session(engine) as session:
        event = Event(request.headers["X-Zendesk-Webhook-Invocation-Id"], ticket, datetime.now(UTC))
        session.add(event)
        try:
            session.commit()
        except IntegrityError:
            return "", 202
        number = event.id
    queue.enqueue("bench.apps.textbook.work", number)
    return "", 202


def work(number: int) -> None:
    """What the worker would do."""
