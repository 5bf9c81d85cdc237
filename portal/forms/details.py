"""Filling in milestones, requirements and partners of one maatregel; rows are added without any script."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, HiddenField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from portal.domain import clock
from portal.domain.details import (
    MOST_MILESTONES,
    MOST_REQUIREMENTS,
    TITLE_LIMIT,
    DetailContent,
    MilestoneContent,
    RequirementContent,
)
from portal.forms.base import DayField, LongSelect, VersionForm, long_text, short_text
from portal.forms.partners import MultiCheckboxField, partner_field
from portal.models import Partner
from portal.queries.partners import by_sector
from portal.queries.requirements import Needable

WHY_LIMIT = 1_000
EMPTY_ROWS = 2
"""Rows without anything in them, so that a milestone can be added at once."""


@dataclass(frozen=True)
class Offer:
    """What can be chosen, and which first agreed days do not move."""

    maatregelen: Sequence[Needable]
    partners: Sequence[Partner]
    fixed: Mapping[str, date]


@dataclass(frozen=True)
class Size:
    """How many rows there are on the page."""

    milestones: int
    requirements: int

    def wider(self, milestones: int = 0, requirements: int = 0) -> "Size":
        """Return a size with more rows, never more than a report can hold."""
        return Size(
            min(self.milestones + milestones, MOST_MILESTONES),
            min(self.requirements + requirements, MOST_REQUIREMENTS),
        )


def posted_size(fields: Mapping[str, str]) -> Size:
    """Return how many rows somebody had on the page."""
    milestones, requirements = (
        int(fields[name]) if fields.get(name, "").isdecimal() and len(fields[name]) < 4 else 0  # noqa: PLR2004
        for name in ("mijlpalen", "vereisten")
    )
    return Size(0, 0).wider(milestones, requirements)


def size_for(content: DetailContent) -> Size:
    """Return the rows of what is saved, with a few empty ones behind it."""
    return Size(len(content.milestones), len(content.requirements)).wider(EMPTY_ROWS, EMPTY_ROWS)


@dataclass(frozen=True)
class MilestoneRow:
    """The fields of one milestone."""

    key: Field
    title: Field
    planned: Field
    expected: Field
    actual: Field
    remove: Field

    @property
    def used(self) -> bool:
        """Whether anything stands in it that is to be kept."""
        given = (self.title.data, self.planned.data, self.expected.data, self.actual.data, self.key.data)
        return any(given) and not self.remove.data


class DetailsForm(VersionForm):
    """The form of one maatregel; `details_form` gives it its rows."""

    milestones = IntegerField(widget=HiddenInput(), validators=[InputRequired()], name="mijlpalen")
    requirements = IntegerField(widget=HiddenInput(), validators=[InputRequired()], name="vereisten")
    size: Size
    fixed: Mapping[str, date]

    def milestone_rows(self) -> list[MilestoneRow]:
        """Return the fields of the milestones, row by row."""
        names = ("key", "title", "planned", "expected", "actual", "remove")
        return [MilestoneRow(*(self[f"m{n}_{name}"] for name in names)) for n in range(self.size.milestones)]

    def requirement_rows(self) -> list[tuple[Field, Field]]:
        """Return which maatregel is needed and why, row by row."""
        return [(self[f"r{n}_maatregel"], self[f"r{n}_why"]) for n in range(self.size.requirements)]

    def partner_fields(self) -> list[MultiCheckboxField]:
        """Return the checkboxes of the partners, a group for each sector."""
        return [field for field in self if isinstance(field, MultiCheckboxField)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each row as a whole, besides each field."""
        valid = bool(super().validate(extra_validators))
        found = [*self._milestone_errors(), *self._requirement_errors()]
        for field, message in found:
            field.errors = [*field.errors, message]
        return valid and not found

    def content(self) -> DetailContent:
        """Return what was filled in; milestones in the order of their planned days."""
        milestones = [
            MilestoneContent(
                row.title.data or "", day, row.expected.data, row.actual.data, row.key.data or ""
            )
            for row in self.milestone_rows()
            if row.used and (day := row.planned.data or self.fixed.get(row.key.data or ""))
        ]
        return DetailContent(
            tuple(sorted(milestones, key=lambda each: each.planned_on)),
            tuple(
                RequirementContent(int(maatregel.data), why.data or "")
                for maatregel, why in self.requirement_rows()
                if maatregel.data
            ),
            frozenset().union(*(field.numbers for field in self.partner_fields())),
        )

    def show(self, content: DetailContent, version: int) -> None:
        """Put what is saved in the fields."""
        self.version.data = version
        for row, milestone in zip(self.milestone_rows(), content.milestones, strict=False):
            row.key.data, row.title.data = milestone.key, milestone.title
            row.planned.data, row.expected.data = milestone.planned_on, milestone.expected_on
            row.actual.data = milestone.actual_on
        for (maatregel, why), requirement in zip(self.requirement_rows(), content.requirements, strict=False):
            maatregel.data, why.data = str(requirement.maatregel_id), requirement.explanation
        for field in self.partner_fields():
            field.choose(content.partner_ids)

    def _milestone_errors(self) -> Iterator[tuple[Field, str]]:
        for row in self.milestone_rows():
            if not row.used:
                continue
            if not row.title.data:
                yield row.title, _("Geef de mijlpaal een naam, of haal deze mijlpaal weg.")
            fixed = (row.key.data or "") in self.fixed
            if not row.planned.data and not row.planned.errors and not fixed:
                yield row.planned, _("Vul de geplande datum in.")
            if row.actual.data and row.actual.data > clock.today():
                yield row.actual, _("Deze dag moet nog komen. Vul de dag in bij ‘Verwacht op’.")

    def _requirement_errors(self) -> Iterator[tuple[Field, str]]:
        seen = set()
        for maatregel, why in self.requirement_rows():
            if maatregel.data and maatregel.data in seen:
                yield maatregel, _("U hebt deze maatregel hierboven al gekozen.")
            elif maatregel.data and not why.data:
                yield why, _("Vul in waarom deze maatregel nodig is.")
            elif why.data and not maatregel.data:
                yield maatregel, _("Kies een maatregel, of maak de toelichting leeg.")
            seen.add(maatregel.data)


def details_form(
    offer: Offer, size: Size, *, posted: bool, kept: MultiDict[str, str] | None = None
) -> DetailsForm:
    """Return the form with so many rows, filled with what was posted or kept, or still empty."""
    fields: dict[str, Any] = {"size": size, "fixed": offer.fixed}
    for n in range(size.milestones):
        fields |= _milestone_fields(n)
    options = _grouped(offer.maatregelen)
    for n in range(size.requirements):
        fields |= _requirement_fields(n, options)
    for sector, partners in by_sector(offer.partners):
        fields[f"partners_{sector}"] = partner_field(sector, partners)
    kind = type("DetailsFormOfMaatregel", (DetailsForm,), fields)
    form: DetailsForm = kind() if posted else kind(formdata=kept)
    # The page that answers has as many rows as this form, not as the one that was sent.
    for field, rows in ((form.milestones, size.milestones), (form.requirements, size.requirements)):
        field.data = rows if not posted or field.raw_data else None
        field.raw_data = [str(rows)] if field.data is not None else []
    return form


def _milestone_fields(n: int) -> dict[str, Any]:
    name, number = f"mijlpaal-{n + 1}", n + 1
    return {
        f"m{n}_key": HiddenField(name=f"{name}-sleutel"),
        f"m{n}_title": short_text(
            _l("Naam van mijlpaal %(number)s", number=number), TITLE_LIMIT, name=f"{name}-naam"
        ),
        f"m{n}_planned": DayField(_l("Gepland op"), validators=[Optional()], name=f"{name}-gepland"),
        f"m{n}_expected": DayField(_l("Verwacht op"), validators=[Optional()], name=f"{name}-verwacht"),
        f"m{n}_actual": DayField(_l("Gehaald op"), validators=[Optional()], name=f"{name}-gehaald"),
        f"m{n}_remove": BooleanField(_l("Deze mijlpaal weghalen"), name=f"{name}-weg"),
    }


def _requirement_fields(n: int, options: list[SelectChoice]) -> dict[str, Any]:
    name, number = f"vereist-{n + 1}", n + 1
    return {
        f"r{n}_maatregel": SelectField(
            _l("Nodig: maatregel %(number)s", number=number),
            choices=options,
            default="",
            name=f"{name}-maatregel",
            widget=LongSelect(),
        ),
        f"r{n}_why": long_text(_l("Waarom is deze maatregel nodig?"), WHY_LIMIT, name=f"{name}-waarom"),
    }


def _grouped(maatregelen: Sequence[Needable]) -> list[SelectChoice]:
    return [
        SelectChoice("", _l("Geen andere maatregel")),
        *(
            SelectChoice(str(each.id), f"{each.code} {each.title}", optgroup=each.network_title)
            for each in maatregelen
        ),
    ]
