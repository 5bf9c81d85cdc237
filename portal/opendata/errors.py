"""What can go wrong between the portal and the open data of the Tweede Kamer."""


class OpenDataError(Exception):
    """The open data can not be read now; the message says why, in Dutch and without anything secret."""


class SourceSilentError(OpenDataError):
    """Raised when the source can not be reached, breaks off half-way or takes too long."""


class SourceDownError(OpenDataError):
    """Raised when the source itself says that it is out of order or too busy."""


class BusyError(SourceDownError):
    """Raised when the source asks us to come back later: asking again at once would make it worse."""


class QueryRefusedError(OpenDataError):
    """Raised when the source refuses the question: then it has changed, or we ask something wrong."""


class StrangeAnswerError(OpenDataError):
    """Raised when the answer is no OData, too big, or sends us somewhere else."""


class ForbiddenAddressError(OpenDataError):
    """Raised when an address is not one that the settings allow."""
