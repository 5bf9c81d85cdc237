"""Keeping an indicator: what it is, its definition, and what values are held against."""

import re
from collections.abc import Sequence
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired, Optional, Regexp

from portal.domain.indicators import Direction
from portal.forms.base import DayField, Form, VersionForm, long_text, offers, short_text, text_of
from portal.forms.measured import MeasuredField
from portal.forms.partners import MultiCheckboxField
from portal.models import Goal, Indicator, IndicatorNorm, Maatregel
from portal.services.indicators import IndicatorContent, NormContent
from portal.web.labels import choices

TITLE, UNIT, EXPOSURE, SOURCE, MOMENT, TEXT, REASON = 200, 60, 200, 300, 200, 2_000, 1_000
CODE = re.compile(r"[a-z]{2,10}-[0-9]{2,4}")
WITHOUT = "zonder"


class IndicatorForm(VersionForm):
    """What an indicator is, apart from code and definition."""

    title = short_text(_l("Naam"), TITLE, DataRequired(_l("Vul in hoe de indicator heet.")), name="naam")
    unit = short_text(
        _l("Eenheid"),
        UNIT,
        DataRequired(_l("Vul in waarin u telt of meet.")),
        description=_l("Bijvoorbeeld: meldingen, personen of procent."),
        name="eenheid",
    )
    direction = RadioField(
        _l("Richting"),
        choices=offers(choices(Direction)),
        validators=[InputRequired(_l("Kies welke kant de waarde op moet gaan."))],
        name="richting",
    )
    exposure = short_text(
        _l("Noemer"),
        EXPOSURE,
        description=_l(
            "Waardoor u de waarde deelt om plaatsen te vergelijken, in het meervoud. Bijvoorbeeld: controles."
        ),
        name="noemer",
    )
    source = short_text(
        _l("Bron"),
        SOURCE,
        DataRequired(_l("Vul in waar de waarden vandaan komen.")),
        description=_l("Wie levert de waarden, en waaruit?"),
        name="bron",
    )
    moment = short_text(
        _l("Moment van meten"),
        MOMENT,
        DataRequired(_l("Vul in wanneer u meet.")),
        description=_l("Bijvoorbeeld: na ieder halfjaar."),
        name="moment",
    )
    goals = MultiCheckboxField(_l("Subdoelen"), choices=[], name="subdoelen")
    maatregelen = MultiCheckboxField(_l("Maatregelen"), choices=[], name="maatregelen")

    def content(self, code: str) -> IndicatorContent:
        """Return what was filled in."""
        return IndicatorContent(
            code,
            text_of(self.title),
            text_of(self.unit),
            Direction(self.direction.data),
            text_of(self.source),
            text_of(self.moment),
            text_of(self.exposure),
            self.goals.numbers,
            self.maatregelen.numbers,
        )

    def show(self, indicator: Indicator) -> None:
        """Put what is saved in the fields."""
        for name in ("version", "title", "unit", "exposure", "source", "moment"):
            self[name].data = getattr(indicator, name)
        self.direction.data = indicator.direction.value
        self.goals.choose(frozenset(goal.id for goal in indicator.goals))
        self.maatregelen.choose(frozenset(each.id for each in indicator.maatregelen))


Made = TypeVar("Made", bound=IndicatorForm)


class NewIndicatorForm(IndicatorForm):
    """A whole new indicator, with its first definition."""

    code = short_text(
        _l("Code"),
        15,
        DataRequired(_l("Vul een code in.")),
        Regexp(CODE.pattern + r"\Z", message=_l("Gebruik kleine letters, een streepje en cijfers: ind-09.")),
        description=_l("Een korte code die nooit verandert, bijvoorbeeld ind-09."),
        name="code",
    )
    definition = long_text(
        _l("Definitie"),
        TEXT,
        _l("Wat telt mee en wat niet? Zo precies dat een ander hetzelfde telt."),
        required=_l("Vul in wat meetelt en wat niet."),
        name="definitie",
    )
    valid_from = DayField(
        _l("De definitie geldt vanaf"),
        description=_l("Neem de eerste dag waarover u waarden wilt vastleggen."),
        validators=[InputRequired(_l("Vul in vanaf welke dag de definitie geldt."))],
        name="vanaf",
    )


class DefinitionForm(VersionForm):
    """A new definition, which breaks the series."""

    text = long_text(
        _l("Nieuwe definitie"), TEXT, required=_l("Vul in wat meetelt en wat niet."), name="definitie"
    )
    valid_from = DayField(
        _l("Geldt vanaf"),
        description=_l("Een waarde volgt de definitie die gold op haar laatste dag."),
        validators=[InputRequired(_l("Vul in vanaf welke dag de definitie geldt."))],
        name="vanaf",
    )
    reason = long_text(
        _l("Reden"), REASON, required=_l("Vul in waarom de definitie verandert."), name="reden"
    )


class NormForm(VersionForm):
    """A baseline or target: a value, or why we do without."""

    choice = RadioField(
        _l("Wat legt u vast?"),
        choices=offers([("waarde", _l("Een waarde")), (WITHOUT, _l("Wij doen het zonder, met een reden"))]),
        validators=[InputRequired(_l("Kies een waarde, of kies dat u het zonder doet."))],
        name="keuze",
    )
    value = MeasuredField(_l("Waarde"), validators=[Optional()], name="waarde")
    holds_on = DayField(_l("Datum"), validators=[Optional()], name="datum")
    source = short_text(_l("Bron"), SOURCE, name="bron")
    because = long_text(_l("Wij doen het zonder, omdat"), REASON, name="omdat")

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for what goes with the choice; the day of a value and its source are part of it."""
        fine = bool(super().validate(extra_validators))
        wanted = (
            ((self.because, _l("Vul in waarom u het zonder doet.")),)
            if self.choice.data == WITHOUT
            else (
                (self.value, _l("Vul de waarde in.")),
                (self.holds_on, _l("Vul de datum in.")),
                (self.source, _l("Vul in waar de waarde vandaan komt.")),
            )
        )
        for field, message in wanted:
            if field.data in {None, ""} and not field.errors:
                field.errors = [*field.errors, message]
                fine = False
        return fine

    def content(self) -> NormContent:
        """Return what was filled in."""
        if self.choice.data == WITHOUT:
            return NormContent(waived_because=text_of(self.because))
        return NormContent(self.value.data, self.holds_on.data, text_of(self.source))

    def show(self, norm: IndicatorNorm | None) -> None:
        """Put what is saved in the fields."""
        self.version.data = norm.version if norm else 0
        if norm is None:
            return
        self.choice.data = WITHOUT if norm.value is None else "waarde"
        self.value.data, self.holds_on.data = norm.value, norm.holds_on
        self.source.data, self.because.data = norm.source, norm.waived_because


class ReasonForm(VersionForm):
    """Why something stops, starts again or is withdrawn."""

    reason = long_text(_l("Reden"), REASON, required=_l("Vul een reden in."), name="reden")


class WithdrawalForm(Form):
    """Why a value is withdrawn."""

    reason = long_text(
        _l("Waarom trekt u deze waarde in?"), REASON, required=_l("Vul een reden in."), name="reden"
    )


def with_links(form: Made, goals: Sequence[Goal], maatregelen: Sequence[Maatregel]) -> Made:
    """Give a form the goals and maatregelen that can be linked."""
    form.goals.choices = offers((str(each.id), f"{each.code}. {each.title}") for each in goals)
    form.maatregelen.choices = offers((str(each.id), f"{each.code} {each.title}") for each in maatregelen)
    return form
