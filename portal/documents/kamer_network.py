"""One knooppunt in the chapter: progress, results, risks, money, people and what comes next."""

from collections import Counter

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.documents.drafting import Columns, Draft
from portal.documents.kamer_money import contributions, money_table, staffing
from portal.documents.kamer_sources import of_erratum, of_judgement, of_progress, of_report
from portal.documents.kamer_words import lower, said, status_words
from portal.domain.audience import Audience
from portal.domain.progress import OFF_SCHEDULE, Aspect, Rating
from portal.models import MaatregelProgress, Report
from portal.queries.adopted import AdoptedReport

NO_AUDIENCE = Audience.ALL_NETWORKS
"""For whom words are that carry no audience of their own: whoever may read an adopted report."""


def network_part(draft: Draft, adopted: AdoptedReport) -> None:
    """Add what one adopted report says."""
    report, network = adopted.report, adopted.report.network
    draft.heading(network.code, 2, network.title)
    draft.paragraph(f"{network.code}/samenvatting", report.summary, [of_report(report)])
    _progress(draft, report)
    _results(draft, report)
    _risks(draft, adopted)
    _money(draft, adopted)
    _next_steps(draft, report)
    _developments(draft, report)
    _errata(draft, adopted)


def _progress(draft: Draft, report: Report) -> None:
    key = f"{report.network.code}/voortgang"
    draft.heading(key, 3, _("Voortgang"))
    told = ngettext(
        "Het PPS-netwerk rapporteert over %(num)s maatregel: %(statuses)s.",
        "Het PPS-netwerk rapporteert over %(num)s maatregelen: %(statuses)s.",
        len(report.progress),
        statuses=status_words(report.progress),
    )
    draft.paragraph(f"{key}/aantallen", told, [of_progress(report, row) for row in report.progress])
    rows = [
        draft.row(
            f"{key}/{row.maatregel.code}",
            [row.maatregel.code, row.title, said(row.status), said(row.trend)],
            [of_progress(report, row)],
        )
        for row in report.progress
    ]
    columns = Columns((_("Code"), _("Maatregel"), _("Status"), _("Trend")), (2, 8, 4, 2))
    draft.table(f"{key}/tabel", _("Maatregelen van %(name)s", name=report.network.title), columns, rows)


def _results(draft: Draft, report: Report) -> None:
    told = [(row, _words(draft, report, row, row.done, row.result)) for row in report.progress]
    _per_maatregel(draft, report, "resultaten", _("Resultaten"), told)


def _next_steps(draft: Draft, report: Report) -> None:
    told = [(row, _words(draft, report, row, row.next_step)) for row in report.progress]
    _per_maatregel(draft, report, "vervolg", _("Volgende stappen"), told)


def _per_maatregel(
    draft: Draft, report: Report, part: str, title: str, told: list[tuple[MaatregelProgress, str]]
) -> None:
    key = f"{report.network.code}/{part}"
    draft.heading(key, 3, title)
    if not any(words for _row, words in told):
        none = _("Hierover is geen vastgestelde tekst die voor deze lezers is bedoeld.")
        draft.paragraph(f"{key}/geen", none, [of_report(report)])
    for row, words in told:
        if words:
            draft.paragraph(
                f"{key}/{row.maatregel.code}", f"{row.title}: {words}", [of_progress(report, row)]
            )


def _words(draft: Draft, report: Report, row: MaatregelProgress, *texts: str) -> str:
    told = (draft.told(text, row.audience, report.network.title) for text in texts)
    return " ".join(text for text in told if text)


def _risks(draft: Draft, adopted: AdoptedReport) -> None:
    report = adopted.report
    key = f"{report.network.code}/risicos"
    draft.heading(key, 3, _("Risico’s"))
    given = next((row for row in report.judgements if row.aspect is Aspect.RISKS), None)
    if given is not None and given.rating is not None:
        words = draft.told(given.explanation, NO_AUDIENCE, report.network.title)
        told = f"{_rated(given.rating, adopted.former.get(Aspect.RISKS))} {words}"
        draft.paragraph(f"{key}/oordeel", told, [of_judgement(report, Aspect.RISKS)])
    office = next((row for row in report.office_judgements if row.aspect is Aspect.RISKS), None)
    if office is not None:
        words = draft.told(office.explanation, NO_AUDIENCE, report.network.title)
        told = _("Het oordeel van het programmabureau is ‘%(rating)s’.", rating=lower(office.rating))
        draft.paragraph(
            f"{key}/programmabureau", f"{told} {words}", [of_judgement(report, Aspect.RISKS, office=True)]
        )
    for row in report.progress:
        if row.status in OFF_SCHEDULE:
            _delay(draft, report, row, f"{key}/{row.maatregel.code}")


def _rated(rating: Rating, former: Rating | None) -> str:
    told = str(_("Het PPS-netwerk beoordeelt de risico’s als ‘%(rating)s’.", rating=lower(rating)))
    if former is None or former is rating:
        return told
    return f"{told} {_('In de vorige vastgestelde rapportage was dat ‘%(rating)s’.', rating=lower(former))}"


def _delay(draft: Draft, report: Report, row: MaatregelProgress, key: str) -> None:
    reason = lower(row.delay_reason) if row.delay_reason else _("niet genoemd")
    told = _(
        "%(title)s: %(status)s. Reden: %(reason)s.",
        title=row.title,
        status=said(row.status).lower(),
        reason=reason,
    )
    words = _words(draft, report, row, row.recovery)
    if words:
        told = f"{told} {_('Wat nodig is: %(words)s', words=words)}"
    draft.paragraph(key, told, [of_progress(report, row)])


def _money(draft: Draft, adopted: AdoptedReport) -> None:
    key = f"{adopted.report.network.code}/geld"
    draft.heading(key, 3, _("Geld en mensen"))
    money_table(draft, adopted, key)
    contributions(draft, adopted.report, key)
    staffing(draft, adopted.report, key)


def _developments(draft: Draft, report: Report) -> None:
    words = draft.told(report.developments, report.developments_audience, report.network.title)
    if words:
        key = f"{report.network.code}/ontwikkelingen"
        draft.heading(key, 3, _("Nieuwe ontwikkelingen"))
        draft.paragraph(f"{key}/tekst", words, [of_report(report)])


def _errata(draft: Draft, adopted: AdoptedReport) -> None:
    report, shown = adopted.report, Counter[str]()
    key = f"{report.network.code}/errata"
    for number, erratum in enumerate(adopted.errata, start=1):
        passage = draft.told(erratum.passage, erratum.audience, report.network.title)
        if not passage:
            continue
        if not shown:
            draft.heading(key, 3, _("Errata"))
        shown[key] += 1
        told = _(
            "In de rapportage staat: ‘%(passage)s’. Dat moet zijn: ‘%(correction)s’.",
            passage=passage,
            correction=erratum.correction.strip(),
        )
        draft.paragraph(f"{key}/{number}", told, [of_erratum(report, erratum, adopted.errata)])
