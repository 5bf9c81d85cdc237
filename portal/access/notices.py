"""Which notices somebody may be shown now: rights may have changed since they were made."""

from portal.access.policy import READ_NOTICE
from portal.access.principal import Principal
from portal.domain.notices import ABOUT_ACCOUNT, NoticeKind
from portal.queries.notices import NoticeScope


def notice_scope(principal: Principal) -> NoticeScope:
    """Return what this person may be shown, as an argument for queries; nothing for nobody."""
    networks: dict[NoticeKind, frozenset[int] | None] = dict.fromkeys(ABOUT_ACCOUNT)
    for kind, permission in READ_NOTICE.items():
        reach = principal.reach(permission)
        if reach:
            networks[kind] = None if reach.everywhere else reach.networks
    return NoticeScope(principal.account_id or 0, networks)
