"""Planning a meeting, keeping its agenda, saying something of it, and noting who was there."""

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import DataRequired, Optional, Regexp

from portal.domain.meetings import Presence
from portal.forms.base import Form, VersionForm, day_of, long_text, offers, short_text, text_of
from portal.forms.partners import MultiCheckboxField
from portal.forms.period import required_day
from portal.forms.report import REASON_LIMIT
from portal.models import Account, Attendance
from portal.services.meetings import MeetingContent, PresenceContent
from portal.web.labels import choices

TEXT_LIMIT = 4_000
TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.][0-5][0-9]$")
NO_PERSONAL_DATA = _l("Zet hier geen persoonsgegevens, gegevens over zaken of operationele gegevens.")


class MeetingForm(VersionForm):
    """What a meeting is called, and when and where it is held."""

    title = short_text(
        _l("Titel"),
        200,
        DataRequired(_l("Vul een titel in.")),
        description=_l("Bijvoorbeeld: Stuurgroep."),
        name="titel",
    )
    held_on = required_day(_l("Datum"), "datum")
    begins = short_text(
        _l("Begintijd"),
        5,
        Optional(),
        Regexp(TIME, message=_l("Vul een tijd in, bijvoorbeeld 13:30.")),
        name="tijd",
    )
    place = short_text(_l("Plaats"), 200, name="plaats", description=_l("Bijvoorbeeld een gebouw of online."))

    def content(self) -> MeetingContent:
        """Return what was filled in."""
        begins = text_of(self.begins).replace(".", ":").rjust(5, "0") if text_of(self.begins) else ""
        return MeetingContent(text_of(self.title), day_of(self.held_on), begins, text_of(self.place))


class ProposalsForm(Form):
    """What of all that asks for a place goes on the agenda."""

    chosen = MultiCheckboxField(_l("Voorstellen voor de agenda"), choices=[], name="voorstel")


class FreeItemForm(Form):
    """An item of one's own for the agenda."""

    title = short_text(_l("Onderwerp"), 200, DataRequired(_l("Vul een onderwerp in.")), name="onderwerp")
    annotation = long_text(_l("Toelichting"), TEXT_LIMIT, NO_PERSONAL_DATA, name="toelichting")


class AnnotationForm(VersionForm):
    """What the programme office says of an item."""

    title = short_text(_l("Onderwerp"), 200, name="onderwerp")
    annotation = long_text(
        _l("Toelichting van het programmabureau"), TEXT_LIMIT, NO_PERSONAL_DATA, name="toelichting"
    )


class RemarkForm(Form):
    """What a member says of an item beforehand."""

    text = long_text(
        _l("Uw opmerking"),
        TEXT_LIMIT,
        _l("Alle leden en het programmabureau lezen dit. Wat u plaatst, kunt u niet meer wijzigen."),
        required=_l("Typ eerst uw opmerking."),
        name="opmerking",
    )


class TakeBackForm(VersionForm):
    """Why an agenda goes back to the programme office."""

    reason = long_text(_l("Reden"), REASON_LIMIT, required=_l("Geef een reden."), name="reden")


class ReportForm(VersionForm):
    """Who was there, and what is to be kept of the meeting besides its decisions."""

    notes = long_text(_l("Aantekeningen"), TEXT_LIMIT * 2, NO_PERSONAL_DATA, name="aantekeningen")

    def attendance(self, members: Sequence[Account]) -> dict[int, PresenceContent]:
        """Return by account what was filled in."""
        return {
            each.id: PresenceContent(
                Presence(self[f"presence_{each.id}"].data), text_of(self[f"replaced_{each.id}"])
            )
            for each in members
        }

    def rows(self, members: Sequence[Account]) -> list[tuple[Account, Any, Any]]:
        """Return each member with the two fields about that member."""
        return [(each, self[f"presence_{each.id}"], self[f"replaced_{each.id}"]) for each in members]


def report_form(members: Sequence[Account], known: Sequence[Attendance], **options: Any) -> ReportForm:
    """Return the form with two fields for each member, as they were noted before."""
    former = {row.account_id: row for row in known}

    class OfMembers(ReportForm):
        pass

    for each in members:
        row = former.get(each.id)
        presence = SelectField(
            _l("Aanwezigheid van %(name)s", name=each.name),
            choices=offers(choices(Presence)),
            default=(row.presence if row else Presence.PRESENT).value,
            name=f"aanwezig-{each.id}",
        )
        replaced = short_text(
            _l("Vervangen door (functie)"),
            120,
            name=f"vervanger-{each.id}",
            default=row.replaced_by if row else "",
        )
        setattr(OfMembers, f"presence_{each.id}", presence)
        setattr(OfMembers, f"replaced_{each.id}", replaced)
    return OfMembers(**options)
