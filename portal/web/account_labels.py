"""What the enums of accounts, signing in and the audit trail are called on screen."""

from enum import Enum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.access.policy import Permission
from portal.domain.accounts import (
    AccountState,
    FactorKind,
    Language,
    ReviewOutcome,
    SessionEnd,
    SignInMethod,
    TokenPurpose,
)
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.held_tasks import TaskKind
from portal.domain.notices import NoticeKind
from portal.domain.passwords import PasswordFault
from portal.domain.roles import Role

WORDS: tuple[tuple[Enum, LazyString], ...] = (
    (Role.AUDITOR, _l("Auditor")),
    (Permission.READ_AUDIT, _l("Het auditspoor lezen en exporteren")),
    (SignInMethod.PASSWORD, _l("Wachtwoord")),
    (SignInMethod.PASSWORD_TOTP, _l("Wachtwoord en code uit een app")),
    (SignInMethod.PASSWORD_RECOVERY, _l("Wachtwoord en herstelcode")),
    (SignInMethod.PASSWORD_PASSKEY, _l("Wachtwoord en passkey")),
    (SignInMethod.PASSKEY, _l("Passkey")),
    (SignInMethod.SINGLE_SIGN_ON, _l("Account van de eigen organisatie")),
    (SessionEnd.SIGNED_OUT, _l("Uitgelogd")),
    (SessionEnd.ENDED_BY_OWNER, _l("Zelf beëindigd")),
    (SessionEnd.ENDED_BY_ADMINISTRATOR, _l("Beëindigd door een beheerder")),
    (SessionEnd.PASSWORD_CHANGED, _l("Wachtwoord gewijzigd")),
    (SessionEnd.FACTORS_CHANGED, _l("Tweede factor gewijzigd")),
    (SessionEnd.EMAIL_CHANGED, _l("E-mailadres gewijzigd")),
    (SessionEnd.APPOINTMENTS_CHANGED, _l("Aanstelling gewijzigd")),
    (SessionEnd.DEACTIVATED, _l("Account uitgezet")),
    (SessionEnd.REPLACED, _l("Opnieuw ingelogd")),
    (TokenPurpose.INVITATION, _l("Uitnodiging")),
    (TokenPurpose.PASSWORD_RESET, _l("Nieuw wachtwoord instellen")),
    (TokenPurpose.EMAIL_CHANGE, _l("E-mailadres bevestigen")),
    (FactorKind.TOTP, _l("App met codes")),
    (FactorKind.PASSKEY, _l("Passkey")),
    (TaskKind.MAATREGEL, _l("Eigenaar van een maatregel")),
    (TaskKind.CONTRIBUTION, _l("Vult een maatregel in")),
    (TaskKind.ACTION, _l("Actiepunt")),
    (TaskKind.REGISTER_ITEM, _l("Motie, toezegging of aanbeveling")),
    (AccountState.ACTIVE, _l("Actief")),
    (AccountState.INVITED, _l("Uitgenodigd")),
    (AccountState.OFF, _l("Uitgezet")),
    (ReviewOutcome.CONFIRMED, _l("Nog juist")),
    (ReviewOutcome.ENDED, _l("Beëindigd")),
    (Language.DUTCH, _l("Nederlands")),
    (PasswordFault.TOO_SHORT, _l("Dit wachtwoord is te kort. Kies er een van minstens 12 tekens.")),
    (PasswordFault.TOO_LONG, _l("Dit wachtwoord is te lang. Kies er een van hoogstens 128 tekens.")),
    (
        PasswordFault.COMMON,
        _l("Dit wachtwoord gebruiken veel mensen. Kies een ander, bijvoorbeeld een zin van vier woorden."),
    ),
    (
        PasswordFault.CONTEXT,
        _l(
            "Dit wachtwoord bestaat uit woorden van dit programma. Kies woorden die er niets mee te maken "
            "hebben."
        ),
    ),
    (
        PasswordFault.PERSONAL,
        _l(
            "Dit wachtwoord bestaat uit uw naam, e-mailadres of organisatie. Kies iets wat niets over u zegt."
        ),
    ),
    (
        PasswordFault.PREDICTABLE,
        _l(
            "Dit wachtwoord is te voorspelbaar. Kies geen reeks, herhaling of datum, maar bijvoorbeeld een "
            "zin van vier woorden."
        ),
    ),
    (NoticeKind.PASSWORD_CHANGED, _l("Uw wachtwoord is gewijzigd")),
    (NoticeKind.EMAIL_CHANGED, _l("Uw e-mailadres is gewijzigd")),
    (NoticeKind.FACTOR_ADDED, _l("Er is een manier van inloggen toegevoegd")),
    (NoticeKind.FACTOR_REMOVED, _l("Er is een manier van inloggen weggehaald")),
    (NoticeKind.SIGN_IN_BLOCKED, _l("Er is vaak een verkeerd wachtwoord geprobeerd")),
    (NoticeKind.NEW_SIGN_IN, _l("Er is ingelogd na mislukte pogingen")),
    (NoticeKind.APPOINTMENT_CHANGED, _l("Uw aanstellingen zijn gewijzigd")),
    (NoticeKind.REVIEW_DUE, _l("Aanstellingen wachten op de jaarlijkse controle")),
    (AuditAction.INVITED, _l("Uitgenodigd")),
    (AuditAction.INVITATION_RESENT, _l("Uitnodiging opnieuw verstuurd")),
    (AuditAction.INVITATION_WITHDRAWN, _l("Uitnodiging ingetrokken")),
    (AuditAction.INVITATION_ACCEPTED, _l("Uitnodiging aangenomen")),
    (AuditAction.ACCOUNT_CHANGED, _l("Gegevens van het account gewijzigd")),
    (AuditAction.ACCOUNTS_IMPORTED, _l("Uitnodigingen uit een bestand verstuurd")),
    (AuditAction.EMAIL_CHANGE_ASKED, _l("Nieuw e-mailadres aangevraagd")),
    (AuditAction.EMAIL_CHANGED, _l("E-mailadres gewijzigd")),
    (AuditAction.PASSWORD_CHANGED, _l("Wachtwoord gewijzigd")),
    (AuditAction.PASSWORD_RESET_ASKED, _l("Nieuw wachtwoord aangevraagd")),
    (AuditAction.PASSWORD_RESET, _l("Nieuw wachtwoord ingesteld")),
    (AuditAction.SECOND_FACTOR_REFUSED, _l("Tweede factor geweigerd")),
    (AuditAction.FACTOR_ADDED, _l("Tweede factor toegevoegd")),
    (AuditAction.FACTOR_REMOVED, _l("Tweede factor weggehaald")),
    (AuditAction.FACTORS_RESET, _l("Tweede factoren weggehaald door een beheerder")),
    (AuditAction.RECOVERY_CODES_MADE, _l("Herstelcodes gemaakt")),
    (AuditAction.RECOVERY_CODE_USED, _l("Herstelcode gebruikt")),
    (AuditAction.REAUTHENTICATED, _l("Opnieuw bevestigd wie het is")),
    (AuditAction.REAUTHENTICATION_REFUSED, _l("Bevestiging geweigerd")),
    (AuditAction.SESSION_ENDED, _l("Sessie beëindigd")),
    (AuditAction.SIGN_IN_BLOCKED, _l("Inloggen tijdelijk geblokkeerd")),
    (AuditAction.IDENTITY_LINKED, _l("Account van de eigen organisatie gekoppeld")),
    (AuditAction.IDENTITY_UNLINKED, _l("Account van de eigen organisatie ontkoppeld")),
    (AuditAction.DUTIES_TRANSFERRED, _l("Taken overgedragen")),
    (AuditAction.APPOINTMENT_REVIEWED, _l("Aanstelling gecontroleerd")),
    (AuditAction.ACCESS_DENIED, _l("Toegang geweigerd")),
    (AuditAction.AUDIT_VERIFIED, _l("Auditspoor gecontroleerd")),
    (AuditAction.AUDIT_TRIMMED, _l("Verlopen regels van het auditspoor verwijderd")),
    (AuditAction.BACKUP_MADE, _l("Back-up gemaakt")),
    (AuditAction.BACKUP_RESTORED, _l("Back-up teruggezet")),
    (SubjectKind.PLAN, _l("Plan van aanpak")),
    (SubjectKind.ACCOUNT, _l("Account")),
    (SubjectKind.MAATREGEL, _l("Maatregel")),
    (SubjectKind.PERIOD, _l("Rapportageperiode")),
    (SubjectKind.REPORT, _l("Voortgangsrapportage")),
    (SubjectKind.CHANGE_REQUEST, _l("Wijzigingsverzoek")),
    (SubjectKind.BUDGET_EVENT, _l("Verschuiving in de begroting")),
    (SubjectKind.STATEMENT, _l("Verantwoording")),
    (SubjectKind.ASK, _l("Verzoek")),
    (SubjectKind.MAIL, _l("Mail")),
    (SubjectKind.SIGNAL, _l("Signaal")),
    (SubjectKind.VOCABULARY, _l("Woordenlijst")),
    (SubjectKind.INDICATOR, _l("Indicator")),
    (SubjectKind.OBSERVATION, _l("Waarneming")),
    (SubjectKind.GOAL, _l("Subdoel")),
    (SubjectKind.FLAG, _l("Aandachtspunt")),
    (SubjectKind.SCREENING, _l("Screening")),
    (SubjectKind.MEETING, _l("Vergadering")),
    (SubjectKind.DECISION, _l("Besluit")),
    (SubjectKind.ACTION, _l("Actiepunt")),
    (SubjectKind.REGISTER_ITEM, _l("Motie, toezegging of aanbeveling")),
    (SubjectKind.LETTER, _l("Brief aan de Kamer")),
    (SubjectKind.LEGISLATION, _l("Wetstraject")),
    (SubjectKind.ISSUED_DOCUMENT, _l("Kamerstuk")),
    (SubjectKind.OPEN_DATA, _l("Open data")),
    (SubjectKind.PAGE, _l("Pagina")),
    (SubjectKind.AUDIT, _l("Auditspoor")),
    (SubjectKind.BACKUP, _l("Back-up")),
)

KINDS: tuple[tuple[Enum, str], ...] = (
    (AccountState.ACTIVE, "good"),
    (AccountState.INVITED, "info"),
    (AccountState.OFF, "neutral"),
    (ReviewOutcome.CONFIRMED, "good"),
    (ReviewOutcome.ENDED, "neutral"),
)
