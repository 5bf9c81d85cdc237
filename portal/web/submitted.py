"""What a submission keeps, in words: each field its label, each value its text, each change its runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.domain.audience import Audience
from portal.domain.differences import FieldChange, PartChange, Run, word_differences
from portal.domain.money import ContributionKind, UnderspendReason
from portal.domain.progress import Aspect, DelayReason, Proactivity, ProgressStatus, Rating, Trend
from portal.domain.questionnaires import Answer, Question, Section
from portal.web.formats import day, euro
from portal.web.labels import label

Words = Callable[[Any], str]


@dataclass(frozen=True)
class WordedChange:
    """One changed field, ready to show."""

    label: str
    runs: list[Run]


@dataclass(frozen=True)
class WordedPart:
    """One changed part, ready to show."""

    key: str
    title: str
    changes: list[WordedChange]
    hidden: int

    @property
    def count(self) -> int:
        """How many fields changed, with those that are not shown."""
        return len(self.changes) + self.hidden


def worded(part: PartChange) -> WordedPart:
    """Return a changed part in words."""
    return WordedPart(part.key, part_title(part), [_change(each) for each in part.fields], part.hidden)


def part_title(part: PartChange) -> str:
    """Return what a part is called: a maatregel as it was then, a section by its own name."""
    kind, _separator, name = part.key.partition(":")
    if kind == "section":
        return str(label(Section(name)))
    return part.title or _("Samenvatting en oordelen")


def _change(change: FieldChange) -> WordedChange:
    title, words = _field(change.field)
    return WordedChange(title, word_differences(words(change.old), words(change.new)))


def _field(name: str) -> tuple[str, Words]:
    """Return what a field is called and how its value reads."""
    if name in _FIELDS:
        title, words = _FIELDS[name]
        return str(title), words
    kind, _separator, rest = name.partition(":")
    if kind == "line":
        year, _separator, source = rest.partition(":")
        return f"{year}, {source}", _money
    about = Aspect(rest) if rest in set(Aspect) else Question(rest)
    if kind == "words":
        return _("%(about)s – toelichting", about=label(about)), _text
    return str(label(about)), _of(Rating if isinstance(about, Aspect) else Answer)


def _text(value: Any) -> str:
    return str(value or "")


def _day(value: Any) -> str:
    return day(date.fromisoformat(value)) if value else ""


def _number(value: Any) -> str:
    return str(value).replace(".", ",") if value is not None else ""


def _euro(value: Any) -> str:
    return euro(value) if value is not None else _("niet ingevuld")


def _of(kind: type[Enum]) -> Words:
    return lambda value: str(label(kind(value))) if value else ""


def _lines(words: Words) -> Words:
    return lambda values: "\n".join(words(value) for value in values or ())


def _milestone(value: Mapping[str, Any]) -> str:
    days = [
        (_("gepland"), value["planned_on"]),
        (_("verwacht"), value["expected_on"]),
        (_("gehaald"), value["actual_on"]),
    ]
    return f"{value['title']}: " + ", ".join(f"{word} {_day(moment)}" for word, moment in days if moment)


def _requirement(value: Mapping[str, Any]) -> str:
    return ": ".join(filter(None, (value["title"], value["explanation"])))


def _contribution(value: Mapping[str, Any]) -> str:
    amount = euro(value["amount"]) if value["amount"] is not None else ""
    kind = str(label(ContributionKind(value["kind"])))
    return ", ".join(filter(None, (value["partner"], kind, amount, value["description"])))


def _money(value: Any) -> str:
    if not value:
        return ""
    reason = value["underspend_reason"]
    lines = [
        f"{_('Verplicht')}: {_euro(value['committed'])}",
        f"{_('Besteed')}: {_euro(value['realised'])}",
        f"{_('Verwacht')}: {_euro(value['forecast'])}",
        f"{_('Reden')}: {label(UnderspendReason(reason))}" if reason else "",
        value["explanation"],
    ]
    return "\n".join(filter(None, lines))


_FIELDS: Mapping[str, tuple[LazyString, Words]] = {
    "summary": (_l("Samenvatting"), _text),
    "developments": (_l("Ontwikkelingen"), _text),
    "developments_audience": (_l("Ontwikkelingen – voor wie"), _of(Audience)),
    "status": (_l("Status"), _of(ProgressStatus)),
    "trend": (_l("Trend"), _of(Trend)),
    "done": (_l("Wat is er gedaan"), _text),
    "result": (_l("Resultaat"), _text),
    "next_step": (_l("Volgende stap"), _text),
    "delay_reason": (_l("Reden van de vertraging"), _of(DelayReason)),
    "recovery": (_l("Nodig om weer op schema te komen"), _text),
    "proactivity": (_l("Proactief of reactief"), _of(Proactivity)),
    "fte_planned": (_l("Geplande fte"), _number),
    "fte_filled": (_l("Ingevulde fte"), _number),
    "decision_question": (_l("Vraag aan de stuurgroep"), _text),
    "audience": (_l("Voor wie zijn de teksten"), _of(Audience)),
    "milestones": (_l("Mijlpalen"), _lines(_milestone)),
    "requirements": (_l("Vereist eerst"), _lines(_requirement)),
    "partners": (_l("Partners"), _lines(_text)),
    "covenant": (_l("Convenant"), _text),
    "covenant_ends_on": (_l("Einddatum van het convenant"), _day),
    "contributions": (_l("Bijdragen van partners"), _lines(_contribution)),
}
