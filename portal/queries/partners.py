"""Grouping partners as a reader looks for them."""

from collections.abc import Iterable

from portal.domain.programme import PartnerPart, PartnerSector
from portal.models import MaatregelPartner, Partner


def by_sector(partners: Iterable[Partner]) -> list[tuple[PartnerSector, list[Partner]]]:
    """Return the partners in the order of the sectors, without empty sectors."""
    listed = list(partners)
    groups = [(sector, [each for each in listed if each.sector is sector]) for sector in PartnerSector]
    return [(sector, members) for sector, members in groups if members]


def by_part(links: Iterable[MaatregelPartner]) -> list[tuple[PartnerPart, list[Partner]]]:
    """Return the partners of a maatregel by the part they have in it, without empty parts."""
    listed = sorted(links, key=lambda link: link.partner.position)
    groups = [(part, [link.partner for link in listed if link.part is part]) for part in PartnerPart]
    return [(part, members) for part, members in groups if members]
