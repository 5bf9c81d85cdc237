"""Asking a provider of OpenID Connect who somebody is, and believing no more than it signed.

What asks stands in `provider`, which only a portal with single sign-on loads: its libraries take memory.
"""

from portal.oidc.asking import Attempt
from portal.oidc.errors import ProviderOddError, ProviderSilentError, SingleSignOnError

__all__ = [
    "Attempt",
    "ProviderOddError",
    "ProviderSilentError",
    "SingleSignOnError",
]
