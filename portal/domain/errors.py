"""What a service refuses; the doors turn each into an answer in Dutch."""

from datetime import timedelta

from portal.domain.readiness import Finding


class DomainError(Exception):
    """A rule of the programme that the action would break."""


class StaleVersionError(DomainError):
    """Raised when somebody else saved since the page was opened."""


class LinkUsedError(DomainError):
    """Raised when a link from a mail was used before, withdrawn, or is too old."""


class LastFactorError(DomainError):
    """Raised when somebody would remove the last second factor, and a role obliges to one."""


class TooManyFactorsError(DomainError):
    """Raised when somebody would add more second factors than anybody needs."""


class TooManyTriesError(DomainError):
    """Raised when something was tried so often that it has to wait; carries how long."""

    def __init__(self, pause: timedelta) -> None:
        super().__init__(str(pause))
        self.pause = pause


class PasskeyRefusedError(DomainError):
    """Raised when the answer of a passkey is not right, too late, or was given before."""


class NotEditableError(DomainError):
    """Raised when the report's state does not let its network write here."""


class AssessmentFixedError(NotEditableError):
    """Raised when an assessment of a goal would change after its period was adopted."""


class AssessmentIncompleteError(DomainError):
    """Raised when an assessment of a goal has no words, or has a judgement that does not fit the goal."""


class PeriodNotBegunError(DomainError):
    """Raised when a goal would be assessed over a period that was never opened."""


class NotYetOperationalError(DomainError):
    """Raised when a maatregel would have worked since a day that is still to come."""


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


class LastAdministratorError(DomainError):
    """Raised when nobody would be left who administers accounts."""


class NotInvitedError(DomainError):
    """Raised when an invitation would be sent again or withdrawn that was accepted, or is of no account."""


class UnfitReceiverError(DomainError):
    """Raised when a duty would go to somebody who may not hold it."""


class NotReviewableError(DomainError):
    """Raised when an appointment would be reviewed that does not hold today."""


class DuplicateError(DomainError):
    """Raised when a code, address or appointment already exists."""


class InvalidExtensionError(DomainError):
    """Raised when a new last day of submission has passed or gives no more time."""


class ChangeDecidedError(DomainError):
    """Raised when a request for a change would be decided or withdrawn again."""


class NotAdoptedError(DomainError):
    """Raised when an erratum is to stand beside a report that can still be changed itself."""


class TooManyMilestonesError(DomainError):
    """Raised when a maatregel would get more milestones or requirements than a report can hold."""


class FutureDayError(DomainError):
    """Raised when something would have happened on a day that is still to come."""


class MilestoneFixedError(DomainError):
    """Raised when the first agreed day of a milestone would move after it stood in an adopted report."""


class RequirementError(DomainError):
    """Raised when a maatregel would need itself, or the same one twice."""


class InvalidMoveError(DomainError):
    """Raised when a move of money has no target that fits its kind, or happens in the future."""


class OverdrawnError(DomainError):
    """Raised when a move of money would leave a network with less than nothing."""


class NotReversibleError(DomainError):
    """Raised when an event would be taken back that itself takes another one back."""


class StatementIncompleteError(DomainError):
    """Raised when an accountability statement has no words, or there are no accepted figures of that year."""


class StatementLockedError(DomainError):
    """Raised when an accountability statement is in a state in which this step is not possible."""


class TooMuchEvidenceError(DomainError):
    """Raised when a maatregel or an ask would get more files and links than it can hold."""


class EvidenceRemovedError(DomainError):
    """Raised when evidence that was taken away would be taken away again."""


class UnexplainedFindingsError(DomainError):
    """Raised when a report that is to be submitted holds something impossible or unexplained."""


class MailWaitsError(DomainError):
    """Raised when a mail would be sent again that still waits to be sent."""


class SignalContentError(DomainError):
    """Raised when a signal shifts from a place to itself or to nowhere, or was noticed in the future."""


class SignalUnderWayError(DomainError):
    """Raised when the text of a signal would change after its interpretation began."""


class MergeTargetError(DomainError):
    """Raised when a signal would merge into itself, or into one that was merged itself."""


class ImplausibleLimitsError(DomainError):
    """Raised when limits of the screening for displacement make no sense."""


class UnchangedLimitsError(DomainError):
    """Raised when the limits of the screening that hold already would be set again."""


class RetiredInPastError(DomainError):
    """Raised when a term of a vocabulary would be retired on a day that has passed."""


class DefinitionError(DomainError):
    """Raised when a new definition says the same as the one before, or begins no later."""


class UnitFixedError(DomainError):
    """Raised when what values are counted in would change while there are values."""


class NormIncompleteError(DomainError):
    """Raised when a baseline or target has neither a value nor a reason to do without, or both."""


class ObservationWithdrawnError(DomainError):
    """Raised when a value that was withdrawn would be withdrawn again."""


class FlagChangedError(DomainError):
    """Raised when somebody decides about a flag whose facts have changed since the page was opened."""


class ActionIncompleteError(DomainError):
    """Raised when a flag is to be acted upon without an action, or gets one without that outcome."""


class PastDayError(DomainError):
    """Raised when something would hold, or have to be done, up to a day that has passed."""


class NotInSessionError(DomainError):
    """Raised when something is decided outside a convened meeting whose day has come."""


class MeetingHeldError(DomainError):
    """Raised when anything of a meeting would change after it was closed."""


class EmptyAgendaError(DomainError):
    """Raised when an agenda without items would go to the members."""


class AgendaSharedError(DomainError):
    """Raised when an item would leave an agenda that the members have."""


class MeetingBegunError(DomainError):
    """Raised when the day of a meeting would move, or its agenda go back, after a decision."""


class BookNotReadyError(DomainError):
    """Raised when a book would be issued while its agenda is not with the members."""


class DecisionRevisedError(DomainError):
    """Raised when a decision would be revised that already was: the newest one is to be revised."""


class ActionSettledError(DomainError):
    """Raised when an action would move that is done or has lapsed, or to a state it cannot go to."""


class SourceRequiredError(DomainError):
    """Raised when something would be registered without saying where it stands."""


class VoteError(DomainError):
    """Raised when a day of the vote does not go with what the Kamer decided, or is still to come."""


class PlanFixedError(DomainError):
    """Raised when a fact would change that the plan files give."""


class AskClosedError(DomainError):
    """Raised when an ask would change or be closed once it is closed, or while that is proposed."""


class TermFixedError(DomainError):
    """Raised when the first day that was promised would change after a postponement or a first time."""


class AskTermError(DomainError):
    """Raised when a duty that comes back has no rhythm, or something that is done once has one."""


class LinkedAlreadyError(DomainError):
    """Raised when a maatregel would be linked to an ask to which it is linked."""


class LinkRemovedError(DomainError):
    """Raised when a link between a maatregel and an ask would change after it was removed."""


class LetterContentError(DomainError):
    """Raised when a letter has no title, or would have been sent on a day that is still to come."""


class PassageContentError(DomainError):
    """Raised when a passage has no words, or speaks of no ask."""


class LetterRetractedError(DomainError):
    """Raised when something would be done with a letter whose registration was taken back."""


class PassageRetractedError(DomainError):
    """Raised when something would be done with a passage that was taken back."""


class PassageInUseError(DomainError):
    """Raised when a letter or passage would be taken back on which the closing of an ask rests."""


class KeptByPlanError(DomainError):
    """Raised when somebody would take back a letter or a quote that stands in the plan."""


class PassageRequiredError(DomainError):
    """Raised when an ask would be closed without the passage of a letter that says so."""


class PassageUnrelatedError(DomainError):
    """Raised when a passage does not speak of the ask that would rest on it, or was taken back."""


class OutcomeError(DomainError):
    """Raised when an ask would end in a way that it cannot end."""


class ClosingPendingError(DomainError):
    """Raised when a proposal to close an ask waits already."""


class ClosingDecidedError(DomainError):
    """Raised when a proposal to close an ask would be decided or withdrawn again."""


class OwnClosingError(FourEyesError):
    """Raised when who proposed to close an ask would also decide about it."""


class OthersClosingError(DomainError):
    """Raised when somebody would withdraw the proposal of somebody else."""


class OccurrenceSettledError(DomainError):
    """Raised when one time of an ask would be settled that is settled, or that belongs to a closed ask."""


class NothingDueError(DomainError):
    """Raised when something would be postponed that is closed, settled, or has no time that is due."""


class NotLaterError(DomainError):
    """Raised when a postponement would give no later day."""


class LetterNeededError(DomainError):
    """Raised when a promise to the Kamer would move without a letter that says so."""


class EarlierStepError(DomainError):
    """Raised when a step of a change of the law would lie before the step that came before it."""


class OpenDataOffError(DomainError):
    """Raised when the open data of the Tweede Kamer would be asked while that is switched off."""


class ProposalDecidedError(DomainError):
    """Raised when somebody decides about a proposal that was decided, or was overtaken by a newer one."""


class LinkedElsewhereError(DomainError):
    """Raised when an item of the register would be linked with a second thing of the Kamer."""


class IdentityTakenError(DomainError):
    """Raised when an account of an organisation would be linked that belongs to somebody, or a second one."""


class OnlyWayInError(DomainError):
    """Raised when somebody without a password would unlink the account of the organisation."""
