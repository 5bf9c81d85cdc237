"""How long the portal keeps what only served for a while (design: security R59; ASVS 14.2.7).

What tells of a decision is not here: that stays as long as the archive. Sessions, links and lines of the
audit trail have rules of their own.
"""

from datetime import timedelta
from enum import StrEnum

from portal.domain import observation_import, workbook


class Leftover(StrEnum):
    """A kind of row that serves for a while."""

    MAILS = "mails"
    NOTICES = "notices"
    WORKBOOKS = "workbooks"
    OBSERVATIONS = "observations"
    PRESENCE = "presence"


KEPT = {
    Leftover.MAILS: timedelta(days=365),
    Leftover.NOTICES: timedelta(days=730),
    Leftover.WORKBOOKS: workbook.KEPT_FOR,
    Leftover.OBSERVATIONS: observation_import.KEPT_FOR,
    Leftover.PRESENCE: timedelta(days=1),
}
"""How long each is kept after it ended, was sent, or was last used."""

LEAVER = timedelta(days=365)
"""So long after it was switched off an account keeps its password and second factors."""
