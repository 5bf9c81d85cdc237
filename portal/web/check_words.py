"""What checks say on screen: a sentence for each code, the name of each field, and where it is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.domain.checks import CheckCode, Fact, facts_in
from portal.domain.personal_data import PersonalDataKind
from portal.domain.programme import PartnerSector
from portal.domain.progress import Aspect, ProgressStatus
from portal.domain.questionnaires import Question, Section
from portal.models import Explanation, Report
from portal.queries.checks import CheckFinding
from portal.web.formats import day, euro, number, shift
from portal.web.labels import label

SENTENCES: Mapping[CheckCode, LazyString] = {
    CheckCode.FTE_IMPOSSIBLE: _l("%(fte)s fte kan niet kloppen. Controleer het getal."),
    CheckCode.ACTUAL_IN_FUTURE: _l(
        "‘%(milestone)s’ is volgens u gehaald op %(day)s. Die dag moet nog komen."
    ),
    CheckCode.PERSONAL_DATA: _l("In deze tekst staat iets dat lijkt op: %(kinds)s."),
    CheckCode.FTE_OVER_PLANNED: _l("Er is meer fte ingevuld (%(fte)s) dan gepland (%(planned_fte)s)."),
    CheckCode.REOPENED: _l("De status is nu ‘%(status)s’. In de vorige rapportage was die ‘%(former)s’."),
    CheckCode.ACTUAL_BEFORE_PLAN: _l(
        "‘%(milestone)s’ is volgens u gehaald op %(day)s. Dat is voordat het plan begon."
    ),
    CheckCode.ACTUAL_BEFORE_PERIOD: _l(
        "‘%(milestone)s’ is volgens u gehaald op %(day)s. Dat is vóór deze rapportageperiode."
    ),
    CheckCode.EXPECTED_PASSED: _l("‘%(milestone)s’ zou op %(day)s zijn gehaald, maar is nog niet gehaald."),
    CheckCode.COMPLETED_WITH_OPEN_MILESTONE: _l(
        "De maatregel is afgerond, maar ‘%(milestone)s’ is nog niet gehaald."
    ),
    CheckCode.ON_SCHEDULE_BUT_LATER: _l(
        "De maatregel ligt op schema, maar ‘%(milestone)s’ is %(days)s dan gepland."
    ),
    CheckCode.NEGATIVE_AMOUNT: _l("Het bedrag is negatief: %(amount)s."),
    CheckCode.COMMITTED_OVER_BUDGET: _l("Verplicht (%(amount)s) is meer dan het budget (%(budget)s)."),
    CheckCode.REALISED_OVER_BUDGET: _l("Gerealiseerd (%(amount)s) is meer dan het budget (%(budget)s)."),
    CheckCode.FORECAST_OVER_BUDGET: _l("De verwachting (%(amount)s) is meer dan het budget (%(budget)s)."),
    CheckCode.FORECAST_UNDER_REALISED: _l(
        "De verwachting voor het hele jaar (%(amount)s) is lager dan wat al is gerealiseerd (%(realised)s)."
    ),
    CheckCode.REALISED_FELL: _l(
        "Gerealiseerd (%(amount)s) is lager dan in de vorige rapportage (%(former_amount)s)."
    ),
    CheckCode.SAME_TEXT: _l("Deze tekst is gelijk aan die in de vorige rapportage."),
    CheckCode.SHORT_TEXT: _l("Deze tekst is heel kort. Begrijpt iemand van buiten wat u bedoelt?"),
    CheckCode.TREND_CONTRADICTS: _l("De trend past niet bij de verandering van de status."),
    CheckCode.ONE_SECTOR: _l("Alle partners komen uit één sector: %(sector)s."),
    CheckCode.COVENANT_ENDED: _l("Het convenant is geëindigd op %(day)s."),
}
_FIELDS: Mapping[str, LazyString] = {
    "status": _l("Status"),
    "trend": _l("Trend"),
    "done": _l("Wat is er gedaan"),
    "result": _l("Resultaat"),
    "next_step": _l("Volgende stap"),
    "recovery": _l("Nodig om weer op schema te komen"),
    "decision_question": _l("Vraag aan de stuurgroep"),
    "fte_planned": _l("Geplande fte"),
    "fte_filled": _l("Ingevulde fte"),
    "partners": _l("Partners"),
    "summary": _l("Samenvatting"),
    "developments": _l("Ontwikkelingen"),
    "covenant": _l("Convenant"),
    "covenant_ends_on": _l("Einddatum van het convenant"),
    "committed": _l("Verplicht"),
    "realised": _l("Gerealiseerd"),
    "forecast": _l("Verwachting"),
    "explanation": _l("Toelichting"),
}
_ROWS: Mapping[str, LazyString] = {
    "milestone": _l("Mijlpaal"),
    "requirement": _l("Waarom een andere maatregel nodig is"),
    "contribution": _l("Bijdrage van een partner"),
}
_ON_THE_PLANNING = frozenset({"milestone", "requirement", "partners"})
_ANCHORS = {
    "done": "gedaan",
    "result": "resultaat",
    "next_step": "volgende_stap",
    "recovery": "herstel",
    "decision_question": "besluitvraag",
    "fte_planned": "fte_gepland",
    "fte_filled": "fte_ingevuld",
    "summary": "samenvatting",
    "developments": "ontwikkelingen",
}
"""The fields to which a link can go straight on the page where they are written."""
_SECTION_PART = {Section.NETWORK: "netwerk", Section.DATA_SHARING: "gegevensdeling"}


@dataclass(frozen=True)
class WordedFinding:
    """A finding, ready to show."""

    found: CheckFinding
    title: str
    field: str
    sentence: str
    url: str


@dataclass(frozen=True)
class WordedExplanation:
    """An explanation that went along with a submission, ready to show beside the value."""

    explanation: Explanation
    field: str
    sentence: str


def worded_finding(report: Report, found: CheckFinding) -> WordedFinding:
    """Return a finding in words, with the passages for who may correct them."""
    said = sentence(found.finding.code, found.finding.facts)
    if found.finding.shown:
        said = f"{said} {_('Het gaat om: %(passages)s.', passages=', '.join(found.finding.shown))}"
    return WordedFinding(found, _title(found), field_words(found.finding.field), said, _url(report, found))


def worded_explanation(explanation: Explanation) -> WordedExplanation:
    """Return an explanation with what it explains."""
    said = sentence(CheckCode(explanation.code), facts_in(explanation.value))
    return WordedExplanation(explanation, field_words(explanation.field), said)


def sentence(code: CheckCode, facts: Mapping[str, Fact]) -> str:
    """Return what was found."""
    words: str = str(SENTENCES[code])
    return words % {name: _FACTS.get(name, str)(fact) for name, fact in facts.items()}


def field_words(name: str) -> str:
    """Return what a field is called."""
    if name in _FIELDS:
        return str(_FIELDS[name])
    kind, _separator, rest = name.partition(":")
    if kind in _ROWS:
        return str(_ROWS[kind])
    if kind == "words":
        return str(label(Question(rest)))
    return str(_("%(aspect)s – toelichting", aspect=label(Aspect(name.removesuffix("_words")))))


def _title(found: CheckFinding) -> str:
    place = found.place
    if place.section is None:
        return place.title or _("Samenvatting en oordelen")
    return ": ".join(filter(None, (str(label(place.section)), place.title)))


def _url(report: Report, found: CheckFinding) -> str:
    """Return the page on which the value is written."""
    where: dict[str, Any] = {"period_code": report.period.code, "network_code": report.network.code}
    place = found.place
    if place.section is Section.MONEY:
        return url_for("money.edit", **where)
    if place.section is not None:
        return url_for("sections.edit", part=_SECTION_PART[place.section], **where)
    anchor = _ANCHORS.get(found.finding.field)
    if place.maatregel is None:
        return url_for("progress.edit_section", _anchor=anchor, **where)
    planning = found.finding.field.partition(":")[0] in _ON_THE_PLANNING
    endpoint = "details.edit" if planning else "progress.edit"
    return url_for(endpoint, code=place.maatregel.code, _anchor=anchor, **where)


def _kinds(fact: Fact) -> str:
    names = fact if isinstance(fact, list) else []
    return ", ".join(str(label(PersonalDataKind(name))).lower() for name in names)


def _euro(fact: Fact) -> str:
    return euro(fact if isinstance(fact, int) else None)


_FACTS: Mapping[str, Callable[[Fact], str]] = {
    "kinds": _kinds,
    "days": lambda fact: shift(int(str(fact))),
    "day": lambda fact: day(date.fromisoformat(str(fact))),
    "fte": lambda fact: number(float(str(fact))),
    "planned_fte": lambda fact: number(float(str(fact))),
    "sector": lambda fact: str(label(PartnerSector(str(fact)))).lower(),
    "status": lambda fact: str(label(ProgressStatus(str(fact)))),
    "former": lambda fact: str(label(ProgressStatus(str(fact)))),
    "amount": _euro,
    "budget": _euro,
    "realised": _euro,
    "former_amount": _euro,
}
"""How each fact reads; what is not here is text."""
