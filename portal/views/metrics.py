"""Figures for a monitoring system that knows the token; for everybody else this page does not exist."""

import hmac
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, Response, abort, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy.exc import SQLAlchemyError

from portal.database import db
from portal.queries.figures import Figures, figures
from portal.web.doors import Door, requires
from portal.web.metrics import request_figures

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
@requires(Door.PUBLIC)
def metrics() -> Response:
    """Show the figures as text that Prometheus reads."""
    if not _knows_the_token():
        abort(404)
    registry = CollectorRegistry()
    registry.register(_Programme())
    text = generate_latest(request_figures().registry()) + generate_latest(registry)
    return Response(text, content_type=CONTENT_TYPE_LATEST)


def _knows_the_token() -> bool:
    token: str = current_app.config["METRICS_TOKEN"]
    given = request.headers.get("Authorization", "")
    return bool(token) and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


class _Programme:
    """What the database tells; that it does not answer is a figure too."""

    def collect(self) -> Iterator[Metric]:
        """Yield every figure."""
        try:
            found = figures(db.session)
        except SQLAlchemyError:
            db.session.rollback()
            yield GaugeMetricFamily("portal_database_up", "Of de database antwoordt", 0)
            return
        yield GaugeMetricFamily("portal_database_up", "Of de database antwoordt", 1)
        yield from _told(found)


def _told(found: Figures) -> Iterator[Metric]:
    yield _by("portal_mails", "Mails die wachten of mislukten", "state", found.mails)
    yield GaugeMetricFamily(
        "portal_mail_late_seconds", "Hoe lang de oudste wachtende mail te laat is", found.mail_late_seconds
    )
    yield GaugeMetricFamily("portal_sessions", "Sessies die open staan", found.sessions)
    yield _by("portal_security_events", "Weigeringen in het laatste uur", "action", found.happened)
    yield GaugeMetricFamily("portal_audit_position", "Einde van de keten", found.chain_position)
    yield _by("portal_reports", "Rapportages in de open periode, hele programma", "state", found.reports)


def _by(name: str, text: str, label: str, counts: Mapping[Any, int]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=[label])
    for value, count in counts.items():
        family.add_metric([str(value.value)], count)
    return family
