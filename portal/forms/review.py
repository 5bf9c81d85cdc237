"""Judging a report: sending parts back, the office's own judgement, an erratum."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from portal.domain.audience import Audience
from portal.domain.progress import Aspect, Rating
from portal.domain.questionnaires import Section
from portal.domain.reports import TEXT_LIMIT
from portal.domain.review import ErratumContent, OfficeContent, differs_without_reason
from portal.forms.base import Form, VersionForm, long_text, offers, text_of
from portal.forms.report import REASON_LIMIT
from portal.models import OfficeJudgement, Report
from portal.queries.review import office_version
from portal.web.labels import choices, label

SECTION_NAMES = {
    Section.NETWORK: "reden-netwerk",
    Section.DATA_SHARING: "reden-gegevensdeling",
    Section.MONEY: "reden-geld",
}


class ReturnForm(VersionForm):
    """Sending parts of a report back; one reason per part, made for the report at hand."""

    section = long_text(
        _l("Samenvatting en oordelen"),
        REASON_LIMIT,
        _l("Laat leeg als dit onderdeel goed is."),
        name="onderdeel",
    )


def return_form(report: Report) -> ReturnForm:
    """Return the form with a field for each maatregel and each section of this report."""
    fields = {
        f"progress_{progress.id}": long_text(
            progress.title, REASON_LIMIT, name=f"reden-{progress.maatregel.code}"
        )
        for progress in report.progress
    }
    fields |= {
        f"section_{row.section.value}": long_text(
            label(row.section), REASON_LIMIT, name=SECTION_NAMES[row.section]
        )
        for row in report.sections
    }
    form: ReturnForm = type("ReturnFormOfReport", (ReturnForm,), fields)()
    return form


def maatregel_reasons(form: ReturnForm, report: Report) -> dict[int, str]:
    """Return the reasons by the id of the progress row."""
    return {progress.id: form[f"progress_{progress.id}"].data or "" for progress in report.progress}


def section_reasons(form: ReturnForm, report: Report) -> dict[Section, str]:
    """Return the reasons by section."""
    return {row.section: form[f"section_{row.section.value}"].data or "" for row in report.sections}


def _rating(name: str, title: Any) -> RadioField:
    return RadioField(title, choices=offers(choices(Rating)), validators=[Optional()], name=f"{name}_oordeel")


def _words(name: str) -> Field:
    return long_text(
        _l("Toelichting van het programmabureau"),
        TEXT_LIMIT,
        _l("Nodig als uw oordeel anders is dan dat van het PPS-netwerk."),
        name=f"{name}_toelichting",
    )


class JudgementForm(VersionForm):
    """The programme office's own judgement, beside that of the network."""

    progress = _rating("voortgang", label(Aspect.PROGRESS))
    progress_words = _words("voortgang")
    means = _rating("middelen", label(Aspect.MEANS))
    means_words = _words("middelen")
    cooperation = _rating("samenwerking", label(Aspect.COOPERATION))
    cooperation_words = _words("samenwerking")
    risks = _rating("risicos", label(Aspect.RISKS))
    risks_words = _words("risicos")

    def pairs(self) -> list[tuple[Aspect, Field, Field]]:
        """Return each aspect with its rating and its words."""
        return [(aspect, self[aspect.value], self[f"{aspect.value}_words"]) for aspect in Aspect]

    def show(self, present: dict[Aspect, OfficeJudgement]) -> None:
        """Put what is saved in the fields."""
        self.version.data = office_version(present.values())
        for aspect, rating, words in self.pairs():
            if aspect in present:
                rating.data, words.data = present[aspect].rating, present[aspect].explanation

    def judgements(self) -> list[OfficeContent]:
        """Return what was filled in; an aspect without a value is left for later."""
        return [
            OfficeContent(aspect, Rating(rating.data), words.data or "")
            for aspect, rating, words in self.pairs()
            if rating.data
        ]

    def fits(self, report: Report, present: dict[Aspect, OfficeJudgement]) -> bool:
        """Return whether each value can stand beside that of the network, with messages where it cannot."""
        network = {judgement.aspect: judgement.rating for judgement in report.judgements}
        given = {content.aspect: content for content in self.judgements()}
        for aspect, rating, words in self.pairs():
            if aspect not in given and (words.data or aspect in present):
                rating.errors = [_("Kies een oordeel.")]
            elif aspect in given and differs_without_reason(given[aspect], network):
                words.errors = [_("Uw oordeel is anders dan dat van het PPS-netwerk. Leg uit waarom.")]
        return not any(rating.errors or words.errors for _aspect, rating, words in self.pairs())


def _required(message: Any) -> InputRequired:
    return InputRequired(message=message)


class ErratumForm(Form):
    """A correction beside an adopted report."""

    part = SelectField(
        _l("Waar gaat het over?"),
        name="onderdeel",
        description=_l("Kies de maatregel, of de rapportage als geheel."),
    )
    passage = long_text(
        _l("Wat staat er in de rapportage?"),
        TEXT_LIMIT,
        _l("Neem de zin of het getal over dat niet klopt."),
        name="passage",
    )
    correction = long_text(
        _l("Wat moet er staan?"), TEXT_LIMIT, _l("Schrijf de juiste tekst op."), name="verbetering"
    )
    reason = long_text(
        _l("Waarom is dit een verbetering?"),
        REASON_LIMIT,
        _l("Bijvoorbeeld: hoe de fout is ontstaan en hoe u het juiste weet."),
        name="reden",
    )
    audience = RadioField(
        _l("Voor wie is dit erratum?"),
        choices=offers(choices(Audience)),
        default=Audience.ALL_NETWORKS.value,
        validators=[_required(_l("Kies voor wie dit erratum is."))],
        name="publiek",
    )

    def offer(self, report: Report) -> None:
        """Offer the parts of this report."""
        whole = ("", _("De rapportage als geheel"))
        rows = [(row.maatregel.code, row.title) for row in report.progress]
        self.part.choices = offers([whole, *rows])

    def fits(self) -> bool:
        """Return whether every text is there, with messages where one is not."""
        for field, message in (
            (self.passage, _("Neem over wat er nu staat.")),
            (self.correction, _("Vul in wat er moet staan.")),
            (self.reason, _("Geef een reden.")),
        ):
            if not field.data:
                field.errors = [message]
        return not any(field.errors for field in (self.passage, self.correction, self.reason))

    def content(self, report: Report) -> ErratumContent:
        """Return what was filled in."""
        ids = {row.maatregel.code: row.id for row in report.progress}
        return ErratumContent(
            text_of(self.passage),
            text_of(self.correction),
            text_of(self.reason),
            Audience(self.audience.data),
            ids.get(self.part.data),
        )
