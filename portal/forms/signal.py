"""Filing a signal in two minutes, and changing it while it is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Optional

from portal.domain.audience import Audience
from portal.domain.signals import Confidence, SignalKind, SourceType, VocabularyKind
from portal.forms.base import (
    DayField,
    Form,
    VersionForm,
    day_of,
    long_text,
    offers,
    one_line,
    short_text,
    text_of,
)
from portal.forms.partners import MultiCheckboxField
from portal.models import Knooppunt, Network, VocabularyTerm
from portal.services.signals import SignalContent
from portal.web.formats import day
from portal.web.labels import choices
from portal.web.signal_words import READERS

TITLE_LIMIT = 200
LIMIT = 4_000


class SignalForm(Form):
    """What was noticed, from where towards where, how sure, and for whom it is."""

    kind = RadioField(
        _l("Wat meldt u?"),
        choices=offers(choices(SignalKind)),
        validators=[InputRequired(_l("Kies wat u meldt."))],
        name="soort",
    )
    title = long_text(
        _l("Wat valt op?"),
        TITLE_LIMIT,
        _l("Eén zin. Zo herkennen anderen dit signaal in de lijst."),
        required=_l("Vul in één zin in wat opvalt."),
        name="titel",
    )
    description = long_text(
        _l("Toelichting"),
        LIMIT,
        _l("Waaraan merkt u het, sinds wanneer, en wat zou het kunnen betekenen?"),
        required=_l("Vul een korte toelichting in."),
        name="toelichting",
    )
    from_place = SelectField(
        _l("Van"),
        description=_l("Waar neemt het af, of waar komt het vandaan?"),
        validators=[Optional()],
        name="van",
    )
    to_place = SelectField(
        _l("Naar"),
        description=_l("Waar neemt het toe? Bij een vermoeden van verplaatsing verplicht."),
        validators=[Optional()],
        name="naar",
    )
    place_words = short_text(
        _l("Plaats in woorden"),
        TITLE_LIMIT,
        description=_l("Alleen als de lijst de plaats niet noemt, zoals een haven in het buitenland."),
        name="plaats",
    )
    methods = MultiCheckboxField(
        _l("Werkwijze"), description=_l("Kies wat past."), choices=[], name="werkwijzen"
    )
    goods = MultiCheckboxField(
        _l("Goederenstroom"), description=_l("Kies wat past."), choices=[], name="goederenstromen"
    )
    source_type = SelectField(
        _l("Soort bron"),
        choices=offers(choices(SourceType)),
        validators=[InputRequired(_l("Kies een soort bron."))],
        name="bron",
    )
    confidence = RadioField(
        _l("Hoe zeker bent u?"),
        choices=offers(choices(Confidence)),
        validators=[InputRequired(_l("Kies hoe zeker u bent."))],
        name="zekerheid",
    )
    noticed_on = DayField(
        _l("Opgemerkt op"),
        validators=[InputRequired(_l("Vul een datum in, bijvoorbeeld 15-7-2024."))],
        name="opgemerkt",
    )
    audience = SelectField(
        _l("Voor wie is dit signaal?"),
        choices=offers((audience.value, words) for audience, words in READERS.items()),
        description=_l("Elke volgende keuze voegt lezers toe. Het programmabureau leest elk signaal."),
        validators=[InputRequired(_l("Kies voor wie dit signaal is."))],
        name="doelgroep",
    )
    network = SelectField(_l("Namens wie meldt u?"), choices=[], name="netwerk")
    today: date

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that the places fit what is reported."""
        fine = bool(super().validate(extra_validators))
        if self.kind.data == SignalKind.DISPLACEMENT and not self.to_place.data:
            return self._refuse(_("Kies waar het naartoe verschuift."))
        if self.to_place.data and self.to_place.data == self.from_place.data:
            return self._refuse(_("Kies een andere plaats dan bij Van."))
        return fine

    def validate_noticed_on(self, field: DayField) -> None:
        """Refuse a day that is still to come."""
        if field.data and field.data > self.today:
            raise ValidationError(_("Deze datum ligt in de toekomst."))

    def content(self, screening_key: str = "") -> SignalContent:
        """Return what was filled in, for a signal that may come from the screening."""
        return SignalContent(
            kind=SignalKind(self.kind.data),
            title=one_line(text_of(self.title)),
            description=text_of(self.description),
            noticed_on=day_of(self.noticed_on),
            from_knooppunt_id=_number(self.from_place),
            to_knooppunt_id=_number(self.to_place),
            place_words=text_of(self.place_words),
            source_type=SourceType(self.source_type.data),
            confidence=Confidence(self.confidence.data),
            audience=Audience(self.audience.data),
            term_ids=self.methods.numbers | self.goods.numbers,
            screening_key=screening_key,
        )

    def _refuse(self, words: str) -> bool:
        self.to_place.errors = [*self.to_place.errors, words]
        return False


class SignalChangeForm(VersionForm, SignalForm):
    """The same for a signal that was filed; who filed it stays as it is."""


@dataclass(frozen=True)
class Offered:
    """What can be chosen in the form: places, terms, and for which networks somebody files."""

    places: Sequence[tuple[Knooppunt, bool]]
    terms: Sequence[VocabularyTerm]
    networks: Sequence[Network] = ()
    for_office: bool = False


def new_signal_form(offered: Offered, today: date, **options: Any) -> SignalForm:
    """Return an empty form with what is most often right filled in."""
    form = SignalForm(**options)
    names = [("", _("Programmabureau"))] if offered.for_office else []
    names += [(str(each.id), each.title) for each in offered.networks]
    form.network.choices = offers(names)
    _fill(form, offered, today)
    if not form.is_submitted() and options.get("formdata") is None:
        form.noticed_on.data = today
        form.source_type.data = SourceType.OWN_OBSERVATION.value
        form.confidence.data = Confidence.MEDIUM.value
        form.audience.data = Audience.STEERING.value
        form.network.data = names[0][0] if names else ""
    return form


def signal_change_form(offered: Offered, today: date, **options: Any) -> SignalChangeForm:
    """Return the form for a signal that exists."""
    form = SignalChangeForm(**options)
    del form.network
    _fill(form, offered, today)
    return form


def show_saved(form: SignalForm, saved: SignalContent) -> None:
    """Fill the form with what stands in the database."""
    form.kind.data = saved.kind.value
    form.title.data = saved.title
    form.description.data = saved.description
    form.from_place.data = str(saved.from_knooppunt_id or "")
    form.to_place.data = str(saved.to_knooppunt_id or "")
    form.place_words.data = saved.place_words
    form.methods.choose(saved.term_ids)
    form.goods.choose(saved.term_ids)
    form.source_type.data = saved.source_type.value
    form.confidence.data = saved.confidence.value
    form.noticed_on.data = saved.noticed_on
    form.audience.data = saved.audience.value


def differences(own: SignalForm, saved: SignalForm) -> list[dict[str, str]]:
    """Return each field that says something else than what was saved, with both in words."""
    names = [name for name in own.data if name not in {"csrf_token", "version"}]
    return [
        {"label": str(own[name].label.text), "own": _words(own[name]), "current": _words(saved[name])}
        for name in names
        if _words(own[name]) != _words(saved[name])
    ]


def _words(field: Any) -> str:
    if isinstance(field, (SelectField, MultiCheckboxField)):
        return ", ".join(str(text) for _value, text, chosen, *_rest in field.iter_choices() if chosen)
    return day(field.data) if isinstance(field, DayField) else field.data or ""


def _number(field: SelectField) -> int | None:
    return int(field.data) if field.data else None


def _fill(form: SignalForm, offered: Offered, today: date) -> None:
    form.today = today
    groups = {True: _("Knooppunten met een PPS-netwerk"), False: _("Andere plaatsen")}
    options = [
        SelectChoice(str(place.id), place.title, optgroup=groups[reported])
        for place, reported in offered.places
    ]
    form.from_place.choices = [SelectChoice("", _("Niet bekend")), *options]
    form.to_place.choices = [SelectChoice("", _("Niet bekend")), *options]
    for field, kind in (
        (form.methods, VocabularyKind.MODUS_OPERANDI),
        (form.goods, VocabularyKind.GOODS_FLOW),
    ):
        field.choices = offers((str(each.id), each.title) for each in offered.terms if each.kind is kind)
