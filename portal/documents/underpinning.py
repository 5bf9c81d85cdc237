"""What underpins the maatregelen, as tables to take along."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _

from portal.documents.figures import Cell, Figures, Sheet
from portal.domain.indicators import Ingredient
from portal.domain.underpinning import Standing, settled, tallies
from portal.models import Network
from portal.queries.underpinning import UnderpinningLine
from portal.web.labels import label
from portal.web.underpinning_figures import standing_names


def underpinning_figures(
    networks: Sequence[Network],
    lines: Sequence[UnderpinningLine],
    made_at: datetime,
    *,
    reads_all: bool,
    demonstration: bool,
) -> Figures:
    """Return the whole table: each maatregel with its ingredients and words, and the counts by network."""
    facts = [
        (
            _("Bron"),
            _("Het plan, de indicatoren met hun waarnemingen, en wat bij de maatregelen is ingevuld"),
        ),
        (_("Telt mee"), _("Maatregelen die nu lopen")),
        (
            _("Weggelaten"),
            _("Waarnemingen die niet voor u zijn bedoeld, tellen niet mee."),
        ),
    ]
    sheets = [
        _maatregelen(networks, lines, reads_all=reads_all),
        _networks(networks, lines, reads_all=reads_all),
    ]
    return Figures(_("Onderbouwing van de maatregelen"), made_at, facts, sheets, demonstration)


def standing_words(ingredient: Ingredient, standing: Standing, *, reads_all: bool) -> str:
    """Return how an ingredient is there, in words that claim no more than the reader can know."""
    if ingredient is Ingredient.OBSERVATIONS and standing is Standing.MISSING and not reads_all:
        return str(_("Geen inzage"))
    return str(label(standing))


def _maatregelen(networks: Sequence[Network], lines: Sequence[UnderpinningLine], *, reads_all: bool) -> Sheet:
    titles: Mapping[int, str] = {network.id: network.title for network in networks}
    return Sheet(
        _("Maatregelen"),
        [
            _("PPS-netwerk"),
            _("Code"),
            _("Maatregel"),
            *(str(label(ingredient)) for ingredient in Ingredient),
            _("Onderdelen ingevuld (van 6)"),
            _("Uitleg hoe de maatregel werkt"),
            _("Werkt in de praktijk sinds"),
            _("Dag van evaluatie"),
        ],
        [
            [
                titles[line.network_id],
                line.code,
                line.title,
                *(standing_words(each, how, reads_all=reads_all) for each, how in line.ingredients.items()),
                settled(line.ingredients),
                line.content.mechanism or None,
                line.content.operational_on,
                line.content.evaluation_on,
            ]
            for line in lines
        ],
    )


def _networks(networks: Sequence[Network], lines: Sequence[UnderpinningLine], *, reads_all: bool) -> Sheet:
    rows: list[list[Cell]] = []
    for network in networks:
        own = [line.ingredients for line in lines if line.network_id == network.id]
        rows += [
            [network.title, str(label(name)), each.own, each.via_goal, each.waived, each.missing, each.total]
            for name, each in tallies(own).items()
        ]
    return Sheet(
        _("PPS-netwerken"),
        [_("PPS-netwerk"), _("Onderdeel"), *standing_names(reads_all=reads_all), _("Maatregelen")],
        rows,
    )
