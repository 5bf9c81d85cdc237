"""Filling in what partners bring in besides public money: a group of fields for each contribution."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SelectField
from wtforms.validators import Optional

from portal.domain.audience import Audience
from portal.domain.money import ContributionContent, ContributionKind
from portal.forms.base import offers, short_text
from portal.forms.euro import AtLeast, EuroField
from portal.models import Partner
from portal.web.labels import choices

MOST_CONTRIBUTIONS = 20
DESCRIPTION_LIMIT = 300
NAMES = ("kind", "partner", "amount", "description", "audience", "remove")


@dataclass(frozen=True)
class ContributionFields:
    """The fields of one contribution."""

    kind: Field
    partner: Field
    amount: Field
    description: Field
    audience: Field
    remove: Field

    @property
    def used(self) -> bool:
        """Whether it was filled in and is to stay."""
        filled = self.kind.data or self.partner.data or self.amount.data is not None or self.description.data
        return bool(filled) and not self.remove.data

    def complete(self) -> bool:
        """Return whether nothing is missing, and say in the field what is."""
        if not self.used:
            return True
        if not self.kind.data:
            _refuse(self.kind, _("Kies geld of in natura."))
        if not self.description.data:
            _refuse(self.description, _("Vul in wat de bijdrage is."))
        if self.kind.data == ContributionKind.MONEY and self.amount.data is None and not self.amount.errors:
            _refuse(self.amount, _("Vul bij een bijdrage in geld het bedrag in."))
        return not (self.kind.errors or self.description.errors or self.amount.errors)

    def content(self) -> ContributionContent:
        """Return what was filled in; used and complete."""
        return ContributionContent(
            ContributionKind(self.kind.data),
            self.amount.data,
            self.description.data or "",
            int(self.partner.data) if self.partner.data else None,
            Audience(self.audience.data),
        )


def contribution_fields(place: int, partners: Sequence[Partner]) -> dict[str, Any]:
    """Return the fields of the contribution in this place, by name."""
    number = place + 1
    return {
        f"kind_{place}": SelectField(
            _("Soort bijdrage %(number)s", number=number),
            choices=offers(choices(ContributionKind), _l("Kies een soort")),
            validators=[Optional()],
            name=f"soort-{place}",
        ),
        f"partner_{place}": SelectField(
            _("Partner bij bijdrage %(number)s", number=number),
            description=_l("Staat de partner er niet bij? Noem die dan in de omschrijving."),
            choices=offers(((str(each.id), each.title) for each in partners), _l("Een andere partner")),
            validators=[Optional()],
            name=f"partner-{place}",
        ),
        f"amount_{place}": EuroField(
            _("Bedrag van bijdrage %(number)s", number=number),
            description=_l("Verplicht bij geld. In natura mag u de waarde schatten."),
            validators=[
                Optional(),
                AtLeast(0, _l("Een bijdrage kan niet minder dan nul zijn.")),
            ],
            name=f"bedrag-{place}",
        ),
        f"description_{place}": short_text(
            _("Omschrijving van bijdrage %(number)s", number=number),
            DESCRIPTION_LIMIT,
            description=_l("Wat brengt de partner in?"),
            name=f"omschrijving-{place}",
        ),
        f"audience_{place}": SelectField(
            _("Wie mag bijdrage %(number)s zien?", number=number),
            choices=offers(choices(Audience)),
            default=Audience.ALL_NETWORKS,
            name=f"doelgroep-{place}",
        ),
        f"remove_{place}": BooleanField(
            _("Bijdrage %(number)s verwijderen", number=number), name=f"weg-{place}"
        ),
    }


def _refuse(field: Field, words: str) -> None:
    field.errors = [*field.errors, words]
