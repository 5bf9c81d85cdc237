"""Filling in a voortgangsrapportage, and judging it."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectField
from wtforms.validators import Optional

from portal.domain.audience import Audience
from portal.domain.progress import Aspect, DelayReason, Proactivity, ProgressStatus, Rating, Trend
from portal.domain.reports import (
    TEXT_LIMIT,
    Developments,
    JudgementContent,
    ProgressContent,
    without_delay,
)
from portal.forms.base import long_text, offers, text_of
from portal.forms.fte import FteField
from portal.forms.merging import MergingForm
from portal.models import MaatregelProgress, Report
from portal.services.progress import developments_of
from portal.web.labels import choices

REASON_LIMIT = 1_000


def audience_field(label: Any, name: str) -> SelectField:
    """Return the choice for whom words are meant."""
    return SelectField(
        label,
        description=_l("Wie de rapportage mag lezen, ziet de tekst alleen als die ook voor hem bedoeld is."),
        choices=offers(choices(Audience)),
        default=Audience.ALL_NETWORKS.value,
        name=name,
    )


class ProgressForm(MergingForm):
    """What a network says about one maatregel; saving never asks for completeness, submitting does."""

    names = tuple(field.name for field in fields(ProgressContent))
    status = RadioField(_l("Status"), choices=offers(choices(ProgressStatus)), validators=[Optional()])
    trend = RadioField(
        _l("Trend"),
        description=_l("Vergeleken met de vorige rapportage."),
        choices=offers(choices(Trend)),
        validators=[Optional()],
    )
    done = long_text(_l("Wat is er gedaan?"), TEXT_LIMIT, _l("In deze periode, met wie."), name="gedaan")
    result = long_text(
        _l("Wat is het resultaat?"), TEXT_LIMIT, _l("Wat is er nu anders dan ervoor?"), name="resultaat"
    )
    next_step = long_text(
        _l("Wat is de volgende stap?"), TEXT_LIMIT, _l("En wanneer is die klaar?"), name="volgende_stap"
    )
    delay_reason = SelectField(
        _l("Reden van de vertraging"),
        description=_l("Alleen nodig bij ‘Aandacht nodig’ en ‘Achter op schema’."),
        choices=offers(choices(DelayReason), _l("Kies een reden")),
        validators=[Optional()],
        name="reden_vertraging",
    )
    recovery = long_text(
        _l("Wat is nodig om weer op schema te komen?"),
        TEXT_LIMIT,
        _l("Alleen nodig bij ‘Aandacht nodig’ en ‘Achter op schema’."),
        name="herstel",
    )
    proactivity = SelectField(
        _l("Is de aanpak vooral proactief of reactief?"),
        description=_l("Proactief: vooraf verstoren. Reactief: ingrijpen na een voorval."),
        choices=offers(choices(Proactivity), _l("Niet ingevuld")),
        validators=[Optional()],
        name="proactief_reactief",
    )
    fte_planned = FteField(
        _l("Geplande fte"),
        description=_l("Mensen die volgens het plan aan deze maatregel werken, bijvoorbeeld 2,5."),
        validators=[Optional()],
        render_kw={"inputmode": "decimal"},
        name="fte_gepland",
    )
    fte_filled = FteField(
        _l("Ingevulde fte"),
        description=_l("Mensen die er nu echt zijn."),
        validators=[Optional()],
        render_kw={"inputmode": "decimal"},
        name="fte_ingevuld",
    )
    decision_question = long_text(
        _l("Is een besluit van de stuurgroep nodig? Welke vraag stelt u?"),
        TEXT_LIMIT,
        _l("Laat leeg als geen besluit nodig is."),
        name="besluitvraag",
    )
    audience = audience_field(_l("Voor wie zijn deze teksten?"), "doelgroep")

    def show(self, progress: MaatregelProgress) -> None:
        """Put what is saved in the fields."""
        self.put(progress.version, progress_values(progress))

    def own(self) -> dict[str, Any]:
        """Return what was filled in; what belongs to a delay that is over does not count."""
        return asdict(without_delay(self.content()))

    def content(self) -> ProgressContent:
        """Return what was filled in."""
        return ProgressContent(
            ProgressStatus(self.status.data) if self.status.data else None,
            Trend(self.trend.data) if self.trend.data else None,
            text_of(self.done),
            text_of(self.result),
            text_of(self.next_step),
            DelayReason(self.delay_reason.data) if self.delay_reason.data else None,
            text_of(self.recovery),
            Proactivity(self.proactivity.data) if self.proactivity.data else None,
            self.fte_planned.data,
            self.fte_filled.data,
            text_of(self.decision_question),
            Audience(self.audience.data),
        )


def progress_values(progress: MaatregelProgress) -> dict[str, Any]:
    """Return what is saved of a maatregel, by field."""
    return asdict(progress.content)


def _rating(title: Any, name: str) -> RadioField:
    return RadioField(title, choices=offers(choices(Rating)), validators=[Optional()], name=f"{name}_oordeel")


def _words(name: str) -> Any:
    return long_text(_l("Toelichting"), TEXT_LIMIT, name=f"{name}_toelichting")


class SectionForm(MergingForm):
    """Summary, developments and the four judgements of a network about itself."""

    names = (
        "summary",
        *(name for aspect in Aspect for name in (aspect.value, f"{aspect.value}_words")),
        "developments",
        "developments_audience",
    )
    summary = long_text(
        _l("Samenvatting"),
        TEXT_LIMIT,
        _l("Schrijf zo dat deze tekst in een openbare brief kan staan."),
        name="samenvatting",
    )
    progress = _rating(_l("Voortgang: hoe gaat het met de maatregelen?"), "voortgang")
    progress_words = _words("voortgang")
    means = _rating(_l("Middelen: zijn er genoeg mensen en geld?"), "middelen")
    means_words = _words("middelen")
    cooperation = _rating(_l("Samenwerking: hoe werken de partners samen?"), "samenwerking")
    cooperation_words = _words("samenwerking")
    risks = _rating(_l("Risico’s: hoe groot zijn de risico’s voor de aanpak?"), "risicos")
    risks_words = _words("risicos")
    developments = long_text(
        _l("Nieuwe ontwikkelingen"),
        TEXT_LIMIT,
        _l("Wat verandert er in de smokkel, en ziet u dat die zich verplaatst? Niet verplicht."),
        name="ontwikkelingen",
    )
    developments_audience = audience_field(
        _l("Voor wie is de tekst over ontwikkelingen?"), "ontwikkelingen_doelgroep"
    )

    def pairs(self) -> list[tuple[Aspect, Field, Field]]:
        """Return each aspect with its rating and its words."""
        return [(aspect, self[aspect.value], self[f"{aspect.value}_words"]) for aspect in Aspect]

    def show(self, report: Report) -> None:
        """Put what is saved in the fields."""
        self.put(report.version, section_values(report))

    def own(self) -> dict[str, Any]:
        """Return what was filled in, by field."""
        return _values(text_of(self.summary), self.judgements(), self.told())

    def judgements(self) -> list[JudgementContent]:
        """Return what was filled in."""
        return [
            JudgementContent(aspect, Rating(rating.data) if rating.data else None, words.data or "")
            for aspect, rating, words in self.pairs()
        ]

    def told(self) -> Developments:
        """Return the developments that were filled in."""
        return Developments(text_of(self.developments), Audience(self.developments_audience.data))


def section_values(report: Report) -> dict[str, Any]:
    """Return what is saved of summary, judgements and developments, by field."""
    judgements = [judgement.content for judgement in report.judgements]
    return _values(report.summary, judgements, developments_of(report))


def _values(
    summary: str, judgements: Sequence[JudgementContent], developments: Developments
) -> dict[str, Any]:
    values: dict[str, Any] = {"summary": summary}
    for judgement in judgements:
        values[judgement.aspect.value] = judgement.rating
        values[f"{judgement.aspect.value}_words"] = judgement.explanation
    return values | {"developments": developments.text, "developments_audience": developments.audience}
