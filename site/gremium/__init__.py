"""The composed site. Celery's application is made here, so that every process that loads the site can ring."""

from gremium.celery import app as celery_app

__all__ = ["celery_app"]
