"""The money of a year, and the statement about it, as tables to take along."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.documents.figures import Cell, Figures, Sheet
from portal.domain.money_totals import Total
from portal.models import Report
from portal.queries.money_overview import MoneyOverview, NetworkMoney
from portal.web.labels import label


def overview_figures(overview: MoneyOverview, made_at: datetime, *, demonstration: bool) -> Figures:
    """Return the tables of the page about the money of a year."""
    facts = [
        (_("Jaar"), str(overview.year)),
        (_("Bron"), _("De begroting van het plan, de verschuivingen daarna en de laatste rapportages")),
        (_("Bedragen"), _("In hele euro’s. Geld uit verschillende bronnen is nooit opgeteld.")),
        (_("Weggelaten"), _left_out(overview.left_out)),
    ]
    title = _("Geld in %(year)s", year=overview.year)
    return Figures(title, made_at, facts, list(_sheets(overview)), demonstration)


def _left_out(number: int) -> str:
    if not number:
        return str(_("Concepten. Verder niets."))
    words = ngettext(
        "Concepten, en %(num)s bijdrage die niet voor u is bedoeld.",
        "Concepten, en %(num)s bijdragen die niet voor u zijn bedoeld.",
        number,
    )
    return str(words)


def _sheets(overview: MoneyOverview) -> Iterator[Sheet]:
    yield Sheet(_("Geld"), _heads(), list(_rows(overview)))
    yield Sheet(
        _("Formatie"),
        [_("PPS-netwerk"), _("Fte gepland"), _("Fte ingevuld"), _("Niet ingevuld"), *_source_heads()],
        [
            [
                report.network.title,
                float(staffing.planned),
                float(staffing.filled),
                float(staffing.gap),
                *_source(report),
            ]
            for report in overview.reports
            if (staffing := overview.staffing.get(report.id))
        ],
    )
    yield Sheet(
        _("Bijdragen van partners"),
        [
            _("PPS-netwerk"),
            _("Partner"),
            _("Soort"),
            _("Bedrag"),
            _("Omschrijving"),
            _("Voor wie"),
            *_source_heads(),
        ],
        [
            [
                report.network.title,
                row.partner.title if row.partner else _("Een andere partner"),
                str(label(row.kind)),
                row.amount,
                row.description,
                str(label(row.audience)),
                *_source(report),
            ]
            for report, row in overview.contributions
        ],
    )


def _heads() -> list[str]:
    return [
        _("Financieringsbron"),
        _("PPS-netwerk"),
        _("Plan"),
        _("Budget nu"),
        _("Verplicht"),
        _("Gerealiseerd"),
        _("Verwachting heel jaar"),
        _("Nog niet besteed"),
        _("Nog niet besteed (%)"),
        _("Blijft naar verwachting over"),
        _("Blijft naar verwachting over (%)"),
        _("Reden"),
        _("Toelichting"),
        *_source_heads(),
    ]


def _source_heads() -> list[str]:
    return [_("Peildatum"), _("Rapportage"), _("Status")]


def _rows(overview: MoneyOverview) -> Iterator[Sequence[Cell]]:
    for source in overview.sources:
        for row in source.rows:
            yield [source.source.title, row.network.title, row.planned, *_amounts(row.total), *_words(row)]
        planned = sum(row.planned for row in source.rows)
        total = source.total
        told = _("%(reported)s van %(all)s gerapporteerd", reported=total.reported, all=len(source.rows))
        yield [source.source.title, _("Totaal"), planned, *_amounts(total), None, told, None, None, None]


def _amounts(total: Total) -> list[Cell]:
    return [
        total.budget,
        total.committed,
        total.realised,
        total.forecast,
        total.left_now,
        total.share_now,
        total.left_at_end,
        total.share_at_end,
    ]


def _words(row: NetworkMoney) -> list[Cell]:
    if row.line is None or row.report is None:
        return [None, _("Nog niet gerapporteerd"), None, None, None]
    return [str(label(row.line.underspend_reason)), row.line.explanation, *_source(row.report)]


def _source(report: Report) -> list[Cell]:
    return [report.period.observes_until, report.period.title, str(label(report.state))]
