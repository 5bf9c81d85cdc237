"""Proposing to close an ask, deciding about it as the second person, and opening it again."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from portal.domain.parliament import AskState
from portal.forms.base import VersionForm, long_text, offers, text_of
from portal.forms.report import REASON_LIMIT
from portal.models import AskOccurrence, Passage
from portal.services.closing_rules import ClosingContent
from portal.web.formats import day, shortened
from portal.web.labels import label

WHOLE = ""
"""Value of the choice for the ask as a whole."""


class ClosingForm(VersionForm):
    """How an ask would end, which letter says so, and why."""

    occurrence = SelectField(
        _l("Wat wilt u afsluiten?"), choices=[], validators=[Optional()], default=WHOLE, name="keer"
    )
    outcome = RadioField(
        _l("Hoe loopt het af?"),
        choices=[],
        validators=[InputRequired(_l("Kies hoe het afloopt."))],
        name="uitkomst",
    )
    passage = RadioField(
        _l("In welke passage staat dit?"),
        choices=[],
        default="",
        validators=[Optional()],
        description=_l("Uitgevoerd of beantwoord kan alleen met een passage uit een brief aan de Kamer."),
        name="passage",
    )
    reason = long_text(
        _l("Toelichting"),
        REASON_LIMIT,
        _l("Waarom is dit afgerond? Uw collega leest dit en beslist. Zet hier geen persoonsgegevens."),
        required=_l("Vul een toelichting in."),
        name="toelichting",
    )

    def offer(
        self,
        outcomes: Sequence[AskState],
        passages: Sequence[Passage],
        occurrences: Sequence[AskOccurrence],
    ) -> None:
        """Let the form choose among these."""
        self.outcome.choices = offers([(each.value, label(each)) for each in outcomes])
        self.passage.choices = offers(
            [(str(each.id), passage_words(each)) for each in passages],
            nothing=_l("Geen passage: dit staat in geen brief"),
        )
        self.occurrence.choices = offers(
            [(str(each.number), occurrence_words(each)) for each in occurrences],
            nothing=_l("Het verzoek als geheel"),
        )

    def content(self, passages: Sequence[Passage], occurrences: Sequence[AskOccurrence]) -> ClosingContent:
        """Return what was filled in."""
        return ClosingContent(
            AskState(self.outcome.data),
            text_of(self.reason),
            next((each for each in passages if str(each.id) == self.passage.data), None),
            next((each for each in occurrences if str(each.number) == self.occurrence.data), None),
        )


class ApproveForm(VersionForm):
    """What the second person wants to say with the agreement."""

    words = long_text(_l("Opmerking"), REASON_LIMIT, name="opmerking")


class RefuseForm(VersionForm):
    """Why the second person does not agree."""

    reason = long_text(
        _l("Waarom bent u niet akkoord?"),
        REASON_LIMIT,
        _l("Uw collega krijgt bericht en leest dit."),
        required=_l("Vul in waarom u niet akkoord bent."),
        name="reden",
    )


class ReopenForm(VersionForm):
    """Why a closed ask is opened again, as a whole or one time of it."""

    occurrence = SelectField(
        _l("Wat wilt u heropenen?"), choices=[], validators=[Optional()], default=WHOLE, name="keer"
    )
    reason = long_text(_l("Reden"), REASON_LIMIT, required=_l("Vul een reden in."), name="reden")


def occurrence_words(occurrence: AskOccurrence) -> str:
    """Return how one time of an ask is called."""
    due = day(occurrence.postponed_to or occurrence.due_on)
    return str(_l("Keer %(number)s, uiterlijk %(day)s", number=occurrence.number, day=due))


def passage_words(passage: Passage) -> str:
    """Return how a passage is called in a list to choose from."""
    place = f", {passage.section}" if passage.section else ""
    sent = day(passage.letter.sent_on)
    return f"{passage.letter.title} ({sent}){place}: “{shortened(passage.text, 200)}”"
