"""Signing in and staying in: methods, sessions, links by mail, second factors (design: security R01-R17)."""

from datetime import timedelta
from enum import StrEnum


class SignInMethod(StrEnum):
    """How somebody showed who they are."""

    PASSWORD = "password"
    PASSWORD_TOTP = "password_totp"
    PASSWORD_RECOVERY = "password_recovery"
    PASSWORD_PASSKEY = "password_passkey"
    PASSKEY = "passkey"
    SINGLE_SIGN_ON = "single_sign_on"

    @property
    def has_second_factor(self) -> bool:
        """Whether it took more than a password; a passkey and single sign-on bring their own."""
        return self is not SignInMethod.PASSWORD


class SessionEnd(StrEnum):
    """Why a session ended before its time."""

    SIGNED_OUT = "signed_out"
    ENDED_BY_OWNER = "ended_by_owner"
    ENDED_BY_ADMINISTRATOR = "ended_by_administrator"
    PASSWORD_CHANGED = "password_changed"
    FACTORS_CHANGED = "factors_changed"
    EMAIL_CHANGED = "email_changed"
    APPOINTMENTS_CHANGED = "appointments_changed"
    DEACTIVATED = "deactivated"
    REPLACED = "replaced"


class TokenPurpose(StrEnum):
    """What a link in a mail lets its reader do, once."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"
    EMAIL_CHANGE = "email_change"


class FactorKind(StrEnum):
    """What somebody has besides a password."""

    TOTP = "totp"
    PASSKEY = "passkey"


class PasskeyUse(StrEnum):
    """What a passkey is asked for; an answer to one is no answer to another."""

    REGISTER = "register"
    SIGN_IN = "sign_in"
    SECOND_STEP = "second_step"
    CONFIRM = "confirm"


class ReviewOutcome(StrEnum):
    """The answer to whether an appointment is still right."""

    CONFIRMED = "confirmed"
    ENDED = "ended"


class Language(StrEnum):
    """Languages in which the portal can speak to somebody."""

    DUTCH = "nl"


IDLE = timedelta(minutes=30)
"""After so long without a request a session is over (R15)."""
LONGEST = timedelta(hours=12)
"""A session is over after so long, whatever happens in it (R15)."""
HALFWAY = timedelta(minutes=10)
"""So long somebody may take between a password and a second factor."""
REAUTHENTICATED = timedelta(minutes=10)
"""So long after showing who one is, dangerous actions are not asked again (R10)."""
SEEN_EVERY = timedelta(minutes=1)
"""A session is noted as in use at most this often: reading must stay cheap."""
KNOWN_FOR = timedelta(days=90)
"""So long the network somebody signed in from counts as one of their own."""


class AccountState(StrEnum):
    """Whether somebody can sign in."""

    ACTIVE = "active"
    INVITED = "invited"
    OFF = "off"


LIFETIME = {
    TokenPurpose.INVITATION: timedelta(days=7),
    TokenPurpose.PASSWORD_RESET: timedelta(hours=1),
    TokenPurpose.EMAIL_CHANGE: timedelta(hours=24),
}
"""How long a link can be used (R08, R09)."""

REVIEW_EVERY = timedelta(days=365)
"""Whether an appointment is still right is asked at least this often (BIO2 5.18.02)."""

CODE_SECONDS = 30
"""So long an app shows one code."""
CODE_STEPS_BESIDE = 1
"""So many codes before and after the one of now are taken too: clocks of telephones differ (R03)."""
CODE_DIGITS = 6
RECOVERY_CODES = 10
"""So many recovery codes are made at once (R03)."""
MOST_FACTORS = 10
"""So many second factors one account can have."""
CHALLENGE = timedelta(minutes=5)
"""So long a passkey may take to answer."""
APP_WAITS = timedelta(minutes=30)
"""So long the picture of a new app can be used."""
CODES_SHOWN = timedelta(minutes=15)
"""So long new recovery codes can be fetched as a file by who made them."""
