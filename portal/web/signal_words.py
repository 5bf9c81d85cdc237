"""For whom a signal is: the audiences in words of their own, for who is only a reader reads no signals."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.domain.audience import Audience

READERS: Mapping[Audience, LazyString] = {
    Audience.NETWORK: _l("Alleen het PPS-netwerk en het programmabureau"),
    Audience.STEERING: _l("Ook de stuurgroep"),
    Audience.ALL_NETWORKS: _l("Ook alle andere PPS-netwerken"),
    Audience.PUBLIC: _l("Ook te gebruiken in openbare stukken"),
}
