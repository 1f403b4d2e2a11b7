"""The Celery application; the database row is the job, the broker only rings the bell."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
app = Celery("gremium")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    ["documents", "forms", "pages", "gremium.people", "gremium.cases", "gremium.meetings", "gremium.oversight"]
)


@setup_logging.connect
def keep_quiet_logs(**kwargs: Any) -> None:
    """Someone who answers this signal keeps Celery from setting up logs of its own, which quote errors."""
