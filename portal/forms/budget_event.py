"""Recording that money moves to another year, back to the treasury, or to another network."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, ValidationError
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from portal.domain.budget_events import EventContent, Move
from portal.domain.money import BudgetEventKind
from portal.forms.base import DayField, Form, day_of, long_text, offers, short_text, text_of
from portal.forms.euro import AtLeast, EuroField
from portal.forms.report import REASON_LIMIT
from portal.models import FundingSource, Network
from portal.web.labels import choices

DECISION_LIMIT = 300
FIRST_YEAR, LAST_YEAR = 2000, 2100


def _year(title: Any, hint: Any, *validators: Any, **options: Any) -> IntegerField:
    plausible = NumberRange(FIRST_YEAR, LAST_YEAR, _l("Vul een jaar in, bijvoorbeeld 2026."))
    return IntegerField(title, description=hint, validators=[*validators, plausible], **options)


class BudgetEventForm(Form):
    """What moves, when, why and by which decision; the token makes that sending twice is once."""

    token = short_text(
        "", 36, DataRequired(), render_kw={"type": "hidden", "required": False}, name="formulier"
    )
    kind = RadioField(
        _l("Wat gebeurt er met het geld?"),
        choices=offers(choices(BudgetEventKind)),
        validators=[InputRequired(_l("Kies uitstel, vrijval of herverdeling."))],
        name="soort",
    )
    network = SelectField(
        _l("PPS-netwerk"), validators=[InputRequired(_l("Kies een PPS-netwerk."))], name="netwerk"
    )
    source = SelectField(
        _l("Financieringsbron"), validators=[InputRequired(_l("Kies een financieringsbron."))], name="bron"
    )
    year = _year(_l("Jaar"), "", InputRequired(_l("Vul een jaar in, bijvoorbeeld 2026.")), name="jaar")
    amount = EuroField(
        _l("Bedrag"),
        description=_l("In hele euro’s."),
        validators=[
            InputRequired(_l("Vul een bedrag in.")),
            AtLeast(1, _l("Vul een bedrag boven nul in.")),
        ],
        name="bedrag",
    )
    to_year = _year(
        _l("Naar welk jaar?"), _l("Alleen bij uitstel: een later jaar."), Optional(), name="naar_jaar"
    )
    to_network = SelectField(
        _l("Naar welk PPS-netwerk?"),
        description=_l("Alleen bij herverdeling."),
        validators=[Optional()],
        name="naar_netwerk",
    )
    happened_on = DayField(
        _l("Datum van het besluit"),
        validators=[InputRequired(_l("Vul een datum in, bijvoorbeeld 15-7-2024."))],
        name="datum",
    )
    reason = long_text(_l("Reden"), REASON_LIMIT, required=_l("Vul een reden in."), name="reden")
    decision = short_text(
        _l("Besluit"),
        DECISION_LIMIT,
        DataRequired(_l("Vul in welk besluit dit is.")),
        description=_l("Welk besluit, van wie en wanneer? Bijvoorbeeld: stuurgroep van 12 maart 2026."),
        name="besluit",
    )
    today: date

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that the target fits what happens to the money."""
        fine = bool(super().validate(extra_validators))
        later = self.to_year.data is not None and self.to_year.data > (self.year.data or LAST_YEAR)
        if self.kind.data == BudgetEventKind.CARRY_OVER and not later:
            words = _("Kies een jaar na het jaar waar het geld nu staat.")
            self.to_year.errors = [*self.to_year.errors, words]
            return False
        if self.kind.data == BudgetEventKind.REALLOCATION and self.to_network.data in ("", self.network.data):
            self.to_network.errors = [*self.to_network.errors, _("Kies een ander PPS-netwerk.")]
            return False
        return fine

    def validate_happened_on(self, field: DayField) -> None:
        """Refuse a day that is still to come."""
        if field.data and field.data > self.today:
            raise ValidationError(_("Deze datum ligt in de toekomst."))

    def content(self) -> EventContent:
        """Return what was filled in; a target that does not belong to the kind is left out."""
        kind = BudgetEventKind(self.kind.data)
        carried, given = kind is BudgetEventKind.CARRY_OVER, kind is BudgetEventKind.REALLOCATION
        move = Move(
            kind,
            int(self.network.data),
            self.year.data or 0,
            int(self.source.data),
            self.amount.data or 0,
            self.to_year.data if carried else None,
            int(self.to_network.data) if given else None,
        )
        return EventContent(move, day_of(self.happened_on), text_of(self.reason), text_of(self.decision))


class ReversalForm(Form):
    """Why an event is taken back."""

    reason = long_text(
        _l("Reden"),
        REASON_LIMIT,
        _l("Bijvoorbeeld: bedrag verkeerd overgenomen."),
        required=_l("Vul een reden in."),
        name="reden",
    )


def budget_event_form(
    networks: Sequence[Network], sources: Sequence[FundingSource], today: date, **options: Any
) -> BudgetEventForm:
    """Return the form with the networks and sources of today."""
    form = BudgetEventForm(**options)
    form.today = today
    pairs = [(str(each.id), each.title) for each in networks]
    form.network.choices = offers(pairs, _l("Kies een PPS-netwerk"))
    form.to_network.choices = offers(pairs, _l("Geen"))
    form.source.choices = offers([(str(each.id), each.title) for each in sources])
    if not form.token.data:
        form.token.data = str(uuid4())
    return form
