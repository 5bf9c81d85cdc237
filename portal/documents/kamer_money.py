"""Money and people of one network as its adopted report tells them; funding sources are never added up."""

from decimal import Decimal

from flask_babel import gettext as _

from portal.documents.drafting import Columns, Draft
from portal.documents.kamer_sources import of_contribution, of_money, of_progress, of_report
from portal.documents.kamer_words import lower
from portal.domain.audience import Audience
from portal.domain.money import Staffing
from portal.models import Report
from portal.queries.adopted import AdoptedLine, AdoptedReport
from portal.web.formats import euro, number
from portal.web.labels import label

MONEY_WORDS = Audience.STEERING
"""For whom the words beside amounts are: who may read the money of all networks."""


def money_table(draft: Draft, adopted: AdoptedReport, key: str) -> None:
    """Add what there is, what is committed, spent and expected, for each year and funding source."""
    report = adopted.report
    rows = [
        draft.row(f"{key}/{_code(each)}", _cells(each), of_money(report, each.line)) for each in adopted.money
    ]
    columns = Columns(
        (
            _("Jaar en bron"),
            _("Begroot"),
            _("Verplicht"),
            _("Besteed"),
            _("Verwacht"),
            _("Blijft over"),
        ),
        (6, 4, 4, 4, 4, 4),
        (1, 2, 3, 4, 5),
    )
    if not rows:
        draft.paragraph(f"{key}/geen", _("De rapportage noemt geen bedragen."), [of_report(report)])
    draft.table(f"{key}/tabel", _("Geld van %(name)s", name=report.network.title), columns, rows)
    for each in adopted.money:
        reason = each.line.underspend_reason
        told = [
            _("Reden dat er geld overblijft: %(reason)s.", reason=lower(reason)) if reason else "",
            draft.told(each.line.explanation, MONEY_WORDS, report.network.title),
        ]
        words = " ".join(filter(None, told))
        draft.paragraph(
            f"{key}/{_code(each)}/toelichting",
            f"{_named(each)}. {words}" if words else "",
            of_money(report, each.line),
        )


def contributions(draft: Draft, report: Report, key: str) -> None:
    """Add what partners bring in besides public money, as far as it is for these readers."""
    for row in report.contributions:
        who = row.partner.title if row.partner else _("Een andere partner")
        what = euro(row.amount) if row.amount is not None else str(label(row.kind))
        told = _("%(who)s brengt in: %(what)s.", who=who, what=what)
        words = draft.told(f"{told} {row.description}", row.audience, report.network.title)
        source = of_contribution(report, row)
        draft.paragraph(f"{key}/bijdrage/{source.ref.code.rpartition('/')[2]}", words, [source])


def staffing(draft: Draft, report: Report, key: str) -> None:
    """Add planned and filled places of the maatregelen that name both."""
    rows = [row for row in report.progress if row.fte_planned is not None and row.fte_filled is not None]
    if not rows:
        none = _("De rapportage noemt geen fte.")
        draft.paragraph(f"{key}/fte", none, [of_report(report)])
        return
    found = Staffing(
        sum((row.fte_planned or Decimal(0) for row in rows), Decimal(0)),
        sum((row.fte_filled or Decimal(0) for row in rows), Decimal(0)),
    )
    told = _(
        "Gepland zijn %(planned)s fte, ingevuld zijn %(filled)s fte. Niet ingevuld: %(gap)s fte.",
        planned=number(float(found.planned)),
        filled=number(float(found.filled)),
        gap=number(float(found.gap)),
    )
    draft.paragraph(f"{key}/fte", told, [of_progress(report, row) for row in rows])


def _cells(each: AdoptedLine) -> list[str]:
    figures = each.figures
    amounts = (figures.budget, figures.committed, figures.realised, figures.forecast, figures.left_at_end)
    return [_named(each), *(euro(amount) or _("Niet gemeld") for amount in amounts)]


def _named(each: AdoptedLine) -> str:
    return f"{each.line.year}, {each.line.funding_source.title}"


def _code(each: AdoptedLine) -> str:
    return f"{each.line.year}/{each.line.funding_source.code}"
