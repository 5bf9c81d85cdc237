"""Why remarkable values in the demonstration are right: who writes explains them before submitting."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.domain.audit import Actor
from portal.domain.checks import CheckCode
from portal.models import Report
from portal.queries.checks import findings_of
from portal.services.explanations import explain

EXPLANATIONS: Mapping[tuple[str, CheckCode], str] = {
    ("rtm-03", CheckCode.FTE_OVER_PLANNED): (
        "Klopt, want een collega is eerder begonnen om het werk van een vertrekkende collega over te nemen."
    ),
    ("sch-02", CheckCode.FTE_OVER_PLANNED): (
        "Klopt, want de luchthaven leent een half jaar iemand uit zonder daar geld voor te vragen."
    ),
}


def explain_all(session: Session, actor: Actor, report: Report) -> None:
    """Explain whatever stands in the way of submitting this report."""
    for found in findings_of(session, report):
        if found.stands and found.place.maatregel is not None:
            words = EXPLANATIONS[found.place.maatregel.code, found.finding.code]
            explain(session, actor, report, found.key, found.finding.value, words)
