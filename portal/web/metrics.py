"""Figures about requests, counted over all processes of one server; nothing in them is about a person."""

import os
import time
from typing import cast

from flask import Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, values
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy.pool import QueuePool

from portal.database import db
from portal.web.navigation import AREAS

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Folder in which the processes of one server count together; `portal serve` makes it."""
_NAME = "mainportaal.metrics"
_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class RequestFigures:
    """What is counted of each request: the part of the portal, the kind of answer, and how long it took."""

    def __init__(self) -> None:
        if os.environ.get(SHARED):
            # Decided at import by the library; here the folder is known only once the server starts.
            values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]
        self._own = CollectorRegistry()
        self.seconds = Histogram(
            "portal_request_seconds",
            "Duur van verzoeken, per onderdeel en soort antwoord",
            ("area", "status"),
            buckets=_BUCKETS,
            registry=self._own,
        )
        self.failures = Counter(
            "portal_request_failures",
            "Verzoeken die op een fout van het portaal eindigden",
            ("status",),
            registry=self._own,
        )
        self.connections = Gauge(
            "portal_database_connections",
            "Verbindingen met de database: in gebruik, en hoeveel er mogen zijn",
            ("state",),
            registry=self._own,
            multiprocess_mode="livesum",
        )

    def registry(self) -> CollectorRegistry:
        """Return where to read the figures of all processes."""
        if not os.environ.get(SHARED):
            return self._own
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return registry


def init_app(app: Flask) -> None:
    """Count every request."""
    figures = RequestFigures()
    app.extensions[_NAME] = figures

    @app.after_request
    def count(response: Response) -> Response:
        if request.endpoint in {"static", "health.healthz", "metrics.metrics"}:
            return response
        took = time.perf_counter() - g.get("began", time.perf_counter())
        figures.seconds.labels(_area(), f"{response.status_code // 100}xx").observe(took)
        if response.status_code >= 500:  # noqa: PLR2004
            figures.failures.labels(str(response.status_code)).inc()
        pool = db.engine.pool
        if isinstance(pool, QueuePool):
            figures.connections.labels("in_use").set(pool.checkedout())
            figures.connections.labels("allowed").set(pool.size())
        return response


def request_figures() -> RequestFigures:
    """Return the figures of this application."""
    return cast("RequestFigures", current_app.extensions[_NAME])


def _area() -> str:
    """Return the part of the portal, as in its menu: few, and never an address or a code."""
    name = request.blueprint or "none"
    return AREAS.get(name, name)
