"""Asking for a change of a maatregel, and deciding about it."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired, Optional

from portal.domain.changes import ChangeState
from portal.forms.base import DayField, Form, VersionForm, long_text, offers, text_of
from portal.forms.euro import EuroField
from portal.forms.report import REASON_LIMIT
from portal.services.change_requests import ChangeContent

LIMIT = 2_000


class ChangeRequestForm(Form):
    """What should change, why, and what it does to money and time."""

    what = long_text(
        _l("Wat moet er veranderen?"), LIMIT, required=_l("Vul in wat er moet veranderen."), name="wat"
    )
    why = long_text(
        _l("Waarom?"),
        LIMIT,
        _l("Bijvoorbeeld nieuwe inzichten of andere omstandigheden."),
        required=_l("Vul in waarom."),
        name="waarom",
    )
    money_effect = EuroField(
        _l("Gevolg voor het geld"),
        description=_l(
            "In hele euro’s ten opzichte van het plan. Een minteken betekent minder. Leeg is geen gevolg."
        ),
        validators=[Optional()],
        name="geld",
    )
    money_words = long_text(_l("Toelichting op het geld"), REASON_LIMIT, name="geld_toelichting")
    new_end = DayField(
        _l("Nieuwe einddatum"),
        description=_l("Leeg als de einddatum niet verandert."),
        validators=[Optional()],
        name="einddatum",
    )
    time_words = long_text(_l("Toelichting op de tijd"), REASON_LIMIT, name="tijd_toelichting")

    def content(self) -> ChangeContent:
        """Return what was filled in."""
        return ChangeContent(
            text_of(self.what),
            text_of(self.why),
            self.money_effect.data,
            text_of(self.money_words),
            self.new_end.data,
            text_of(self.time_words),
        )


class DecisionForm(VersionForm):
    """Approve or reject, with a reason."""

    decision = RadioField(
        _l("Besluit"),
        choices=offers(
            [(ChangeState.APPROVED.value, _l("Goedkeuren")), (ChangeState.REJECTED.value, _l("Afwijzen"))]
        ),
        validators=[InputRequired(_l("Kies goedkeuren of afwijzen."))],
        name="besluit",
    )
    reason = long_text(
        _l("Reden"),
        REASON_LIMIT,
        _l("Noem ook wie heeft besloten, bijvoorbeeld de stuurgroep van 12 maart 2026."),
        required=_l("Vul een reden in."),
        name="reden",
    )

    def target(self) -> ChangeState:
        """Return the state that was chosen."""
        return ChangeState(self.decision.data)
