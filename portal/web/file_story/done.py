"""What was done: steps of the asks, adopted reports of maatregelen, and what shows it."""

from collections.abc import Iterable, Iterator

from flask import url_for
from flask_babel import gettext as _

from portal.domain.file_events import FilePart
from portal.domain.meetings import decision_number
from portal.models import AskReference, AskStep, MaatregelProgress
from portal.queries.item_history import ItemHistory
from portal.web.file_story.event import Codes, FileEvent, Place, at, on
from portal.web.labels import kind as badge_kind
from portal.web.labels import label


def stepped(steps: Iterable[AskStep], codes: Codes) -> Iterator[FileEvent]:
    """Yield the moves of the asks with their reasons."""
    for step in steps:
        words = _(
            "Stand van ‘%(former)s’ naar ‘%(new)s’", former=label(step.from_state), new=label(step.to_state)
        )
        yield FileEvent(
            FilePart.STEP,
            at(step.at),
            str(words),
            step.by.name,
            step.reason,
            badge_kind(step.to_state),
            about=codes.get(step.ask_id, ""),
        )


def progressed(rows: Iterable[MaatregelProgress]) -> Iterator[FileEvent]:
    """Yield what adopted reports say of the maatregelen, on the last day they look at."""
    for row in rows:
        report = row.report
        url = url_for(
            "reports.show",
            period_code=report.period.code,
            network_code=report.network.code,
            _anchor=f"m-{row.maatregel.code}",
        )
        yield FileEvent(
            FilePart.PROGRESS,
            on(report.period.observes_until),
            f"{row.maatregel.title} ({row.maatregel.code}): {str(label(row.status)).lower()}",
            str(_("Vastgestelde rapportage %(network)s", network=report.network.short_title)),
            kind=badge_kind(row.status),
            place=Place(report.period.title, url),
        )


def shown(history: ItemHistory, codes: Codes) -> Iterator[FileEvent]:
    """Yield what shows it: references to what is in the portal, and files and links."""
    office = str(_("Programmabureau"))
    for each in history.references:
        yield FileEvent(
            FilePart.PROOF,
            at(each.added_at),
            str(_("Onderbouwing gekoppeld: %(kind)s", kind=str(label(each.kind)).lower())),
            office,
            each.words,
            "info",
            _place(each),
            codes.get(each.ask_id, ""),
        )
    for evidence in history.evidence:
        yield FileEvent(
            FilePart.PROOF,
            at(evidence.added_at),
            str(_("Bewijsstuk toegevoegd: %(title)s", title=evidence.title)),
            evidence.added_by.name,
            kind="info",
            about=codes.get(evidence.ask_id or 0, ""),
        )


def _place(each: AskReference) -> Place | None:
    if each.progress is not None:
        maatregel = each.progress.maatregel
        return Place(maatregel.title, url_for("maatregelen.show", code=maatregel.code))
    if each.decision is not None:
        words = _("Besluit %(number)s", number=decision_number(each.decision.year, each.decision.number))
        return Place(str(words), url_for("decisions.show", decision_id=each.decision.id))
    if each.observation is not None:
        indicator = each.observation.indicator
        return Place(indicator.title, url_for("indicators.show", code=indicator.code))
    if each.document is not None:
        return Place(each.document.title, url_for("documents.show", code=each.document.code))
    return None
