"""Filling in the money of a report: a group of fields for each line, and one for each contribution."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, IntegerField, SelectField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from portal.domain.money import EXPLANATION_LIMIT, ContributionContent, MoneyContent, UnderspendReason
from portal.forms.base import VersionForm, long_text, offers
from portal.forms.contributions import (
    MOST_CONTRIBUTIONS,
    NAMES,
    ContributionFields,
    contribution_fields,
)
from portal.forms.euro import EuroField
from portal.models import MoneyLine, Partner, Report
from portal.web.formats import day
from portal.web.labels import choices


@dataclass(frozen=True)
class LineFields:
    """The fields of one funding source in one year."""

    committed: Field
    realised: Field
    forecast: Field
    reason: Field
    explanation: Field

    def content(self) -> MoneyContent:
        """Return what was filled in."""
        return MoneyContent(
            self.committed.data,
            self.realised.data,
            self.forecast.data,
            UnderspendReason(self.reason.data) if self.reason.data else None,
            self.explanation.data or "",
        )


class MoneyForm(VersionForm):
    """What a network says of its money; made for the report at hand."""

    rows = IntegerField(widget=HiddenInput(), validators=[Optional()], name="aantal")

    def line(self, line_id: int) -> LineFields:
        """Return the fields of one line."""
        names = ("committed", "realised", "forecast", "reason", "explanation")
        return LineFields(*(self[f"{name}_{line_id}"] for name in names))

    def contributions(self) -> list[ContributionFields]:
        """Return the fields of each contribution."""
        places = sum(name.startswith("remove_") for name in self._fields)
        return [ContributionFields(*(self[f"{name}_{place}"] for name in NAMES)) for place in range(places)]

    def wanted(self) -> list[ContributionContent]:
        """Return the contributions that are to be kept."""
        return [row.content() for row in self.contributions() if row.used]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that no contribution is half filled in."""
        fine = super().validate(extra_validators)
        return all([fine, *(row.complete() for row in self.contributions())])

    def show(self, report: Report, version: int) -> None:
        """Put what is saved in the fields."""
        self.version.data = version
        for line in report.money:
            fields = self.line(line.id)
            fields.committed.data = line.committed
            fields.realised.data = line.realised
            fields.forecast.data = line.forecast
            fields.reason.data = line.underspend_reason or ""
            fields.explanation.data = line.explanation
        for fields_, row in zip(self.contributions(), report.contributions, strict=False):
            fields_.kind.data = row.kind
            fields_.partner.data = str(row.partner_id or "")
            fields_.amount.data = row.amount
            fields_.description.data = row.description
            fields_.audience.data = row.audience


def money_form(report: Report, partners: Sequence[Partner], rows: int, **options: Any) -> MoneyForm:
    """Return the form with the fields of this report, and so many rows for contributions."""
    several = len({line.funding_source_id for line in report.money}) > 1
    fields: dict[str, Any] = {}
    for line in report.money:
        name = f"{line.funding_source.title} {line.year}" if several else str(line.year)
        fields |= _line_fields(line, name, day(report.period.observes_until))
    for place in range(min(rows, MOST_CONTRIBUTIONS)):
        fields |= contribution_fields(place, partners)
    form: MoneyForm = type("MoneyFormOfReport", (MoneyForm,), fields)(**options)
    form.rows.data = min(rows, MOST_CONTRIBUTIONS)
    form.rows.raw_data = None
    return form


def _line_fields(line: MoneyLine, name: str, until: str) -> dict[str, Any]:
    place = f"{line.year}-{line.funding_source.code}"
    return {
        f"committed_{line.id}": _amount(
            _("Verplicht in %(name)s", name=name),
            _("Waarvoor opdracht is gegeven of een contract loopt."),
            f"verplicht-{place}",
        ),
        f"realised_{line.id}": _amount(
            _("Gerealiseerd in %(name)s", name=name),
            _("Betaald tot en met %(day)s.", day=until),
            f"gerealiseerd-{place}",
        ),
        f"forecast_{line.id}": _amount(
            _("Verwachting voor heel %(name)s", name=name),
            _("Wat u verwacht te besteden tot en met 31 december."),
            f"verwachting-{place}",
        ),
        f"reason_{line.id}": SelectField(
            _("Reden dat er in %(name)s geld overblijft", name=name),
            description=_("Alleen nodig als de verwachting lager is dan het budget."),
            choices=offers(choices(UnderspendReason), _l("Kies een reden")),
            validators=[Optional()],
            name=f"reden-{place}",
        ),
        f"explanation_{line.id}": long_text(
            _("Toelichting bij %(name)s", name=name),
            EXPLANATION_LIMIT,
            _l("Leg ook een negatief bedrag of een groot verschil uit."),
            name=f"toelichting-{place}",
        ),
    }


def _amount(title: str, hint: str, name: str) -> EuroField:
    return EuroField(title, description=hint, validators=[Optional()], name=name)
