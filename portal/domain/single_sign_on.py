"""Signing in with the account of the own organisation: who somebody is there, and how long it may take."""

from dataclasses import dataclass
from datetime import datetime, timedelta

ATTEMPT = timedelta(minutes=10)
"""So long somebody may take at the provider, and to confirm a link afterwards."""
LONGEST_SUBJECT = 255
LONGEST_EMAIL = 254


@dataclass(frozen=True)
class ExternalPerson:
    """Who somebody is at the provider, as its signed answer says."""

    subject: str
    email: str = ""
    email_verified: bool = False
    shown_at: datetime | None = None
    """When they last showed the provider who they are, where that is told."""

    @property
    def sure_email(self) -> str:
        """The address that the provider vouches for, else nothing.

        Letters outside ASCII are left out: some become another letter when capitals are ignored, and so
        the address of somebody else.
        """
        return self.email if self.email_verified and self.email.isascii() else ""
