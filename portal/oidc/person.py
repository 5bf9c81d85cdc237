"""Who somebody is, from what the provider says."""

from collections.abc import Mapping
from typing import Any

from portal.domain.single_sign_on import LONGEST_EMAIL, LONGEST_SUBJECT, ExternalPerson
from portal.oidc.errors import ProviderOddError


def person_in(said: Mapping[str, Any]) -> ExternalPerson:
    """Return the person; raises ProviderOddError where that is nobody in particular."""
    subject, email = said.get("sub"), said.get("email")
    if not isinstance(subject, str) or not subject.isascii() or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise ProviderOddError("het antwoord noemt niemand")
    if not subject.isprintable():
        raise ProviderOddError("het antwoord noemt niemand")
    if not isinstance(email, str) or len(email) > LONGEST_EMAIL or not email.isprintable():
        return ExternalPerson(subject)
    # Only true itself: the word "true" is what others made of it.
    return ExternalPerson(subject, email.strip(), said.get("email_verified") is True)
