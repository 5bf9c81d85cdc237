"""Recording a decision of the stuurgroep, with the actions that follow from it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired, Optional

from portal.domain.actions import ActionState
from portal.forms.base import DayField, Form, VersionForm, day_of, long_text, offers, text_of
from portal.forms.meeting import NO_PERSONAL_DATA, TEXT_LIMIT
from portal.forms.partners import MultiCheckboxField
from portal.forms.period import required_day
from portal.models import Account, AgendaItem, Decision, Maatregel, Network, Signal
from portal.services.actions import ActionContent
from portal.services.decisions import DecisionContent
from portal.web.agenda_words import decision_name
from portal.web.labels import choices, label


class ActionForm(Form):
    """What somebody is to do, and before when."""

    what = long_text(
        _l("Wat moet er gebeuren?"),
        2_000,
        NO_PERSONAL_DATA,
        required=_l("Vul in wat er moet gebeuren."),
        name="actie",
    )
    owner = SelectField(
        _l("Eigenaar"),
        choices=[],
        validators=[InputRequired(_l("Kies wie dit doet."))],
        description=_l("Wie dit doet. Die persoon krijgt een bericht."),
        name="eigenaar",
    )
    due_on = required_day(_l("Klaar op"), "klaar_op", _l("Deze dag telt nog mee."))
    network = SelectField(_l("PPS-netwerk"), choices=[], validators=[Optional()], name="netwerk")

    def content(self, owners: Sequence[Account]) -> ActionContent:
        """Return what was filled in."""
        return _action(self, owners)


class DecisionForm(Form):
    """What was decided and why, and one action that follows from it."""

    text = long_text(
        _l("Besluit"), TEXT_LIMIT, NO_PERSONAL_DATA, required=_l("Vul het besluit in."), name="besluit"
    )
    reason = long_text(_l("Reden"), TEXT_LIMIT, required=_l("Vul in waarom dit is besloten."), name="reden")
    item = SelectField(_l("Onderwerp van de agenda"), choices=[], validators=[Optional()], name="onderwerp")
    revises = SelectField(
        _l("Herziet besluit"),
        choices=[],
        validators=[Optional()],
        description=_l("Het eerdere besluit blijft staan, met een verwijzing naar dit besluit."),
        name="herziet",
    )
    maatregelen = MultiCheckboxField(
        _l("Maatregelen"), choices=[], validators=[Optional()], name="maatregelen"
    )
    signals = MultiCheckboxField(_l("Signalen"), choices=[], validators=[Optional()], name="signalen")
    what = long_text(
        _l("Actiepunt: wat moet er gebeuren?"),
        2_000,
        _l("Laat leeg als er geen actie is. Meer acties kunt u hierna toevoegen."),
        name="actie",
    )
    owner = SelectField(
        _l("Eigenaar van het actiepunt"), choices=[], validators=[Optional()], name="eigenaar"
    )
    due_on = DayField(_l("Actiepunt klaar op"), validators=[Optional()], name="klaar_op")
    network = SelectField(
        _l("Actiepunt voor PPS-netwerk"), choices=[], validators=[Optional()], name="netwerk"
    )

    def action_is_whole(self) -> bool:
        """Say what is missing of an action that was begun, and return whether nothing is."""
        if not text_of(self.what):
            return True
        if not self.owner.data:
            self.owner.errors = [_("Kies wie dit doet.")]
        if self.due_on.data is None:
            self.due_on.errors = [_("Vul een datum in, bijvoorbeeld 15-7-2024.")]
        return not (self.owner.errors or self.due_on.errors)

    def action(self, owners: Sequence[Account]) -> ActionContent | None:
        """Return the action, where one was filled in."""
        return _action(self, owners) if text_of(self.what) else None

    def content(self, items: Sequence[AgendaItem], decisions: Sequence[Decision]) -> DecisionContent:
        """Return what was filled in."""
        return DecisionContent(
            text_of(self.text),
            text_of(self.reason),
            [int(each) for each in self.maatregelen.data or ()],
            [int(each) for each in self.signals.data or ()],
            next((each for each in items if str(each.id) == self.item.data), None),
            next((each for each in decisions if str(each.id) == self.revises.data), None),
        )


class MoveForm(VersionForm):
    """How an action is coming along."""

    state = SelectField(
        _l("Status"), choices=[], validators=[InputRequired(_l("Kies een status."))], name="status"
    )
    words = long_text(
        _l("Hoe staat het ermee?"),
        2_000,
        NO_PERSONAL_DATA,
        required=_l("Schrijf op hoe het ermee staat."),
        name="woorden",
    )


def offer_owners(
    form: ActionForm | DecisionForm, owners: Sequence[Account], networks: Sequence[Network]
) -> None:
    """Let the form choose among these people, and the networks an action may be about."""
    form.owner.choices = offers(
        [(str(each.id), _owner_words(each)) for each in owners], nothing=_l("Kies wie dit doet")
    )
    form.network.choices = offers(
        [(str(each.id), each.title) for each in networks], nothing=_l("Geen: het hele programma")
    )


def offer_subjects(
    form: DecisionForm,
    items: Sequence[AgendaItem],
    decisions: Sequence[Decision],
    maatregelen: Sequence[Maatregel],
    signals: Sequence[Signal],
) -> None:
    """Let the form choose what the decision is about and what it revises."""
    form.item.choices = offers(
        [(str(each.id), f"{place}. {each.title}") for place, each in enumerate(items, 1)],
        nothing=_l("Geen onderwerp van de agenda"),
    )
    form.revises.choices = offers(
        [(str(each.id), f"{decision_name(each)}: {each.text[:80]}") for each in decisions],
        nothing=_l("Geen: dit is een nieuw besluit"),
    )
    form.maatregelen.choices = offers([(str(each.id), f"{each.code} {each.title}") for each in maatregelen])
    form.signals.choices = offers([(str(each.id), each.title) for each in signals])


def offer_states(form: MoveForm, states: Sequence[ActionState]) -> None:
    """Let the form choose among these states."""
    form.state.choices = offers(
        [(value, words) for value, words in choices(ActionState) if ActionState(value) in states]
    )


def _action(form: Any, owners: Sequence[Account]) -> ActionContent:
    owner = next(each for each in owners if str(each.id) == form.owner.data)
    network_id = int(form.network.data) if form.network.data else None
    return ActionContent(text_of(form.what), owner, day_of(form.due_on), network_id)


def _owner_words(account: Account) -> str:
    roles = dict.fromkeys(str(label(each.role)) for each in account.appointments)
    return f"{account.name} ({', '.join(roles)})"
