"""Choosing partners: checkboxes, a group for each sector."""

from collections.abc import Sequence

from wtforms import SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.domain.programme import PartnerSector
from portal.forms.base import offers
from portal.models import Partner
from portal.web.labels import label

_SECTOR_NAMES = {
    PartnerSector.PUBLIC: "publiek",
    PartnerSector.PRIVATE: "privaat",
    PartnerSector.INTERNATIONAL: "internationaal",
    PartnerSector.MIXED: "gemengd",
}


class MultiCheckboxField(SelectMultipleField):
    """Any number of a list, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def choose(self, ids: frozenset[int]) -> None:
        """Tick those of the list whose number is among these."""
        self.data = [value for value, *_rest in self.iter_choices() if int(value) in ids]

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of what is ticked."""
        return frozenset(int(value) for value in self.data or [])


def partner_field(sector: PartnerSector, partners: Sequence[Partner]) -> MultiCheckboxField:
    """Return the partners of one sector as checkboxes."""
    return MultiCheckboxField(
        label(sector),
        choices=offers((str(each.id), each.title) for each in partners),
        validators=[Optional()],
        name=f"partners-{_SECTOR_NAMES[sector]}",
    )
