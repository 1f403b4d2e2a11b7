"""Sweeper and workers show that they are there, each queue for itself."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django.fixtures import Settings

from documents import signs_of_life
from documents.jobs import Queue
from documents.tasks import give_sign_of_life

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def nobody_heard(db: None) -> None:
    cache.clear()


def test_at_first_nobody_was_heard() -> None:
    assert signs_of_life.silent() == [signs_of_life.SWEEPER, *Queue.values]


def test_a_worker_answers_for_the_queue_it_heard(db: None) -> None:
    signs_of_life.ask()
    give_sign_of_life.apply(routing_key=Queue.OCR.value)

    assert signs_of_life.silent() == [Queue.INTERACTIVE, Queue.BULK]


def test_an_old_sign_does_not_count(db: None) -> None:
    old = timezone.now() - signs_of_life.SILENT - timedelta(seconds=1)
    cache.set("sign-of-life/ocr", old, 3600)

    assert Queue.OCR in signs_of_life.silent()
    assert signs_of_life.last(Queue.OCR) == old


def test_a_cache_that_is_away_stops_neither_sweeper_nor_doctor(settings: Settings) -> None:
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9/0"}
    settings.CACHES = {**settings.CACHES, "default": redis}

    signs_of_life.ask()

    assert signs_of_life.silent() == [signs_of_life.SWEEPER, *Queue.values]
