"""Saying who answers for a maatregel."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, ValidationError

from portal.forms.base import Form
from portal.models import Account

NOBODY = ""


class OwnerForm(Form):
    """One of the people of the network, or nobody."""

    owner = SelectField(
        _l("Eigenaar"),
        description=_l("U kiest uit de mensen met een lopende aanstelling in dit PPS-netwerk."),
        name="eigenaar",
        validate_choice=False,
    )

    def validate_owner(self, field: SelectField) -> None:
        """Refuse somebody who has no appointment in the network."""
        if field.data not in {choice[0] for choice in field.iter_choices()}:
            raise ValidationError(
                _l("Deze persoon heeft geen lopende aanstelling in dit netwerk. Kies iemand uit de lijst.")
            )


def owner_form(candidates: Sequence[Account], current: Account | None) -> OwnerForm:
    """Return the form with the people of a network, and who is owner now."""
    form = OwnerForm(owner=str(current.id) if current else NOBODY)
    form.owner.choices = [(NOBODY, _l("Geen eigenaar")), *((str(each.id), each.name) for each in candidates)]
    return form


def chosen_owner(form: OwnerForm, candidates: Sequence[Account]) -> Account | None:
    """Return the account that was chosen, None for nobody."""
    return next((each for each in candidates if str(each.id) == form.owner.data), None)
