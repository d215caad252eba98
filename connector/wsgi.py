"""The web process: `granian --interface wsgi connector.wsgi:app`. With pool threads it works the tickets off, too; with
none (`RETOUR_POOL_THREADS=0`) worker processes do, and with Redis it rings their bell. While `retour restored` is
unfinished it serves alone: accounts are connected again through it."""

import logging
import os
from multiprocessing.util import Finalize

from connector.app import create_app
from connector.bootstrap import build, check_database
from connector.jobs.queues import RedisBell
from connector.observability import set_up_logs
from connector.settings import read_settings

settings = read_settings(os.environ)
set_up_logs(settings.log_level)
application = build(settings)
check_database(application.engine)
app = create_app(application)

if application.restoring():
    logging.getLogger(__name__).error("restore_unfinished")
elif int(settings.pool_threads):
    pool = application.pool(int(settings.pool_threads))
    pool.start()
    Finalize(None, pool.stop, exitpriority=10)  # at the end; a server's forked worker runs no `atexit` handlers
elif settings.redis_url:
    application.bell.lead_to(RedisBell(settings.redis_url).ring)
