"""Deciding about what stands out: accepted, an action, or not applicable."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, IntegerField, RadioField, SelectField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Optional, StopValidation
from wtforms.widgets import HiddenInput

from portal.domain import clock
from portal.domain.flags import FlagOutcome
from portal.forms.base import DayField, Form, day_of, long_text, offers, text_of
from portal.forms.report import REASON_LIMIT
from portal.queries.action_owners import PossibleOwner
from portal.services.actions import ActionContent
from portal.services.flags import DispositionContent, Seen

ACTION_LIMIT = 1_000


class ForAction:
    """Asks for a field where the decision is an action, and takes no notice of it otherwise."""

    def __init__(self, message: Any) -> None:
        self._message = message

    def __call__(self, form: "DispositionForm", field: Field) -> None:
        """Refuse an empty field, or stop looking at it."""
        empty = not any((text or "").strip() for text in field.raw_data or ())
        if empty or not form.acts:
            field.errors = []
            raise StopValidation(self._message if form.acts else "")


class DispositionForm(Form):
    """What is decided, why and until when; for an action also what, who and before which day."""

    fingerprint = HiddenField(validators=[InputRequired()], name="feiten")
    newest_id = IntegerField(widget=HiddenInput(), validators=[InputRequired()], name="besluit_gezien")
    outcome = RadioField(
        _l("Besluit"),
        choices=offers(
            [
                (
                    FlagOutcome.ACCEPTED.value,
                    _l("Geaccepteerd: zo is het bedoeld, of het kan zo blijven"),
                ),
                (FlagOutcome.ACTION.value, _l("Actie: iemand gaat er iets aan doen")),
                (FlagOutcome.NOT_APPLICABLE.value, _l("Niet van toepassing: dit speelt hier niet")),
            ]
        ),
        validators=[InputRequired(_l("Kies een besluit."))],
        name="besluit",
    )
    reason = long_text(
        _l("Reden"),
        REASON_LIMIT,
        _l("Zet hier geen persoonsgegevens of gegevens over zaken of opsporing."),
        required=_l("Vul een reden in."),
        name="reden",
    )
    until = DayField(
        _l("Geldt tot en met"),
        description=_l("Daarna komt het aandachtspunt terug. Leeg is: zolang de feiten gelijk blijven."),
        validators=[Optional()],
        name="tot_en_met",
    )
    what = long_text(_l("Wat moet er gebeuren?"), ACTION_LIMIT, name="wat")
    owner = SelectField(
        _l("Wie doet het?"), validators=[ForAction(_l("Kies wie het doet."))], name="eigenaar"
    )
    due_on = DayField(
        _l("Klaar op of voor"),
        validators=[ForAction(_l("Vul in wanneer het klaar moet zijn."))],
        name="klaar_op",
    )

    def offer(self, owners: Sequence[PossibleOwner], words: Sequence[tuple[str, str]]) -> None:
        """Say who can be chosen, and in which words."""
        self._owners = {owner.value: owner for owner in owners}
        self.owner.choices = offers(words, _l("Kies iemand"))

    def seen(self) -> Seen:
        """Return what stood on the page."""
        return Seen(self.fingerprint.data or "", self.newest_id.data or 0)

    def show_seen(self, seen: Seen) -> None:
        """Put on the page what stands there now, whatever was sent."""
        self.fingerprint.data, self.newest_id.data = seen.fingerprint, seen.newest_id
        self.fingerprint.raw_data = self.newest_id.raw_data = None

    def content(self) -> DispositionContent:
        """Return what was filled in; what was typed for an action counts only where that is the decision."""
        outcome = FlagOutcome(self.outcome.data)
        action = self._action() if outcome is FlagOutcome.ACTION else None
        return DispositionContent(outcome, text_of(self.reason), self.until.data, action)

    def validate_what(self, field: TextAreaField) -> None:
        """Ask what is to be done where the decision is an action."""
        if self.acts and not text_of(field):
            raise ValidationError(_l("Vul in wat er moet gebeuren."))

    def validate_until(self, field: DayField) -> None:
        """Refuse a day that has passed."""
        _not_past(field)

    def validate_due_on(self, field: DayField) -> None:
        """Refuse a day that has passed."""
        _not_past(field)

    @property
    def acts(self) -> bool:
        """Whether an action was chosen."""
        return bool(self.outcome.data == FlagOutcome.ACTION)

    def _action(self) -> ActionContent:
        owner = self._owners[self.owner.data]
        return ActionContent(text_of(self.what), owner.account, day_of(self.due_on), owner.network_id)


def _not_past(field: DayField) -> None:
    if field.data is not None and field.data < clock.today():
        raise ValidationError(_l("Kies vandaag of een dag die nog moet komen."))
