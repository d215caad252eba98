"""A worker process's ear: RQ's own worker, in a thread beside the pool. Imported only where Redis is used."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from redis import Redis, RedisError
from redis.client import Pipeline
from rq import SimpleWorker
from rq.exceptions import StopRequested
from rq.timeouts import TimerDeathPenalty

from connector.jobs.queues import QUEUE, SERIALIZER, connect
from connector.jobs.tasks import answer_with

log = logging.getLogger(__name__)

WAIT_SECONDS = 1  # RQ's wait for a job: as often it looks whether it should stop
WORKER_TTL = WAIT_SECONDS + 15  # RQ waits 15 s less than this, its sockets 10 s longer than it waits
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 15.0


class _Ear(SimpleWorker):
    """Without what only a main thread may do, and without commands from Redis: those could stop or kill us."""

    death_penalty_class = TimerDeathPenalty  # the usual one needs signals
    max_connection_wait_time = 1.0  # reconnecting is the listener's

    def __init__(self, connection: Redis, stop: threading.Event, alive: Callable[[], None]) -> None:
        self._asked_to_stop = stop
        self._alive = alive
        super().__init__(
            [QUEUE], connection=connection, serializer=SERIALIZER, worker_ttl=WORKER_TTL, log_job_description=False
        )

    def _install_signal_handlers(self) -> None:
        return None

    def subscribe(self) -> None:
        return None

    def teardown(self) -> None:
        """Redis may be gone; its own time-out removes us then."""
        try:
            self.register_death()  # type: ignore[no-untyped-call]
        except RedisError:
            return

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:
        """RQ calls this around every wait. While Redis is away RQ would wait and try for ever, deaf to our stop."""
        if pipeline is None and self._asked_to_stop.is_set():
            raise StopRequested
        try:
            super().heartbeat(timeout, pipeline)
        except RedisError as error:
            raise StopRequested from error
        self._alive()


class Listener:
    """Hears jobs and rings `ring` for each. Survives Redis being killed, emptied and restarted; the log says once that
    it is away, and once that it is back."""

    def __init__(self, url: str, ring: Callable[[], None]) -> None:
        answer_with(ring)
        self._url = url
        self._stop = threading.Event()
        self._pause = FIRST_PAUSE
        self._away = False
        self._thread = threading.Thread(target=self._listen, name="retour-listener", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        self._stop.set()
        self._thread.join(seconds)

    def _listen(self) -> None:
        while not self._stop.is_set():
            why = ""
            try:
                with connect(self._url, WORKER_TTL) as redis:
                    _Ear(redis, self._stop, self._heard).work(logging_level="CRITICAL")
            except Exception as error:  # a thread without ears would go unnoticed: whatever it was, try again
                why = type(error).__name__
            if self._stop.is_set():
                return
            if not self._away:
                log.warning("redis_away", extra={"error": why})
            self._away = True
            self._stop.wait(self._pause)
            self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _heard(self) -> None:
        if self._away:
            log.warning("redis_back")
        self._away, self._pause = False, FIRST_PAUSE
