"""Figures for Prometheus: requests by view, jobs by status, the database pool, the processes.

With several web processes each keeps its counts in a file (PROMETHEUS_MULTIPROC_DIR, set by the launcher before they
start), and whichever is asked adds them up.
"""

import os
from collections.abc import Iterable

import psutil
from django.db import connection
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_REQUESTS = Counter("lerna_requests", "Requests answered", ["view", "method", "status"])
_SECONDS = Histogram(
    "lerna_request_seconds",
    "Time to the answer",
    ["view"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
_POOL_SIZE = Gauge("lerna_database_pool_size", "Connections open", multiprocess_mode="livesum")
_POOL_FREE = Gauge("lerna_database_pool_available", "Connections idle", multiprocess_mode="livesum")
_POOL_WAITING = Gauge("lerna_database_pool_waiting", "Requests that wait for a connection", multiprocess_mode="livesum")


def count_request(*, view: str, method: str, status: int, seconds: float) -> None:
    """Counts one answered request, and looks at this process's pool on the way."""
    _REQUESTS.labels(view, method, str(status)).inc()
    _SECONDS.labels(view).observe(seconds)
    pool = getattr(connection, "pool", None)
    if pool is not None:
        stats = pool.get_stats()
        _POOL_SIZE.set(stats.get("pool_size", 0))
        _POOL_FREE.set(stats.get("pool_available", 0))
        _POOL_WAITING.set(stats.get("requests_waiting", 0))


def write_metrics() -> bytes:
    """All figures in Prometheus's text format. Raises a DatabaseError where the database doesn't answer."""
    registry = CollectorRegistry()
    registry.register(_Jobs())
    registry.register(_Processes())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest(registry) + generate_latest(REGISTRY)


class _Jobs(Collector):
    def collect(self) -> Iterable[Metric]:
        """Jobs by status. Those that succeeded are deleted at once, so the table stays short."""
        family = GaugeMetricFamily("lerna_jobs", "Jobs in the queue, by status", labels=["status"])
        with connection.cursor() as cursor:
            cursor.execute("select status::text, count(*) from procrastinate_jobs group by status")
            for status, count in cursor.fetchall():
                family.add_metric([status], count)
        yield family


class _Processes(Collector):
    def collect(self) -> Iterable[Metric]:
        """Memory and processor time of this web process and its siblings."""
        memory = GaugeMetricFamily("lerna_process_resident_bytes", "Memory in use", labels=["pid"])
        seconds = CounterMetricFamily("lerna_process_cpu_seconds", "Processor time used", labels=["pid"])
        for process in _web_processes():
            try:
                with process.oneshot():
                    times = process.cpu_times()
                    seconds.add_metric([str(process.pid)], times.user + times.system)
                    memory.add_metric([str(process.pid)], process.memory_info().rss)
            except psutil.NoSuchProcess:
                continue
        yield memory
        yield seconds


def _web_processes() -> list[psutil.Process]:
    """All workers of the web server; of another server (a test, a debugger) this process alone."""
    own = psutil.Process()
    parent = own.parent()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR") and parent is not None:
        return list(parent.children())
    return [own]
