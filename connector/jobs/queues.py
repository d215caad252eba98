"""The queue in Redis, and the bell that puts a job into it. The embedded form never imports Redis or RQ."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redis import Redis

log = logging.getLogger(__name__)

QUEUE = "retour"
DRAIN = "connector.jobs.tasks.drain"
SERIALIZER = "json"  # RQ's own default unpickles whatever lies in Redis
PLENTY = 8  # waiting jobs: one more would wake nobody who is not woken anyway
STALE_SECONDS = 60  # a ring that nobody heard for so long is forgotten: the sweep was there
JOB_SECONDS = 30  # far above what ringing a bell takes
SOCKET_SECONDS = 0.5
PAUSE_SECONDS = 2.0  # after a failure, before Redis is asked again


def connect(url: str, seconds: float) -> Redis:
    """Make a client whose calls end within `seconds`, one fresh connection included. Nothing is sent yet."""
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    # One repeat, for the connection that lay idle while Redis was restarted; RESP2, which every Redis and proxy speaks.
    return Redis.from_url(
        url, socket_timeout=seconds, socket_connect_timeout=seconds, retry=Retry(NoBackoff(), 1), protocol=2
    )


class RedisBell:
    """Rings in whichever worker process is free. `ring` only marks that there is something to do: a thread of its own
    puts one job into the queue for all marks since the last. Redis away: rings are lost, which the workers' sweep
    makes up for, and the log says so once."""

    def __init__(self, url: str) -> None:
        from rq import Queue  # now, not at the first ring: a receive would wait for it

        self._queue = Queue(QUEUE, connection=connect(url, SOCKET_SECONDS), serializer=SERIALIZER)
        self._rung = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._away = False

    def ring(self) -> None:
        self._rung.set()
        if self._thread is None:
            self._start()

    def _start(self) -> None:
        """At the first ring, so that a server that forks after loading the application has the thread in the fork."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._carry, name="retour-bell", daemon=True)
                self._thread.start()

    def _carry(self) -> None:
        from redis import RedisError

        while True:
            self._rung.wait()
            self._rung.clear()
            try:
                self._enqueue()
            except (RedisError, OSError) as error:
                if not self._away:
                    log.warning("redis_away", extra={"error": type(error).__name__})
                self._away = True
                time.sleep(PAUSE_SECONDS)
            except Exception:
                log.exception("bell_failed")  # the thread must live on
                time.sleep(PAUSE_SECONDS)
            else:
                if self._away:
                    log.warning("redis_back")
                self._away = False

    def _enqueue(self) -> None:
        if self._queue.count < PLENTY:
            self._queue.enqueue_call(
                DRAIN, timeout=JOB_SECONDS, ttl=STALE_SECONDS, result_ttl=0, failure_ttl=STALE_SECONDS
            )
