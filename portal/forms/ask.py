"""Splitting off an ask, moving it along, linking maatregelen to it and pointing at what shows it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from portal.domain.parliament import AskAction, AskState, possible_ask_actions
from portal.domain.programme import Basis
from portal.forms.base import Form, VersionForm, long_text, offers, text_of
from portal.forms.report import REASON_LIMIT
from portal.forms.terms import TermFields
from portal.models import Ask, Maatregel
from portal.services.ask_links import LinkContent
from portal.services.asks import AskContent
from portal.web.labels import label

TEXT, RESPONSE, SOURCE, WORDS = 1_000, 2_000, 1_000, 1_000
STEP = "stand-"
"""Stands before the names of the fields of a step, for other forms stand on the page of an ask."""


class AskForm(VersionForm, TermFields):
    """What is asked, by when, and where that stands."""

    text = long_text(
        _l("Wat wordt gevraagd?"),
        TEXT,
        _l("Eén verzoek, in één zin. Splits wat een eigen uitkomst of termijn heeft."),
        required=_l("Vul in wat wordt gevraagd."),
        name="verzoek",
    )
    source_words = long_text(
        _l("Waar staat dit?"),
        SOURCE,
        _l("Noem de vindplaats zo dat een ander die kan nalezen, ook als geen brief dit verzoek noemt."),
        required=_l("Vul in waar dit staat."),
        name="bron",
    )
    response = long_text(
        _l("Antwoord of invulling in woorden"),
        RESPONSE,
        _l("Alleen wat aan de Kamer is gemeld. Laat leeg als dat er niet is."),
        name="invulling",
    )

    def content(self) -> AskContent:
        """Return what was filled in."""
        return AskContent(
            text_of(self.text), text_of(self.source_words), text_of(self.response), self.term_content()
        )

    def show(self, ask: Ask) -> None:
        """Put what is saved in the fields."""
        for name in ("version", "text", "source_words", "response"):
            self[name].data = getattr(ask, name)
        self.show_term(ask)


class StepForm(VersionForm):
    """How far an ask is now, and why."""

    action = RadioField(
        _l("Wat wordt de stand?"),
        choices=[],
        validators=[InputRequired(_l("Kies wat de stand wordt."))],
        name="stap",
    )
    reason = long_text(
        _l("Reden"),
        REASON_LIMIT,
        _l("Waaruit blijkt dit? Programmabureau en stuurgroep lezen dit."),
        required=_l("Vul een reden in."),
        name="reden",
    )

    def chosen(self) -> AskAction | None:
        """Return the step that was chosen, also one that exists no more; None for what is no step."""
        return next((each for each in AskAction if each.value == self.action.data), None)


def step_form(state: AskState, **options: Any) -> StepForm:
    """Return the form with the steps that exist in this state; closing and reopening go another way."""
    form = StepForm(prefix=STEP, **options)
    steps = [each for each in possible_ask_actions(state) if each is not AskAction.REOPEN]
    form.action.choices = offers((each.value, label(each)) for each in steps)
    return form


class LinkForm(Form):
    """On which basis a maatregel carries out an ask, and what it does for it."""

    basis = RadioField(
        _l("Waarop berust de koppeling?"),
        choices=offers(
            [
                (Basis.EXPLICIT.value, _l("Een brief noemt de maatregel bij dit verzoek")),
                (Basis.DERIVED.value, _l("Afgeleid door het programmabureau")),
            ]
        ),
        validators=[InputRequired(_l("Kies waarop de koppeling berust."))],
        name="grond",
    )
    contribution = long_text(
        _l("Wat draagt de maatregel bij?"),
        WORDS,
        _l("Iedereen leest dit; het kan in een brief aan de Kamer staan."),
        name="bijdrage",
    )

    def content(self) -> LinkContent:
        """Return what was filled in."""
        return LinkContent(Basis(self.basis.data), text_of(self.contribution))


class NewLinkForm(LinkForm):
    """Which maatregel carries out an ask."""

    maatregel = SelectField(
        _l("Maatregel"),
        choices=[],
        validators=[InputRequired(_l("Kies een maatregel."))],
        name="maatregel",
    )


class LinkChangeForm(VersionForm, LinkForm):
    """A link that is there, said otherwise."""


class ReferenceForm(Form):
    """What shows that an ask is carried out, and why."""

    proof = SelectField(
        _l("Wat laat het zien?"),
        choices=[],
        validators=[InputRequired(_l("Kies wat het laat zien."))],
        name="stuk",
    )
    words = long_text(
        _l("Waarom laat dit het zien?"),
        WORDS,
        _l("Wie het gekozen stuk mag lezen, leest ook deze woorden."),
        required=_l("Vul in waarom dit het laat zien."),
        name="uitleg",
    )


def new_link_form(maatregelen: Sequence[Maatregel], **options: Any) -> NewLinkForm:
    """Return the form with the maatregelen that can be linked."""
    form = NewLinkForm(**options)
    form.maatregel.choices = offers(
        [(each.code, f"{each.code} {each.title} ({each.network.short_title})") for each in maatregelen],
        _l("Kies een maatregel"),
    )
    return form
