"""Figures for Prometheus, read from the tables at each asking: counts and ages of work, never of cases or people."""

import shutil
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from documents import anchors, backups, health, signs_of_life, sweeping
from documents.jobs import Job, Queue, State

LOOPBACK = frozenset({"127.0.0.1", "::1"})
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED", "HTTP_VIA")
"""Headers of a proxy: behind one every request comes from this machine."""


def may_ask(request: HttpRequest) -> bool:
    """With GREMIUM_METRICS_TOKEN whoever sends it; without, this machine alone and past every proxy."""
    if settings.METRICS_TOKEN:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        return scheme == "Bearer" and constant_time_compare(token, settings.METRICS_TOKEN)
    is_direct = not any(header in request.META for header in FORWARDED) and not settings.ALLAUTH_TRUSTED_PROXY_COUNT
    return is_direct and request.META.get("REMOTE_ADDR") in LOOPBACK


def measured() -> bytes:
    """All figures in the text format of Prometheus."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures())
    return generate_latest(registry)


class _Figures(Collector):
    def collect(self) -> Iterator[Metric]:
        yield from _jobs()
        yield _gauge("ready", "1 where the part is as it should be.", "part", _parts())
        ages = {name: _age(signs_of_life.last(name)) for name in (signs_of_life.SWEEPER, *Queue.values)}
        yield _gauge("sign_of_life_age_seconds", "Since the sweeper or a worker of the queue was heard.", "name", ages)
        last = backups.last_backups()
        kept = {kind: _age(last.get(kind)) for kind in (backups.DATA, backups.KEYS)}
        yield _gauge("backup_age_seconds", "Since the last backup from this machine.", "kind", kept)
        yield GaugeMetricFamily("gremium_sweeper_halts", "Why nothing is swept.", value=len(sweeping.halts()))
        path = anchors.anchors_file()
        if path.exists():
            age = timezone.now().timestamp() - path.stat().st_mtime
            yield GaugeMetricFamily(
                "gremium_journal_anchor_age_seconds", "Since a head of the journal was kept.", value=age
            )
        free = shutil.disk_usage(settings.DATA).free
        yield GaugeMetricFamily("gremium_disk_free_bytes", "Free on the disk of the data folder.", value=free)


def _jobs() -> Iterator[Metric]:
    counts = {(state, queue): 0 for state in State.values for queue in Queue.values}
    rows = Job.objects.order_by().values_list("state", "queue").annotate(Count("pk"))
    counts |= {(state, queue): count for state, queue, count in rows}
    jobs = GaugeMetricFamily("gremium_jobs", "Jobs by state and queue.", labels=["state", "queue"])
    for labels, count in counts.items():
        jobs.add_metric(list(labels), count)
    yield jobs
    waiting = Job.objects.claimable(timezone.now()).exclude(queue=Queue.OCR)  # nobody waits for text recognition
    oldest = waiting.aggregate(oldest=Min("due_at"))["oldest"]
    waited = _age(oldest) or 0.0
    yield GaugeMetricFamily("gremium_job_longest_wait_seconds", "How long the first due job waits.", value=waited)


def _parts() -> dict[str, float]:
    return {name: float(bool(part["ok"])) for name, part in health.report().items()}


def _gauge(name: str, told: str, label: str, values: dict[str, float | None] | dict[str, float]) -> Metric:
    """A figure by one label; what is not known has no line, so that its absence can be alarmed on."""
    gauge = GaugeMetricFamily(f"gremium_{name}", told, labels=[label])
    for key, value in values.items():
        if value is not None:
            gauge.add_metric([key], value)
    return gauge


def _age(moment: datetime | None) -> float | None:
    return (timezone.now() - moment).total_seconds() if moment is not None else None
