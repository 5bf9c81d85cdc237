"""Who reads which issued documents: what is public is for everybody who reads adopted material."""

from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.domain.audience import Audience
from portal.domain.issued import AUDIENCES


def issued_for(principal: Principal) -> frozenset[Audience]:
    """Return for which audiences a document must be made to be read by this person.

    A document tells of all networks: only a public one is for who reads some of them.
    """
    if not principal.allows(Permission.READ_ADOPTED):
        return frozenset()
    everywhere = principal.words().everywhere
    return frozenset(each for each in AUDIENCES if each is Audience.PUBLIC or each in everywhere)
