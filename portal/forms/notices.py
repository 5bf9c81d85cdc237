"""How somebody wants to be told by mail."""

from collections.abc import Collection, Mapping
from typing import Any

from wtforms import Field, SelectField

from portal.domain.notices import Delivery, NoticeKind
from portal.forms.base import Form, offers
from portal.web.labels import choices, label

_NAMES: Mapping[NoticeKind, str] = {
    NoticeKind.OPENED: "geopend",
    NoticeKind.ALMOST_DUE: "bijna",
    NoticeKind.OVERDUE: "te_laat",
    NoticeKind.SUBMITTED: "ingediend",
    NoticeKind.RETURNED: "teruggestuurd",
    NoticeKind.ACCEPTED: "geaccepteerd",
    NoticeKind.ADOPTED: "vastgesteld",
    NoticeKind.MENTIONED: "genoemd",
    NoticeKind.ASSIGNED: "toegewezen",
    NoticeKind.NOT_OPENED: "niet_geopend",
    NoticeKind.SIGNAL_FILED: "signaal_gemeld",
    NoticeKind.SIGNAL_MOVED: "signaal_geduid",
    NoticeKind.ACTION_GIVEN: "actiepunt",
    NoticeKind.ACTION_OVERDUE: "actiepunt_te_laat",
    NoticeKind.MEETING_CONVENED: "vergadering",
    NoticeKind.ASK_ALMOST_DUE: "termijn_bijna",
    NoticeKind.ASK_OVERDUE: "termijn_voorbij",
    NoticeKind.CLOSING_PROPOSED: "akkoord_gevraagd",
    NoticeKind.CLOSING_DECIDED: "akkoord_beslist",
    NoticeKind.KAMER_NEWS: "kamer_nieuws",
    NoticeKind.REVIEW_DUE: "controle_aanstellingen",
}


class PreferencesForm(Form):
    """One choice for each kind of notice that may come."""

    def fields_of(self) -> dict[NoticeKind, Field]:
        """Return the field of each kind on this form."""
        return {kind: self[kind.value] for kind in NoticeKind if kind.value in self}

    def wanted(self) -> dict[NoticeKind, Delivery]:
        """Return what was chosen for each kind."""
        return {kind: Delivery(field.data) for kind, field in self.fields_of().items()}


def preferences_form(
    kinds: Collection[NoticeKind], present: Mapping[NoticeKind, Delivery], **options: Any
) -> PreferencesForm:
    """Return a form for these kinds, filled in with what holds now."""
    fields = {
        kind.value: SelectField(
            label(kind), choices=offers(choices(Delivery)), default=present[kind].value, name=_NAMES[kind]
        )
        for kind in kinds
    }
    form: PreferencesForm = type("PreferencesOfPerson", (PreferencesForm,), fields)(**options)
    return form
