"""A worker process: the same pool as the embedded one, on the same rows. Any number may run beside web processes, on
any number of machines. SIGTERM or SIGINT: what is at hand is finished within ten seconds, nothing new is begun."""

from __future__ import annotations

import os
import signal
import sys

from connector.bootstrap import build, check_database
from connector.domain.errors import RetourError
from connector.metrics import exposition, serve_metrics
from connector.observability import set_up_logs
from connector.settings import Settings, read_settings

THREADS = 32  # where the setting says 0, which is meant for the web processes beside us
STOP = {signal.SIGTERM, signal.SIGINT}


def work(settings: Settings) -> None:
    """Work until a signal comes. Raise NotMigrated at once if the database cannot be used, SystemExit if a restored one
    was not looked through to the end."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP)  # before any thread starts: signals wait for `sigwait` below
    application = build(settings)
    check_database(application.engine)
    if application.restoring():
        sys.exit("a backup was restored and `retour restored` did not end well: repeat it before anything works")
    pool = application.pool(int(settings.pool_threads) or THREADS)
    if int(settings.metrics_port):
        serve_metrics(
            lambda: exposition(application.engine, application.services.clock),
            settings.metrics_token,
            int(settings.metrics_port),
        )
    pool.start()
    if not settings.redis_url:
        signal.sigwait(STOP)
    else:
        from connector.jobs.listener import Listener  # only here: Redis and RQ take 300 ms and 30 MB

        listener = Listener(settings.redis_url, application.bell.ring)
        listener.start()
        signal.sigwait(STOP)
        pool.stop()  # first: while a listener hangs on its Redis, nothing new may be begun
        listener.stop()
    pool.stop()
    application.engine.dispose()


def main() -> None:
    try:
        settings = read_settings(os.environ)
        set_up_logs(settings.log_level)
        work(settings)
    except RetourError as error:
        sys.exit(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
