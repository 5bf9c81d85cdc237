"""How often something may be tried: a number of times freely, then with waits that double up to a cap.

A wait ends by itself and never grows beyond the cap, so that nobody can keep somebody else out for long
(security R06).
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Limit:
    """What is counted, and how long somebody waits once it went wrong too often."""

    name: str
    free: int
    """So many failures bring no wait."""
    first: timedelta
    longest: timedelta
    window: timedelta = timedelta(hours=1)
    """After so long without a failure, counting begins anew."""
    shared: bool = False
    """Many people may be behind it: counting begins anew so long after the first failure, not the last."""

    def wait_after(self, failures: int) -> timedelta:
        """Return how long to wait after so many failures."""
        if failures < self.free:
            return timedelta(0)
        # Beyond the cap the number of doublings no longer matters, and must not grow without end.
        doublings = min(failures - self.free, 32)
        return min(self.first * (1 << doublings), self.longest)


PASSWORD_FROM_PLACE = Limit("password_place", 5, timedelta(seconds=30), timedelta(minutes=15))
"""Passwords for one address of an account from one place: the usual case of somebody who guesses."""
PASSWORD_FROM_ANYWHERE = Limit("password_anywhere", 30, timedelta(seconds=15), timedelta(minutes=5))
"""Passwords for one address of an account from places where it never signed in, all together."""
PASSWORDS_OF_PLACE = Limit("place", 20, timedelta(seconds=30), timedelta(minutes=15), shared=True)
"""Passwords for whatever account from one place: one password tried on many accounts."""
PASSWORDS_OF_NETWORK = Limit("network", 100, timedelta(seconds=15), timedelta(minutes=5), shared=True)
"""The same from the network around it, in which somebody easily changes place."""
RESET_FOR_ACCOUNT = Limit("reset_account", 3, timedelta(minutes=5), timedelta(minutes=15))
"""Asking for a new password: the mailbox of somebody must not fill up."""
RESET_FROM_PLACE = Limit("reset_place", 10, timedelta(minutes=1), timedelta(minutes=15), shared=True)
SECOND_FACTOR = Limit("second_factor", 5, timedelta(seconds=30), timedelta(minutes=15))
"""Codes for one account, once its password was right."""
PASSKEY_FROM_PLACE = Limit("passkey_place", 20, timedelta(seconds=30), timedelta(minutes=15), shared=True)
"""Answers of passkeys that are not right, from one place: so that the audit trail does not fill up."""
SINGLE_SIGN_ON_FROM_PLACE = Limit(
    "single_sign_on_place", 30, timedelta(seconds=30), timedelta(minutes=15), shared=True
)
"""Answers of the organisation that let nobody in, from one place: each makes the portal ask the provider."""
CONFIRMATION = Limit("confirmation", 5, timedelta(seconds=30), timedelta(minutes=15))
"""Showing again who one is, within a session."""

EMAIL_CHANGE = Limit("email_change", 5, timedelta(minutes=5), timedelta(minutes=15))
"""Asking for a link to a new address: the mailbox of a stranger must not fill up."""

LONGEST_WINDOW = timedelta(hours=1)
"""After so long without a failure a counter says nothing any more."""
