"""The approach at a glance on one sheet: the chain with its maatregelen and how they stand."""

from collections import Counter
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.documents.drafting import Columns, Draft, source
from portal.documents.kamer_sources import of_plan
from portal.documents.kamer_words import in_a_row, lower
from portal.domain.audience import Audience
from portal.domain.issued import ChainPart, Document, Figure, Source, SourceKind
from portal.domain.parliament import IssuedKind
from portal.domain.progress import ProgressStatus
from portal.models import Maatregel, Programme
from portal.queries.chain import Chain, StageMaatregelen
from portal.queries.documents import Names
from portal.queries.latest_progress import Latest
from portal.web.chain_words import chain_description, chain_title, stage_note


def infographic(
    programme: Programme,
    chain: Chain,
    latest: Latest,
    names: Names,
    audience: Audience,
    period: str,
    on: date,
) -> Document:
    """Return the sheet as the plan and the adopted reports are on a day."""
    draft = Draft(audience)
    stages = [_of_stage(row, programme, names) for row in chain.stages]
    draft.blocks.append(
        Figure(
            "keten/figuur",
            chain_title(),
            chain_description(),
            tuple(
                ChainPart(row.stage.title, len(row.maatregelen), stage_note(len(row.maatregelen)))
                for row in chain.stages
            ),
            draft.cite(stages),
        )
    )
    rows = []
    for row, stage in zip(chain.stages, stages, strict=True):
        cells = [row.stage.title, str(len(row.maatregelen)), _statuses(row.maatregelen, latest)]
        sources = [stage, *(_of_state(each, latest, on) for each in row.maatregelen)]
        rows.append(draft.row(f"keten/{row.stage.code}", cells, sources))
    heads = (_("Ketenfase"), _("Lopende maatregelen"), _("Volgens de laatste vastgestelde rapportages"))
    caption = _("Lopende maatregelen per fase van de logistieke keten")
    draft.table("keten/tabel", caption, Columns(heads, (5, 3, 9), (1,)), rows)
    _elsewhere(draft, chain, latest, on)
    title = _("De aanpak in één oogopslag")
    return draft.finish(IssuedKind.INFOGRAPHIC, title, on, period)


def _elsewhere(draft: Draft, chain: Chain, latest: Latest, on: date) -> None:
    told = ngettext(
        "%(num)s lopende maatregel werkt door de hele keten heen.",
        "%(num)s lopende maatregelen werken door de hele keten heen.",
        len(chain.elsewhere),
    )
    if chain.elsewhere:
        sources = [_of_state(each, latest, on) for each in chain.elsewhere]
        draft.paragraph("keten/elders", f"{told} {_statuses(chain.elsewhere, latest)}", sources)


def _statuses(maatregelen: list[Maatregel], latest: Latest) -> str:
    counted = Counter(latest[each.id].status for each in maatregelen if each.id in latest)
    told = [f"{counted[status]} {lower(status)}" for status in ProgressStatus if counted[status]]
    silent = len(maatregelen) - counted.total()
    if silent:
        told.append(_("%(number)s nog zonder vastgestelde rapportage", number=silent))
    words = in_a_row(told)
    return f"{words[:1].upper()}{words[1:]}." if words else _("Geen.")


def _of_stage(row: StageMaatregelen, programme: Programme, names: Names) -> Source:
    title = _("Ketenfase %(title)s", title=row.stage.title)
    return of_plan(SourceKind.CHAIN_STAGE, row.stage, title, names, programme.as_of)


def _of_state(maatregel: Maatregel, latest: Latest, on: date) -> Source:
    """Return what an adopted report says of a maatregel; without one, the maatregel itself."""
    found = latest.get(maatregel.id)
    if found is None:
        title = _("Maatregel %(code)s: %(title)s", code=maatregel.code, title=maatregel.title)
        return source(SourceKind.MAATREGEL, maatregel.code, title, on)
    title = _(
        "Voortgangsrapportage %(network)s, %(period)s, maatregel %(code)s: %(title)s",
        network=maatregel.network.title,
        period=found.period_title,
        code=maatregel.code,
        title=maatregel.title,
    )
    return source(SourceKind.PROGRESS, f"{found.period_code}/{maatregel.code}", title, found.as_of)
