"""The web process: `granian --interface wsgi connector.wsgi:app`. With pool threads it works the tickets off, too."""

import os

from connector.app import create_app
from connector.bootstrap import build, check_database
from connector.jobs.pool import Pool
from connector.observability import set_up_logs
from connector.settings import read_settings

settings = read_settings(os.environ)
set_up_logs(settings.log_level)
application = build(settings)
check_database(application.engine)
app = create_app(application)

if int(settings.pool_threads):
    Pool(
        application.services,
        application.bell,
        int(settings.pool_threads),
        float(settings.sweep_seconds),
        float(settings.poll_seconds),
    ).start()
