"""Describing a change of the law, and noting each step of it with its source."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, IntegerField, SelectField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import HiddenInput

from portal.domain.legislation import ORDER, STAGES_AFTER
from portal.domain.parliament import LegislationStage
from portal.forms.base import DayField, VersionForm, day_of, long_text, offers, short_text, text_of
from portal.forms.partners import MultiCheckboxField
from portal.forms.period import FIRST_YEAR, LAST_YEAR, required_day
from portal.models import LegislationTrack, Maatregel
from portal.services.legislation import StepContent, TrackContent
from portal.web.labels import label

TEXT_LIMIT = 2_000
SOURCE_LIMIT = 500
READ_BY_ALL = _l("Iedereen met toegang tot het portaal leest dit. Zet hier geen persoonsgegevens.")


def _plausible(_form: VersionForm, field: Field) -> None:
    if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(_l("Vul een datum in van 2000 tot en met 2100."))


def _possible_day(title: Any, name: str, description: Any) -> DayField:
    return DayField(title, description=description, validators=[Optional(), _plausible], name=name)


class TrackForm(VersionForm):
    """What the change is, by when it must hold, and which maatregelen wait for it."""

    title = short_text(
        _l("Naam"),
        300,
        DataRequired(_l("Vul een naam in.")),
        description=_l("Bijvoorbeeld: grondslag om gegevens te delen met havenbedrijven."),
        name="naam",
    )
    description = long_text(_l("Wat zou de wet regelen?"), TEXT_LIMIT, READ_BY_ALL, name="omschrijving")
    needed_on = _possible_day(
        _l("Uiterlijk nodig op"),
        "nodig_op",
        _l("De laatste dag waarop de wet moet gelden. Daarna zijn de maatregelen die wachten in gevaar."),
    )
    likely = MultiCheckboxField(
        _l("Maatregelen waarbij het plan een wetswijziging noemt"),
        choices=[],
        validators=[Optional()],
        name="maatregel",
    )
    others = MultiCheckboxField(
        _l("Andere maatregelen"), choices=[], validators=[Optional()], name="andere_maatregel"
    )

    def content(self) -> TrackContent:
        """Return what was filled in."""
        return TrackContent(
            text_of(self.title),
            text_of(self.description),
            self.needed_on.data,
            self.likely.numbers | self.others.numbers,
        )

    def offer(self, maatregelen: Sequence[Maatregel]) -> None:
        """Offer these; first those of which the plan itself names a change of the law."""
        for field, wanted in ((self.likely, True), (self.others, False)):
            field.choices = offers(
                (str(each.id), f"{each.code} {each.title} ({each.network.short_title})")
                for each in maatregelen
                if each.legislation_possible is wanted
            )

    def show(self, track: LegislationTrack) -> None:
        """Put what was saved in the fields."""
        self.version.data = track.version
        self.title.data, self.description.data = track.title, track.description
        self.needed_on.data = track.needed_on
        for field in (self.likely, self.others):
            field.choose(frozenset(each.id for each in track.maatregelen))


class StepFields:
    """To which stage it came, since when, what is expected now, and where that stands."""

    stage = SelectField(_l("Fase"), choices=[], validators=[InputRequired(_l("Kies een fase."))], name="fase")
    since = required_day(_l("In deze fase sinds"), "sinds")
    expected = _possible_day(
        _l("Verwachte inwerkingtreding"),
        "verwacht",
        _l("De laatste dag die de bron kan bedoelen. Leeg is: de bron noemt geen dag."),
    )
    source = short_text(
        _l("Bron"),
        SOURCE_LIMIT,
        DataRequired(_l("Vul in waar dit staat: een brief, een Kamerstuk of een webadres.")),
        description=_l("Waar staat dit? Bijvoorbeeld een brief, een Kamerstuk of een webadres."),
        name="bron",
    )
    note = long_text(
        _l("Toelichting"),
        TEXT_LIMIT,
        READ_BY_ALL,
        name="toelichting",
    )


class StepForm(StepFields, VersionForm):
    """A step of a track that is followed already."""

    def content(self) -> StepContent:
        """Return what was filled in."""
        return _step(self)


class NewTrackForm(StepFields, TrackForm):
    """A track that is not followed yet, with the stage in which it is."""

    version = IntegerField(widget=HiddenInput(), default=0, validators=[Optional()])

    def first_step(self) -> StepContent:
        """Return the stage in which it is."""
        return _step(self)


def new_track_form(maatregelen: Sequence[Maatregel], **options: Any) -> NewTrackForm:
    """Return the form for a new track."""
    form = NewTrackForm(**options)
    form.offer(maatregelen)
    form.stage.choices = offers(((each.value, label(each)) for each in ORDER), _l("Kies een fase"))
    return form


def track_form(maatregelen: Sequence[Maatregel], **options: Any) -> TrackForm:
    """Return the form that describes a track."""
    form = TrackForm(**options)
    form.offer(maatregelen)
    return form


def step_form(stage: LegislationStage, **options: Any) -> StepForm:
    """Return the form with the stages to which a track can go from here."""
    form = StepForm(**options)
    form.stage.choices = offers((each.value, label(each)) for each in STAGES_AFTER[stage])
    return form


def _step(form: Any) -> StepContent:
    expected: date | None = form.expected.data
    return StepContent(
        LegislationStage(form.stage.data),
        day_of(form.since),
        text_of(form.source),
        expected,
        text_of(form.note),
    )
