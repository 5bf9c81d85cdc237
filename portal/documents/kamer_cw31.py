"""The table that article 3.1 of the Comptabiliteitswet asks: six headings, and under each what is missing."""

from flask_babel import gettext as _

from portal.documents.drafting import Columns, Draft
from portal.documents.kamer_cw31_goals import effectiveness, goals
from portal.documents.kamer_cw31_means import evaluation, instruments
from portal.documents.kamer_cw31_money import efficiency, money
from portal.domain.audience import Audience
from portal.domain.issued import Document
from portal.domain.parliament import IssuedKind
from portal.queries.cw31 import Cw31Facts


def cw31(facts: Cw31Facts, audience: Audience) -> Document:
    """Return the table for some readers: an overview, and each heading by itself behind it."""
    draft = Draft(audience)
    parts = [
        goals(draft, facts),
        instruments(draft, facts),
        *money(draft, facts),
        effectiveness(draft, facts),
        efficiency(draft, facts),
        evaluation(draft, facts),
    ]
    behind = len(draft.blocks)
    draft.heading("overzicht", 2, _("De zes onderdelen"))
    rows = [
        draft.row(f"overzicht/{part.key}", [part.title, part.told, part.missing or _("Niets.")], part.sources)
        for part in parts
    ]
    columns = Columns((_("Onderdeel"), _("Wat er ligt"), _("Wat ontbreekt")), (4, 7, 6))
    draft.table("overzicht/tabel", _("Onderbouwing volgens artikel 3.1 Comptabiliteitswet"), columns, rows)
    draft.to_the_front(behind)
    title = _("CW 3.1-tabel %(programme)s", programme=facts.programme.title)
    period = facts.adopted.period.code if facts.adopted else ""
    return draft.finish(IssuedKind.CW31, title, facts.on, period)
