"""What a service refuses; the doors turn each into an answer in Dutch."""

from portal.domain.readiness import Finding


class DomainError(Exception):
    """A rule of the programme that the action would break."""


class StaleVersionError(DomainError):
    """Raised when somebody else saved since the page was opened."""


class NotEditableError(DomainError):
    """Raised when the report's state does not let its network write here."""


class IncompleteReportError(DomainError):
    """Raised when a report that is to be submitted still has gaps."""


class FourEyesError(DomainError):
    """Raised when the one who submitted would also accept."""


class ReasonRequiredError(DomainError):
    """Raised when an action that needs a reason comes without one."""


class NotReadyError(DomainError):
    """Raised when a period cannot open; carries the findings."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"{len(findings)} obstacles")
        self.findings = findings


class UnfinishedReportsError(DomainError):
    """Raised when a period would be adopted while submitted reports still await a judgement."""


class PeriodNotOpenError(DomainError):
    """Raised when a report moves while its period does not take reports."""


class SubmissionNotBegunError(DomainError):
    """Raised when a report is submitted before the first day of submission."""


class OtherPeriodOpenError(DomainError):
    """Raised when a period would open while another one is open."""


class PeriodStartedError(DomainError):
    """Raised when the dates a period looks at would change after it opened."""


class AppointmentEndedError(DomainError):
    """Raised when an appointment that has ended would be ended again."""


class OwnAppointmentError(DomainError):
    """Raised when somebody would change the own appointments or switch off the own account."""


class DuplicateError(DomainError):
    """Raised when a code, address or appointment already exists."""
