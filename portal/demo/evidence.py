"""Links that the invented networks give as evidence; their addresses are of nobody (RFC 6761)."""

from collections.abc import Mapping

from portal.demo.moments import Round
from portal.demo.stage import Stage
from portal.domain.audience import Audience
from portal.domain.audit import Actor
from portal.models import MaatregelProgress
from portal.services import evidence
from portal.services.evidence import Description

_PLACE = "https://documenten.voorbeeld.example"
LINKS: Mapping[str, tuple[tuple[str, str, Audience], ...]] = {
    "rtm-01": (
        ("Verslag van het overleg met de terminals", "verslag-terminals", Audience.NETWORK),
        ("Persbericht over de voortgang in de haven", "persbericht-haven", Audience.PUBLIC),
    ),
    "rtm-02": (("Presentatie voor de partners", "presentatie-partners", Audience.ALL_NETWORKS),),
    "rtm-03": (("Memo over de keuzes voor de stuurgroep", "memo-keuzes", Audience.STEERING),),
}
"""By maatregel: title, name of the document and for whom it is."""


def add_links(stage: Stage, actor: Actor, row: MaatregelProgress, this_round: Round) -> None:
    """Let who writes about a maatregel give the links that show it."""
    for title, name, audience in LINKS.get(row.maatregel.code, ()):
        address = f"{_PLACE}/{this_round.code}/{row.maatregel.code}/{name}"
        evidence.add_link(stage.session, actor, row, Description(title, audience), address)
