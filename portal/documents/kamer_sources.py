"""The name, title and day of every row that a document for the Kamer can rest on."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from portal.documents.drafting import source
from portal.domain.issued import Source, SourceKind
from portal.domain.progress import Aspect
from portal.domain.sources import Source as Passage
from portal.models import Contribution, Erratum, MaatregelProgress, MoneyLine, Period, PlanEntry, Report
from portal.queries.documents import Names
from portal.web.formats import day
from portal.web.labels import label


def of_period(period: Period) -> Source:
    """Return the period itself: that it was adopted, and which networks did not report."""
    title = _("Rapportageperiode %(title)s, vastgesteld door de stuurgroep", title=period.title)
    return source(SourceKind.PERIOD, period.code, title, period.observes_until)


def of_report(report: Report) -> Source:
    """Return an adopted report: its summary and what was filled in besides the maatregelen."""
    return source(SourceKind.REPORT, _code(report), _named(report), report.period.observes_until)


def of_progress(report: Report, row: MaatregelProgress) -> Source:
    """Return what an adopted report says of one maatregel."""
    title = _(
        "%(report)s, maatregel %(code)s: %(title)s",
        report=_named(report),
        code=row.maatregel.code,
        title=row.title,
    )
    code = f"{report.period.code}/{row.maatregel.code}"
    return source(SourceKind.PROGRESS, code, title, report.period.observes_until)


def of_judgement(report: Report, aspect: Aspect, *, office: bool = False) -> Source:
    """Return the judgement of a network on itself, or that of the programme office."""
    title = (
        _(
            "%(report)s, oordeel van het programmabureau: %(aspect)s",
            report=_named(report),
            aspect=label(aspect),
        )
        if office
        else _(
            "%(report)s, oordeel van het PPS-netwerk: %(aspect)s", report=_named(report), aspect=label(aspect)
        )
    )
    kind = SourceKind.OFFICE_JUDGEMENT if office else SourceKind.JUDGEMENT
    return source(kind, f"{_code(report)}/{aspect.value}", title, report.period.observes_until)


def of_money(report: Report, line: MoneyLine) -> list[Source]:
    """Return what a report says of one funding source in one year, and the budget beside it."""
    funding, year = line.funding_source, line.year
    said = _("%(report)s, geld: %(source)s %(year)s", report=_named(report), source=funding.title, year=year)
    budget = _(
        "Begroting van het plan en verschuivingen: %(network)s, %(source)s %(year)s",
        network=report.network.title,
        source=funding.title,
        year=year,
    )
    until = report.period.observes_until
    return [
        source(SourceKind.MONEY, f"{_code(report)}/{year}/{funding.code}", said, until),
        source(SourceKind.BUDGET, f"{report.network.code}/{year}/{funding.code}", budget, until),
    ]


def of_contribution(report: Report, row: Contribution) -> Source:
    """Return what a partner brings in."""
    number = _place(row, report.contributions)
    title = _("%(report)s, bijdrage %(number)s van een partner", report=_named(report), number=number)
    code = f"{_code(report)}/{number}"
    return source(SourceKind.CONTRIBUTION, code, title, report.period.observes_until)


def of_erratum(report: Report, erratum: Erratum, errata: Sequence[Erratum]) -> Source:
    """Return a correction beside an adopted report; its day is that on which it was added."""
    number = _place(erratum, errata)
    title = _("%(report)s, erratum %(number)s", report=_named(report), number=number)
    return source(SourceKind.ERRATUM, f"{_code(report)}/{number}", title, erratum.added_at.date())


def of_plan(kind: SourceKind, entry: PlanEntry, title: str, names: Names, as_of: date) -> Source:
    """Return an entry of the plan with the words in the letters that it rests on."""
    return source(kind, entry.code, title, as_of, quotes(entry.sources, names))


def quotes(passages: Sequence[Passage], names: Names) -> str:
    """Return the places in documents, each with its words."""
    return "; ".join(
        f"{_document(each.document, names)}, {each.section}: “{each.quote}”" for each in passages
    )


def _document(code: str, names: Names) -> str:
    name = names.get(code)
    if name is None:
        return code
    written = day(name.dated_on) or name.date_words
    return f"{name.title} ({written})" if written else name.title


def _place(row: object, rows: Sequence[object]) -> int:
    return [each is row for each in rows].index(True) + 1


def _code(report: Report) -> str:
    return f"{report.period.code}/{report.network.code}"


def _named(report: Report) -> str:
    return str(
        _(
            "Voortgangsrapportage %(network)s, %(period)s",
            network=report.network.title,
            period=report.period.title,
        )
    )
