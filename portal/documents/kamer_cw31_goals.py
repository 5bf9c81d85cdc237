"""What the plan is to reach, and how one can tell: headings 1 and 4 of the CW 3.1 table."""

from dataclasses import dataclass, field

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.documents.drafting import Columns, Draft, source
from portal.documents.kamer_sources import of_plan
from portal.documents.kamer_words import in_a_row, lower
from portal.domain.audience import Audience
from portal.domain.indicators import Ingredient, NormState
from portal.domain.issued import Source, SourceKind
from portal.domain.underpinning import Standing, settled, tallies
from portal.queries.cw31 import Cw31Facts, GoalFacts
from portal.queries.indicators import LinkedIndicator
from portal.queries.underpinning import UnderpinningLine
from portal.web.labels import label

NO_AUDIENCE = Audience.ALL_NETWORKS
"""For whom words are that carry no audience of their own: whoever may sign in."""


@dataclass(frozen=True)
class Part:
    """One heading in the overview: what there is, what is missing, and where both come from."""

    key: str
    title: str
    told: str
    missing: str = ""
    sources: list[Source] = field(default_factory=list)


def goals(draft: Draft, facts: Cw31Facts) -> Part:
    """Add the goal and the subdoelen with their indicators."""
    programme = of_programme(facts)
    draft.heading("doel", 2, _("1. Doel"))
    draft.paragraph("doel/hoofddoel", facts.programme.main_goal, [programme])
    rows = [
        draft.row(f"doel/{each.goal.code}", _goal_cells(each), _of_goal(facts, each)) for each in facts.goals
    ]
    heads = (_("Subdoel"), _("Soort"), _("Indicatoren"), _("Nulmeting"), _("Streefwaarde"))
    draft.table("doel/subdoelen", _("Subdoelen met hun indicatoren"), Columns(heads, (8, 3, 5, 3, 3)), rows)
    bare = [each for each in facts.goals if not each.indicators]
    lacking = [
        *_lacking(len(bare), _("%(number)s subdoelen hebben geen indicator", number=len(bare))),
        *_without(facts, "baseline", _("nulmeting")),
        *_without(facts, "target", _("streefwaarde")),
    ]
    told = ngettext(
        "Eén hoofddoel met %(num)s subdoel.", "Eén hoofddoel met %(num)s subdoelen.", len(facts.goals)
    )
    sources = [programme, *(found for each in facts.goals for found in _of_goal(facts, each))]
    return Part("doel", _("1. Doel"), told, _sentence(lacking), sources)


def effectiveness(draft: Draft, facts: Cw31Facts) -> Part:
    """Add how each maatregel is underpinned, and what was said of the subdoelen."""
    draft.heading("doeltreffendheid", 2, _("4. Nagestreefde doeltreffendheid"))
    found = tallies([line.ingredients for line in facts.underpinnings])
    every = [of_underpinning(facts, line) for line in facts.underpinnings]
    rows = [
        draft.row(
            f"doeltreffendheid/{ingredient.value}",
            [str(label(ingredient)), *map(str, (each.own, each.via_goal, each.waived, each.missing))],
            every,
        )
        for ingredient, each in found.items()
    ]
    heads = (_("Bouwsteen"), *(str(label(standing)) for standing in Standing))
    caption = _("Onderbouwing van %(number)s lopende maatregelen", number=len(facts.underpinnings))
    draft.table("doeltreffendheid/tabel", caption, Columns(heads, (6, 3, 3, 3, 3), (1, 2, 3, 4)), rows)
    _mechanisms(draft, facts)
    _assessments(draft, facts)
    whole = sum(settled(line.ingredients) == len(Ingredient) for line in facts.underpinnings)
    told = _(
        "%(whole)s van de %(all)s lopende maatregelen zijn volledig onderbouwd.",
        whole=whole,
        all=len(facts.underpinnings),
    )
    lacking = [
        _("%(ingredient)s ontbreekt bij %(number)s maatregelen", ingredient=lower(each), number=count.missing)
        for each, count in found.items()
        if count.missing
    ]
    return Part("doeltreffendheid", _("4. Nagestreefde doeltreffendheid"), told, _sentence(lacking), every)


def of_programme(facts: Cw31Facts) -> Source:
    """Return the programme with the words its goal rests on."""
    entry = facts.programme
    return of_plan(SourceKind.PROGRAMME, entry, entry.title, facts.names, entry.as_of)


def of_underpinning(facts: Cw31Facts, line: UnderpinningLine) -> Source:
    """Return how a maatregel is underpinned."""
    title = _("Onderbouwing van maatregel %(code)s: %(title)s", code=line.code, title=line.title)
    return source(SourceKind.UNDERPINNING, line.code, title, facts.on)


def _goal_cells(each: GoalFacts) -> list[str]:
    names = in_a_row([one.title for one in each.indicators]) or _("Geen indicator")
    return [
        each.goal.title,
        str(label(each.goal.kind)),
        names,
        _norm(each, "baseline"),
        _norm(each, "target"),
    ]


def _norm(each: GoalFacts, kind: str) -> str:
    """Return how many indicators of a goal have a baseline or target; nothing is said where none exists."""
    if not each.indicators:
        return str(label(NormState.MISSING))
    states = [_state(one, kind) for one in each.indicators]
    there = states.count(NormState.THERE)
    if there == len(states):
        return str(label(NormState.THERE))
    if not there:
        return str(label(NormState.WAIVED if NormState.MISSING not in states else NormState.MISSING))
    return str(_("Bij %(there)s van %(all)s", there=there, all=len(states)))


def _state(one: LinkedIndicator, kind: str) -> NormState:
    return one.baseline if kind == "baseline" else one.target


def _of_goal(facts: Cw31Facts, each: GoalFacts) -> list[Source]:
    title = _("Subdoel %(code)s: %(title)s", code=each.goal.code, title=each.goal.title)
    goal = of_plan(SourceKind.GOAL, each.goal, title, facts.names, facts.programme.as_of)
    return [goal, *(_of_indicator(facts, one) for one in each.indicators)]


def _of_indicator(facts: Cw31Facts, one: LinkedIndicator) -> Source:
    title = _("Indicator %(code)s: %(title)s", code=one.code, title=one.title)
    return source(SourceKind.INDICATOR, one.code, title, facts.on)


def _without(facts: Cw31Facts, kind: str, name: str) -> list[str]:
    every = {one.code: _state(one, kind) for each in facts.goals for one in each.indicators}
    number = sum(state is NormState.MISSING for state in every.values())
    return _lacking(number, _("%(number)s indicatoren hebben geen %(name)s", number=number, name=name))


def _lacking(number: int, words: str) -> list[str]:
    return [words] if number else []


def _sentence(words: list[str]) -> str:
    """Return what is missing as one sentence, nothing where nothing is."""
    told = in_a_row(words)
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def _mechanisms(draft: Draft, facts: Cw31Facts) -> None:
    part = _("Hoe de maatregelen werken")
    rows = []
    for line in facts.underpinnings:
        words = draft.told(line.content.mechanism, NO_AUDIENCE, part)
        if words:
            cells = [f"{line.code} {line.title}", words]
            rows.append(draft.row(f"werking/{line.code}", cells, [of_underpinning(facts, line)]))
    draft.table("werking", part, Columns((_("Maatregel"), _("Hoe de maatregel werkt")), (5, 12)), rows)


def _assessments(draft: Draft, facts: Cw31Facts) -> None:
    part = _("Wat het programmabureau van de subdoelen zegt")
    rows = []
    for each in facts.goals:
        if each.assessment is None:
            continue
        words = draft.told(each.assessment.words, NO_AUDIENCE, part)
        rating = str(label(each.assessment.rating)) if each.assessment.rating else _("Geen oordeel")
        said = source(
            SourceKind.GOAL_ASSESSMENT,
            f"{each.assessment.period.code}/{each.goal.code}",
            _(
                "Beoordeling van subdoel %(code)s over %(period)s",
                code=each.goal.code,
                period=each.assessment.period.title,
            ),
            each.assessment.period.observes_until,
        )
        cells = [each.goal.title, rating, words or _("Weggelaten")]
        rows.append(draft.row(f"beoordeling/{each.goal.code}", cells, [said]))
    columns = Columns((_("Subdoel"), _("Oordeel"), _("Toelichting")), (6, 3, 8))
    draft.table("beoordeling", part, columns, rows)
