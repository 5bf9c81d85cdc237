"""The page with every component in every variant, for who builds pages. Only in demo mode."""

from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    Form,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from portal.forms.base import offers
from portal.web.doors import Door, requires
from portal.web.figures import Series, Stage, bar_chart, chain, trend_line

blueprint = Blueprint("design", __name__)

YEARS = ("2022", "2023", "2024", "2025")


class SampleForm(Form):
    """One field of every kind."""

    class Meta:
        locales = ("nl_NL", "nl")

    title = StringField(
        _l("Titel"), [InputRequired(_l("Vul een titel in"))], description=_l("Kort en herkenbaar")
    )
    status = SelectField(
        _l("Status"),
        choices=offers([("op", _l("Op schema")), ("achter", _l("Achter op schema"))], _l("Kies een status")),
    )
    done = TextAreaField(
        _l("Wat is er gedaan?"),
        [InputRequired(_l("Vul in wat er is gedaan")), Length(max=4000)],
        description=_l("Beschrijf de resultaten van dit halfjaar, zonder namen van personen."),
    )
    trend = RadioField(
        _l("Trend"),
        [InputRequired(_l("Kies een trend"))],
        choices=offers([("beter", _l("Beter")), ("gelijk", _l("Gelijk")), ("slechter", _l("Slechter"))]),
    )
    until = DateField(_l("Verwachte einddatum"), [Optional()])
    fte = DecimalField(_l("Ingezette capaciteit"), [Optional()])
    amount = DecimalField(_l("Gerealiseerd bedrag"), [InputRequired(_l("Vul een bedrag in"))])
    decision = BooleanField(
        _l("Hiervoor is een besluit van de stuurgroep nodig"), description=_l("Dit komt op de agenda.")
    )


@blueprint.get("/ontwerp")
@requires(Door.PUBLIC)
def show() -> str:
    """Show all components."""
    faulty = SampleForm(MultiDict({"title": "", "done": "", "amount": "veel"}), prefix="fout-")
    faulty.validate()
    return render_template("design/components.html", form=SampleForm(), faulty=faulty, figures=_figures())


def _figures() -> dict[str, Any]:
    budget, spent = (
        Series(_("Begroot"), (22, 33, 29, 29)),
        Series(_("Gerealiseerd"), (13.1, 21.5, 24.8, None)),
    )
    parts = [
        Series(_("Rotterdam"), (9, 14, 12, 12)),
        Series(_("Schiphol"), (5, 8, 7, 7)),
        Series(_("Noordzeekanaalgebied"), (4, 6, 5, 5)),
        Series(_("Overig"), (4, 5, 5, 5)),
    ]
    status = [Series(_("Op schema"), (5, 6, 8, 11)), Series(_("Achter op schema"), (3, None, 3, 1))]
    stages = [
        Stage(_("Bronland"), 4, _("maatregelen"), "#keten"),
        Stage(_("Vertrekhaven"), 0, _("maatregelen")),
        Stage(_("Aankomst"), 12, _("maatregelen"), "#keten"),
        Stage(_("Opslag en uithaal"), 9, _("maatregelen"), "#keten"),
        Stage(_("Doorvoer"), 3, _("maatregelen"), "#keten"),
    ]
    unit = _("miljoen euro")
    return {
        "bars": bar_chart(
            _("Budget per jaar"), _("Begroot en gerealiseerd."), YEARS, [budget, spent], unit=unit
        ),
        "stack": bar_chart(
            _("Budget per netwerk"), _("Gestapeld per jaar."), YEARS, parts, unit=unit, stacked=True
        ),
        "line": trend_line(_("Maatregelen naar status"), _("Per halfjaar."), YEARS, status),
        "chain": chain(_("De logistieke keten"), _("Aantal maatregelen per ketenfase."), stages),
    }
