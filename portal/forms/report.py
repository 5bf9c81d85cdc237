"""Filling in a voortgangsrapportage, and judging it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectField
from wtforms.validators import Optional

from portal.domain.progress import Aspect, DelayReason, ProgressStatus, Rating, Trend
from portal.domain.reports import TEXT_LIMIT, JudgementContent, ProgressContent
from portal.forms.base import VersionForm, long_text, offers
from portal.models import MaatregelProgress, Report
from portal.web.labels import choices

REASON_LIMIT = 1_000


class ProgressForm(VersionForm):
    """What a network says about one maatregel; saving never asks for completeness, submitting does."""

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

    def show(self, progress: MaatregelProgress) -> None:
        """Put what is saved in the fields."""
        self.version.data = progress.version
        self.status.data = progress.status
        self.trend.data = progress.trend
        self.delay_reason.data = progress.delay_reason or ""
        for field, text in self._texts(progress.content):
            field.data = text

    def content(self) -> ProgressContent:
        """Return what was filled in."""
        return ProgressContent(
            ProgressStatus(self.status.data) if self.status.data else None,
            Trend(self.trend.data) if self.trend.data else None,
            self.done.data or "",
            self.result.data or "",
            self.next_step.data or "",
            DelayReason(self.delay_reason.data) if self.delay_reason.data else None,
            self.recovery.data or "",
        )

    def _texts(self, content: ProgressContent) -> list[tuple[Field, str]]:
        return [
            (self.done, content.done),
            (self.result, content.result),
            (self.next_step, content.next_step),
            (self.recovery, content.recovery),
        ]


def _rating(title: Any, name: str) -> RadioField:
    return RadioField(title, choices=offers(choices(Rating)), validators=[Optional()], name=f"{name}_oordeel")


def _words(name: str) -> Any:
    return long_text(_l("Toelichting"), TEXT_LIMIT, name=f"{name}_toelichting")


class SectionForm(VersionForm):
    """Summary and the four judgements of a network about itself."""

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

    def pairs(self) -> list[tuple[Aspect, Field, Field]]:
        """Return each aspect with its rating and its words."""
        return [(aspect, self[aspect.value], self[f"{aspect.value}_words"]) for aspect in Aspect]

    def show(self, report: Report) -> None:
        """Put what is saved in the fields."""
        self.version.data = report.version
        self.summary.data = report.summary
        saved = {judgement.aspect: judgement for judgement in report.judgements}
        for aspect, rating, words in self.pairs():
            rating.data = saved[aspect].rating
            words.data = saved[aspect].explanation

    def judgements(self) -> list[JudgementContent]:
        """Return what was filled in."""
        return [
            JudgementContent(aspect, Rating(rating.data) if rating.data else None, words.data or "")
            for aspect, rating, words in self.pairs()
        ]


class ReturnForm(VersionForm):
    """Sending parts of a report back; one reason per part, made for the report at hand."""

    section = long_text(
        _l("Samenvatting en oordelen"),
        REASON_LIMIT,
        _l("Laat leeg als dit onderdeel goed is."),
        name="onderdeel",
    )


def return_form(report: Report) -> ReturnForm:
    """Return the form with a field for each maatregel of this report."""
    fields = {
        f"progress_{progress.id}": long_text(
            progress.title, REASON_LIMIT, name=f"reden-{progress.maatregel.code}"
        )
        for progress in report.progress
    }
    form: ReturnForm = type("ReturnFormOfReport", (ReturnForm,), fields)()
    return form


def maatregel_reasons(form: ReturnForm, report: Report) -> dict[int, str]:
    """Return the reasons by the id of the progress row."""
    return {progress.id: form[f"progress_{progress.id}"].data or "" for progress in report.progress}
