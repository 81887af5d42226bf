"""One real worker process of the kill test, with a short lease."""

from __future__ import annotations

import django

django.setup()

from jobcaffe.foundation.jobs import worker  # noqa: E402

worker.run(timing=worker.Timing(lease=1.0, heartbeat=0.3, poll=0.05, tick=3600))
