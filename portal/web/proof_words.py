"""How people call what shows that an ask is carried out, and where it can be read."""

from flask import url_for
from flask_babel import gettext as _

from portal.models import AskReference, Decision, Document, MaatregelProgress, Observation
from portal.web.agenda_words import decision_name
from portal.web.formats import day, day_range, number, shortened
from portal.web.labels import label


def proof_words(proof: MaatregelProgress | Decision | Observation | Document) -> str:
    """Return one line that says what it is."""
    if isinstance(proof, MaatregelProgress):
        report = proof.report
        status = str(label(proof.status)).lower() if proof.status else _("geen status")
        place = f"{report.network.short_title}, {report.period.title}"
        return f"{proof.maatregel.code} {proof.title}, {place}: {status}"
    if isinstance(proof, Decision):
        words = _("Besluit %(number)s: %(text)s", number=decision_name(proof), text=shortened(proof.text))
        return str(words)
    if isinstance(proof, Observation):
        days = day_range(proof.observed_from, proof.observed_until)
        value = f"{number(float(proof.value))} {proof.indicator.unit}"
        return f"{proof.indicator.title}, {proof.knooppunt.title}, {days}: {value} ({proof.source})"
    dated = day(proof.dated_on) or proof.date_words
    return f"{proof.title} ({dated})" if dated else proof.title


def proof_address(reference: AskReference) -> str:
    """Return where what a reference points at can be read."""
    if reference.progress is not None:
        report = reference.progress.report
        return url_for("reports.show", period_code=report.period.code, network_code=report.network.code)
    if reference.decision is not None:
        return url_for("decisions.show", decision_id=reference.decision.id)
    if reference.observation is not None:
        code, observation_id = reference.observation.indicator.code, reference.observation.id
        return url_for("observations.show", code=code, observation_id=observation_id)
    if reference.document is not None:
        return url_for("documents.show", code=reference.document.code)
    return ""
