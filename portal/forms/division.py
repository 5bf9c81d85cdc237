"""Dividing the maatregelen of a network among the people who fill them in."""

from collections.abc import Sequence
from typing import Any

from portal.forms.base import VersionForm, offers
from portal.forms.partners import MultiCheckboxField
from portal.models import Account, Maatregel


class DivisionForm(VersionForm):
    """Who fills in each maatregel; `division_form` gives it a field for each."""

    def wanted(self, maatregelen: Sequence[Maatregel]) -> dict[int, frozenset[int]]:
        """Return the chosen people by maatregel, as ids."""
        return {
            each.id: frozenset(int(value) for value in self[f"maatregel_{each.id}"].data or ())
            for each in maatregelen
        }

    def show(self, maatregelen: Sequence[Maatregel], version: int) -> None:
        """Put what is saved in the fields."""
        self.version.data = version
        for each in maatregelen:
            self[f"maatregel_{each.id}"].data = [str(person.id) for person in each.contributors]


def division_form(
    maatregelen: Sequence[Maatregel], people: Sequence[Account], **options: Any
) -> DivisionForm:
    """Return the form with the maatregelen and the contributors of a network."""
    choices = offers((str(each.id), each.name) for each in people)
    fields: dict[str, Any] = {
        f"maatregel_{each.id}": MultiCheckboxField(each.title, choices=choices, name=each.code)
        for each in maatregelen
    }
    form: DivisionForm = type("DivisionFormOfNetwork", (DivisionForm,), fields)(**options)
    return form
