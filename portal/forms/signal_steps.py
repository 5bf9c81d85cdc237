"""Interpreting a signal, merging doubles, and linking to maatregelen and observations."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.validators import DataRequired, InputRequired

from portal.domain.signals import SignalState, action_towards, possible_signal_states
from portal.forms.base import VersionForm, long_text, offers
from portal.forms.partners import MultiCheckboxField
from portal.forms.report import REASON_LIMIT
from portal.models import Maatregel, Observation, Signal
from portal.web.formats import day_range, number
from portal.web.labels import label


class MoveForm(VersionForm):
    """Where the interpretation goes, and why."""

    target = RadioField(
        _l("Uitkomst"), validators=[InputRequired(_l("Kies een uitkomst."))], name="uitkomst", choices=[]
    )
    reason = long_text(
        _l("Reden"),
        REASON_LIMIT,
        _l("Waarop baseert u dit, of wat gaat u nu doen? Wie het signaal leest, leest ook deze reden."),
        required=_l("Vul een reden in."),
        name="reden",
    )

    def state(self) -> SignalState:
        """Return the state that was chosen."""
        return SignalState(self.target.data)


def move_form(state: SignalState, **options: Any) -> MoveForm:
    """Return the form with the steps that exist in this state."""
    form = MoveForm(**options)
    targets = possible_signal_states(state)
    form.target.choices = offers((each.value, label(action_towards(state, each))) for each in targets)
    if len(targets) == 1 and not form.is_submitted():
        form.target.data = targets[0].value
    return form


class MergeForm(VersionForm):
    """In which signal this one goes on, and why; it cannot be undone."""

    target = RadioField(
        _l("In welk signaal gaat dit op?"),
        validators=[InputRequired(_l("Kies een signaal."))],
        name="doel",
        choices=[],
    )
    reason = long_text(_l("Reden"), REASON_LIMIT, required=_l("Vul een reden in."), name="reden")
    sure = BooleanField(
        _l("Ik weet dat samenvoegen niet kan worden teruggedraaid."),
        validators=[DataRequired(_l("Bevestig dat u dit weet."))],
        name="bevestigd",
    )


def merge_form(targets: Sequence[Signal], **options: Any) -> MergeForm:
    """Return the form with the signals that can be chosen."""
    form = MergeForm(**options)
    form.target.choices = offers((str(each.id), _target_words(each)) for each in targets)
    return form


def _target_words(signal: Signal) -> str:
    places = [place.title for place in (signal.from_knooppunt, signal.to_knooppunt) if place is not None]
    return f"{signal.id}. {signal.title} ({' → '.join(places) or label(signal.kind)})"


class LinkForm(VersionForm):
    """Which maatregelen and observations a signal is about."""

    maatregelen = MultiCheckboxField(_l("Maatregelen"), choices=[], name="maatregelen")
    observations = MultiCheckboxField(_l("Waarnemingen"), choices=[], name="waarnemingen")


def link_form(
    maatregelen: Sequence[Maatregel], observations: Sequence[Observation], **options: Any
) -> LinkForm:
    """Return the form with what can be linked."""
    form = LinkForm(**options)
    form.maatregelen.choices = offers((str(each.id), each.title) for each in maatregelen)
    form.observations.choices = offers((str(each.id), observation_words(each)) for each in observations)
    return form


def observation_words(observation: Observation) -> str:
    """Return what was observed, where and when, on one line."""
    words = _(
        "%(indicator)s, %(place)s, %(days)s: %(value)s %(unit)s",
        indicator=observation.indicator.title,
        place=observation.knooppunt.title,
        days=day_range(observation.observed_from, observation.observed_until),
        value=number(float(observation.value)),
        unit=observation.indicator.unit,
    )
    return str(words)
