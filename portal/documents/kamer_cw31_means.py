"""With what the plan works, and when that is looked into: headings 2 and 6 of the CW 3.1 table."""

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.documents.drafting import Columns, Draft, source
from portal.documents.kamer_cw31_goals import Part, of_underpinning
from portal.documents.kamer_sources import of_plan
from portal.documents.kamer_words import in_a_row
from portal.domain.issued import SourceKind
from portal.queries.cw31 import Cw31Facts
from portal.web.formats import day


def instruments(draft: Draft, facts: Cw31Facts) -> Part:
    """Add the two lines of the plan, and how many maatregelen each network carries out."""
    title = _("2. Beleidsinstrumenten")
    draft.heading("instrumenten", 2, title)
    every = []
    for line in facts.lines:
        every.append(of_plan(SourceKind.LINE, line, line.title, facts.names, facts.programme.as_of))
        draft.paragraph(f"instrumenten/{line.code}", f"{line.title}. {line.description}", every[-1:])
    rows = []
    for network in facts.networks:
        running = [line for line in facts.underpinnings if line.network_id == network.id]
        sources = [
            source(SourceKind.MAATREGEL, line.code, _maatregel(line.code, line.title), facts.on)
            for line in running
        ]
        if sources:
            every.extend(sources)
            cells = [network.title, str(len(running)), in_a_row([line.title for line in running])]
            rows.append(draft.row(f"instrumenten/{network.code}", cells, sources))
    columns = Columns((_("PPS-netwerk"), _("Aantal"), _("Lopende maatregelen")), (4, 2, 11), (1,))
    draft.table("instrumenten/tabel", _("Lopende maatregelen per PPS-netwerk"), columns, rows)
    told = ngettext(
        "Twee lijnen met samen %(num)s lopende maatregel.",
        "Twee lijnen met samen %(num)s lopende maatregelen.",
        len(facts.underpinnings),
    )
    return Part("instrumenten", title, told, "", every)


def evaluation(draft: Draft, facts: Cw31Facts) -> Part:
    """Add since when each maatregel works and when it is evaluated."""
    title = _("6. Evaluatie")
    draft.heading("evaluatie", 2, title)
    every = [of_underpinning(facts, line) for line in facts.underpinnings]
    rows = [
        draft.row(
            f"evaluatie/{line.code}",
            [
                _maatregel(line.code, line.title),
                day(line.content.operational_on) or _("Niet ingevuld"),
                day(line.content.evaluation_on) or _("Niet gepland"),
            ],
            [found],
        )
        for line, found in zip(facts.underpinnings, every, strict=True)
    ]
    columns = Columns((_("Maatregel"), _("Werkt sinds"), _("Evaluatie op")), (9, 4, 4))
    draft.table("evaluatie/tabel", _("Wanneer de maatregelen worden geëvalueerd"), columns, rows)
    planned = sum(line.content.evaluation_on is not None for line in facts.underpinnings)
    told = _(
        "Voor %(planned)s van de %(all)s lopende maatregelen staat een datum van evaluatie.",
        planned=planned,
        all=len(every),
    )
    lacking = len(every) - planned
    missing = _("Een datum bij %(number)s maatregelen.", number=lacking) if lacking else ""
    return Part("evaluatie", title, told, missing, every)


def _maatregel(code: str, title: str) -> str:
    return str(_("Maatregel %(code)s: %(title)s", code=code, title=title))
