"""The Celery application; the database row is the job, the broker only rings the bell."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
app = Celery("gremium")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["documents"])
