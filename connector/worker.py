"""A worker process: the same pool as the embedded one, on the same rows. Any number may run beside web processes."""

from __future__ import annotations

import os
import signal

from connector.bootstrap import build, check_database
from connector.jobs.pool import Pool
from connector.observability import set_up_logs
from connector.settings import read_settings


def main() -> None:
    settings = read_settings(os.environ)
    set_up_logs(settings.log_level)
    application = build(settings)
    check_database(application.engine)
    threads = int(settings.pool_threads) or 32
    pool = Pool(
        application.services, application.bell, threads, float(settings.sweep_seconds), float(settings.poll_seconds)
    )
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: pool.stop())
    pool.start()
    pool.run_until_stopped()


if __name__ == "__main__":
    main()
