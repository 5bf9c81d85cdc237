"""What the plan costs and what was done with the money: headings 3 and 5 of the CW 3.1 table."""

from collections import Counter
from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.documents.drafting import Columns, Draft, source
from portal.documents.kamer_cw31_goals import Part, of_programme
from portal.documents.kamer_sources import of_contribution, of_money, of_period, of_plan, of_progress, quotes
from portal.documents.kamer_words import in_a_row, lower
from portal.domain.issued import Source, SourceKind
from portal.domain.money_totals import Total, total
from portal.domain.progress import Proactivity
from portal.queries.adopted import AdoptedLine, AdoptedReport
from portal.queries.budget import BudgetTable
from portal.queries.cw31 import Cw31Facts
from portal.web.formats import euro


def money(draft: Draft, facts: Cw31Facts) -> tuple[Part, Part]:
    """Add what it costs the Rijk by year, and what others bring in."""
    draft.heading("geld", 2, _("3. Financiële gevolgen"))
    draft.heading("geld/rijk", 3, _("3a. Voor het Rijk"))
    for table in facts.budgets:
        _budget_table(draft, facts, table)
    structural = next((table for table in facts.budgets if table.funding_source.in_programme_budget), None)
    sources = [each for table in facts.budgets for each in _of_budget(facts, table)]
    told = _structural_words(structural) if structural else _("De stukken noemen geen bedragen.")
    state = Part("rijk", _("3a. Financiële gevolgen voor het Rijk"), told, _differs(structural), sources)
    return state, _society(draft, facts)


def efficiency(draft: Draft, facts: Cw31Facts) -> Part:
    """Add how proactive maatregelen are, and what was spent of the budget."""
    title = _("5. Nagestreefde doelmatigheid")
    draft.heading("doelmatigheid", 2, title)
    if facts.adopted is None:
        none = _("Er is nog geen rapportage vastgesteld.")
        draft.paragraph("doelmatigheid/geen", none, [of_programme(facts)])
        return Part("doelmatigheid", title, none, _("Alles."), [of_programme(facts)])
    rows = [(each.report, row) for each in facts.adopted.reports for row in each.report.progress]
    counted = Counter(row.proactivity for _report, row in rows)
    sources = [of_progress(*each) for each in rows] or [of_period(facts.adopted.period)]
    told = in_a_row([f"{counted[each]} {lower(each)}" for each in Proactivity if counted[each]])
    mix = _("Verdeling van de maatregelen: %(told)s.", told=told or _("niet gemeld"))
    draft.paragraph("doelmatigheid/verdeling", mix, sources)
    spent = _spent_table(draft, facts.adopted.reports)
    lacking = [
        _("bij %(number)s maatregelen is niet gemeld of zij proactief of reactief zijn", number=counted[None])
        if counted[None]
        else "",
        *(
            _("%(network)s leverde geen rapportage", network=network.title)
            for network in facts.adopted.missing
        ),
    ]
    missing = in_a_row([each for each in lacking if each])
    return Part(
        "doelmatigheid",
        title,
        mix,
        f"{missing[:1].upper()}{missing[1:]}." if missing else "",
        sources + spent,
    )


def _budget_table(draft: Draft, facts: Cw31Facts, table: BudgetTable) -> None:
    key = f"geld/{table.funding_source.code}"
    sources = _of_budget(facts, table)
    rows = [
        draft.row(
            f"{key}/{line.series}",
            [line.title, *(euro(line.amounts.get(year)) or "–" for year in table.years)],
            [found],
        )
        for line, found in zip(table.lines, sources, strict=True)
    ]
    rows.append(
        draft.row(f"{key}/totaal", [_("Totaal"), *(euro(each.computed) for each in table.totals)], sources)
    )
    heads = (
        _("Onderdeel"),
        *(
            _("%(year)s en later", year=year) if year in table.open_ended else str(year)
            for year in table.years
        ),
    )
    columns = Columns(heads, (6, *(3 for _year in table.years)), tuple(range(1, len(heads))))
    draft.table(key, _("Begroting: %(source)s", source=table.funding_source.title), columns, rows)


def _of_budget(facts: Cw31Facts, table: BudgetTable) -> list[Source]:
    return [
        source(
            SourceKind.BUDGET_SERIES,
            line.series,
            _("Begroting van het plan: %(title)s", title=line.title),
            facts.programme.as_of,
            quotes(line.sources, facts.names),
        )
        for line in table.lines
    ]


def _structural_words(table: BudgetTable) -> str:
    last = table.totals[-1]
    return str(_("%(amount)s per jaar vanaf %(year)s.", amount=euro(last.computed), year=last.year))


def _differs(table: BudgetTable | None) -> str:
    differing = [each for each in table.totals if not each.agrees] if table else []
    if not differing:
        return ""
    years = in_a_row([str(each.year) for each in differing])
    return str(_("De som wijkt af van het gedrukte totaal in %(years)s.", years=years))


def _society(draft: Draft, facts: Cw31Facts) -> Part:
    """Add what the letters say of private money, and what adopted reports say that partners bring in."""
    title = _("3b. Financiële gevolgen voor de maatschappelijke sectoren")
    draft.heading("geld/samenleving", 3, _("3b. Voor de maatschappelijke sectoren"))
    private = [each for each in facts.funding if each.code == "privaat"]
    sources = [
        of_plan(SourceKind.FUNDING_SOURCE, each, each.title, facts.names, facts.programme.as_of)
        for each in private
    ]
    for each, found in zip(private, sources, strict=True):
        draft.paragraph(f"geld/samenleving/{each.code}", each.description, [found])
    reports = [each.report for each in facts.adopted.reports] if facts.adopted else []
    brought = [
        of_contribution(report, row)
        for report in reports
        for row in report.contributions
        if draft.told(row.description or "-", row.audience, report.network.title)
    ]
    told = ngettext(
        "De vastgestelde rapportages noemen %(num)s bijdrage van partners.",
        "De vastgestelde rapportages noemen %(num)s bijdragen van partners.",
        len(brought),
    )
    every = [*sources, *brought] or [of_programme(facts)]
    draft.paragraph("geld/samenleving/bijdragen", told, every)
    return Part("samenleving", title, told, _("De stukken noemen geen bedragen."), every)


def _spent_table(draft: Draft, reports: Sequence[AdoptedReport]) -> list[Source]:
    """Add what was spent by year and funding source; sources are never added up."""
    grouped: dict[tuple[int, str], list[tuple[AdoptedReport, AdoptedLine]]] = {}
    for each in reports:
        for line in each.money:
            grouped.setdefault((line.line.year, line.line.funding_source.title), []).append((each, line))
    rows, every = [], []
    for (year, title), lines in sorted(grouped.items()):
        sources = [found for each, line in lines for found in of_money(each.report, line.line)]
        every.extend(sources)
        summed = total(line.figures for _each, line in lines)
        code = lines[0][1].line.funding_source.code
        cells = [f"{year}, {title}", *_summed(summed)]
        rows.append(draft.row(f"doelmatigheid/{year}/{code}", cells, sources))
    columns = Columns(
        (_("Jaar en bron"), _("Begroot"), _("Verplicht"), _("Besteed"), _("Verwacht"), _("Blijft over")),
        (5, 3, 3, 3, 3, 3),
        (1, 2, 3, 4, 5),
    )
    draft.table("doelmatigheid/geld", _("Besteding volgens de vastgestelde rapportages"), columns, rows)
    return every


def _summed(summed: Total) -> list[str]:
    amounts = (summed.budget, summed.committed, summed.realised, summed.forecast, summed.left_at_end)
    return [euro(amount) or _("Niet gemeld") for amount in amounts]
