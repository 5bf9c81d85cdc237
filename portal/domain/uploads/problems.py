"""Why a file is not taken; each reason has its own sentence."""

from enum import StrEnum

from portal.domain.errors import DomainError


class UploadProblem(StrEnum):
    """What is wrong with a file."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    NO_NAME = "no_name"
    NOT_ALLOWED = "not_allowed"
    DOUBLE_EXTENSION = "double_extension"
    OTHER_CONTENT = "other_content"
    DAMAGED = "damaged"
    POLYGLOT = "polyglot"
    ENCRYPTED = "encrypted"
    UNPACKS_TOO_BIG = "unpacks_too_big"
    STRANGE_ENTRIES = "strange_entries"
    MACROS = "macros"
    ACTIVE = "active"
    EMBEDDED = "embedded"
    EXTERNAL = "external"
    XML_DEFINITIONS = "xml_definitions"
    TOO_MANY_PIXELS = "too_many_pixels"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"


class UploadRefusedError(DomainError):
    """Raised when a file may not come in; carries why."""

    def __init__(self, problem: UploadProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem
