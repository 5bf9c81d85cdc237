"""What can go wrong between the portal and a provider; reasons hold no token, code or claim."""


class SingleSignOnError(Exception):
    """Single sign-on did not work."""


class ProviderSilentError(SingleSignOnError):
    """The provider does not answer, answers too late, or says that it is down."""


class ProviderOddError(SingleSignOnError):
    """The provider answers something that we do not understand or do not believe."""
