"""The chapter on mainports for the half-yearly letter: per knooppunt what was adopted."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.documents.drafting import Columns, Draft
from portal.documents.kamer_network import network_part
from portal.documents.kamer_sources import of_judgement, of_period, of_progress
from portal.documents.kamer_words import in_a_row, said, status_words
from portal.domain.audience import Audience
from portal.domain.issued import Document
from portal.domain.parliament import IssuedKind
from portal.domain.progress import Aspect
from portal.queries.adopted import AdoptedPeriod, AdoptedReport
from portal.web.formats import day_range
from portal.web.labels import label


def chapter(adopted: AdoptedPeriod, audience: Audience) -> Document:
    """Return the chapter over one adopted period, for some readers."""
    draft = Draft(audience)
    _programme_part(draft, adopted)
    for each in adopted.reports:
        network_part(draft, each)
    title = _(
        "Voortgang van de aanpak van drugssmokkel via mainports, %(period)s", period=adopted.period.title
    )
    return draft.finish(IssuedKind.CHAPTER, title, adopted.period.observes_until, adopted.period.code)


def _programme_part(draft: Draft, adopted: AdoptedPeriod) -> None:
    period = adopted.period
    draft.heading("programma", 2, _("Stand van de hele aanpak"))
    rows = [(each.report, row) for each in adopted.reports for row in each.report.progress]
    told = ngettext(
        "Over de periode van %(days)s stelde de stuurgroep %(num)s voortgangsrapportage vast.",
        "Over de periode van %(days)s stelde de stuurgroep %(num)s voortgangsrapportages vast.",
        len(adopted.reports),
        days=day_range(period.observes_from, period.observes_until),
    )
    draft.paragraph("programma/rapportages", told, [of_period(period)])
    if rows:
        told = ngettext(
            "Zij gaan over %(num)s maatregel: %(statuses)s.",
            "Zij gaan over %(num)s maatregelen: %(statuses)s.",
            len(rows),
            statuses=status_words(row for _report, row in rows),
        )
        draft.paragraph("programma/maatregelen", told, [of_progress(*each) for each in rows])
    if adopted.missing:
        names = in_a_row([network.title for network in adopted.missing])
        told = _("Geen rapportage ontvangen van: %(networks)s.", networks=names)
        draft.paragraph("programma/niet-ontvangen", told, [of_period(period)])
    _judgement_table(draft, adopted.reports)


def _judgement_table(draft: Draft, reports: Sequence[AdoptedReport]) -> None:
    heads = (_("PPS-netwerk"), *(str(label(aspect)) for aspect in Aspect))
    rows = []
    for each in reports:
        given = {row.aspect: row.rating for row in each.report.judgements}
        rows.append(
            draft.row(
                f"programma/oordelen/{each.report.network.code}",
                [
                    each.report.network.title,
                    *(said(given.get(aspect)) for aspect in Aspect),
                ],
                [of_judgement(each.report, aspect) for aspect in Aspect],
            )
        )
    caption = _("Oordelen van de PPS-netwerken over zichzelf")
    draft.table("programma/oordelen", caption, Columns(heads, (5, 3, 3, 3, 3)), rows)
