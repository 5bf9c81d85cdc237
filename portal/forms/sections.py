"""Filling in the questionnaires of a report."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Field, RadioField
from wtforms.validators import Optional

from portal.domain.questionnaires import (
    BOTTLENECKS,
    QUESTIONS,
    Answer,
    AnswerContent,
    NetworkFacts,
    Question,
    Section,
)
from portal.forms.base import DayField, VersionForm, long_text, offers, short_text
from portal.forms.partners import MultiCheckboxField, partner_field
from portal.models import Partner
from portal.queries.partners import by_sector
from portal.web.labels import choices, label

WORDS_LIMIT = 2_000
COVENANT_LIMIT = 300


class SectionForm(VersionForm):
    """The questions of one section; saving never asks for completeness, submitting does."""

    section: Section

    def pairs(self) -> list[tuple[Question, Field, Field]]:
        """Return each question with its answer and its words."""
        return [
            (question, self[question.value], self[f"{question}_words"])
            for question in QUESTIONS[self.section]
        ]

    def show(self, answers: Mapping[Question, AnswerContent], version: int) -> None:
        """Put what is saved in the fields."""
        self.version.data = version
        for question, answer, words in self.pairs():
            said = answers.get(question, AnswerContent())
            answer.data, words.data = said.answer, said.explanation

    def answers(self) -> dict[Question, AnswerContent]:
        """Return what was filled in."""
        return {
            question: AnswerContent(Answer(answer.data) if answer.data else None, words.data or "")
            for question, answer, words in self.pairs()
        }

    def complete(self, answers: Mapping[Question, AnswerContent], _facts: NetworkFacts) -> None:
        """Fill what was left empty here with what somebody else saved meanwhile."""
        for question, answer, words in self.pairs():
            said = answers.get(question, AnswerContent())
            answer.data = answer.data or said.answer
            words.data = words.data or said.explanation

    def show_facts(self, facts: NetworkFacts) -> None:
        """Put what is saved of the network itself in the fields; the other section has none."""

    def facts(self) -> NetworkFacts | None:
        """Return what was filled in on the network itself; None in the other section."""
        return None


class NetworkForm(SectionForm):
    """The section on the network itself: also its agreement and its partners."""

    covenant = short_text(
        _l("Convenant of andere afspraak"),
        COVENANT_LIMIT,
        description=_l("De naam van de afspraak waaronder de partners samenwerken."),
        name="convenant",
    )
    covenant_ends_on = DayField(
        _l("Laatste dag van het convenant"),
        description=_l("Leeg als het convenant geen einddatum heeft."),
        validators=[Optional()],
        name="convenant_einde",
    )

    def partner_fields(self) -> list[MultiCheckboxField]:
        """Return the checkboxes of the partners, a group for each sector."""
        return [field for field in self if isinstance(field, MultiCheckboxField)]

    def complete(self, answers: Mapping[Question, AnswerContent], facts: NetworkFacts) -> None:
        """Fill what was left empty here, and add the partners that somebody else chose meanwhile."""
        super().complete(answers, facts)
        own = self.facts()
        self.show_facts(
            NetworkFacts(
                own.covenant or facts.covenant,
                own.covenant_ends_on or facts.covenant_ends_on,
                own.partner_ids | facts.partner_ids,
            )
        )

    def show_facts(self, facts: NetworkFacts) -> None:
        """Put what is saved of the network itself in the fields."""
        self.covenant.data, self.covenant_ends_on.data = facts.covenant, facts.covenant_ends_on
        for field in self.partner_fields():
            field.choose(facts.partner_ids)

    def facts(self) -> NetworkFacts:
        """Return what was filled in on the network itself."""
        return NetworkFacts(
            self.covenant.data or "",
            self.covenant_ends_on.data,
            frozenset().union(*(field.numbers for field in self.partner_fields())),
        )


def section_form(
    section: Section,
    partners: Sequence[Partner],
    *,
    posted: bool,
    kept: MultiDict[str, str] | None = None,
) -> SectionForm:
    """Return the form of a section, filled with what was posted or kept, or still empty."""
    fields: dict[str, Any] = {"section": section}
    for number, question in enumerate(QUESTIONS[section], 1):
        fields[question.value] = RadioField(
            label(question),
            choices=offers(choices(Answer)),
            validators=[Optional()],
            name=f"vraag-{number}",
        )
        fields[f"{question}_words"] = long_text(
            _l("Toelichting"), WORDS_LIMIT, _hint(question), name=f"vraag-{number}-toelichting"
        )
    if section is Section.NETWORK:
        for sector, members in by_sector(partners):
            fields[f"partners_{sector}"] = partner_field(sector, members)
    base = NetworkForm if section is Section.NETWORK else SectionForm
    kind = type("SectionFormOfReport", (base,), fields)
    form: SectionForm = kind() if posted else kind(formdata=kept)
    return form


def _hint(question: Question) -> Any:
    if question in BOTTLENECKS:
        return _l("Nodig bij ‘Ja’ en ‘Deels’: noem de knelpunten.")
    return _l("Nodig bij ‘Deels’ en ‘Nee’.")
