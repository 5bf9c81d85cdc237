"""The statement of a network over a year, as tables to take along."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from portal.documents.figures import Figures, Sheet
from portal.domain.statements import AccountedLine
from portal.models import Statement
from portal.web.formats import moment
from portal.web.labels import label


def statement_figures(
    statement: Statement, lines: Sequence[AccountedLine], made_at: datetime, *, demonstration: bool
) -> Figures:
    """Return words and figures of a statement."""
    title = _("Verantwoording %(network)s %(year)s", network=statement.network.title, year=statement.year)
    facts = [
        (_("Status"), str(label(statement.state))),
        (_("Ingediend"), moment(statement.submitted_at)),
        (_("Geaccepteerd"), moment(statement.accepted_at)),
        (_("Bron"), _("De begroting van het plan en de laatste geaccepteerde rapportage over het jaar")),
        (_("Weggelaten"), _("Niets.")),
        (_("Toelichting"), statement.explanation),
    ]
    heads = [
        _("Financieringsbron"),
        _("Plan"),
        _("Budget"),
        _("Verplicht"),
        _("Gerealiseerd"),
        _("Verwachting heel jaar"),
        _("Reden"),
        _("Toelichting"),
        _("Peildatum"),
        _("Rapportage"),
    ]
    rows = [
        [
            line.source_title,
            line.planned,
            line.budget,
            line.committed,
            line.realised,
            line.forecast,
            str(label(line.reason)),
            line.explanation,
            line.as_of,
            line.period,
        ]
        for line in lines
    ]
    return Figures(title, made_at, facts, [Sheet(_("Cijfers"), heads, rows)], demonstration)
