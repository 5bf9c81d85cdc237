"""What we tell somebody when a rule of the programme refuses an action: each rule its own sentence."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.domain import errors
from portal.domain.workflow import IllegalTransitionError

SENTENCES: dict[type[Exception], LazyString] = {
    IllegalTransitionError: _l("Deze stap kan niet meer: de status is intussen veranderd."),
    errors.StaleVersionError: _l("Iemand anders heeft dit gewijzigd nadat u deze pagina opende."),
    errors.LinkUsedError: _l("Deze link is al gebruikt, ingetrokken of verlopen. Vraag een nieuwe aan."),
    errors.LastFactorError: _l(
        "Uw rol vraagt om een tweede factor, en dit is de laatste. Voeg eerst een andere toe."
    ),
    errors.TooManyFactorsError: _l("U hebt al tien tweede factoren. Haal er eerst een weg."),
    errors.TooManyTriesError: _l("U hebt dit te vaak geprobeerd. Wacht enkele minuten."),
    errors.PasskeyRefusedError: _l("Deze passkey is niet geaccepteerd. Probeer het opnieuw."),
    errors.IdentityTakenError: _l(
        "Er is al een account van uw organisatie gekoppeld, hier of bij iemand anders. Ontkoppel dat eerst, "
        "of vraag een beheerder om hulp."
    ),
    errors.OnlyWayInError: _l(
        "U hebt geen wachtwoord en kunt na het ontkoppelen niet meer inloggen. Stel eerst een wachtwoord in."
    ),
    errors.NotEditableError: _l(
        "U kunt dit onderdeel nu niet invullen. De rapportage is ingediend, dit onderdeel is niet "
        "teruggestuurd of de rapportageperiode is niet open."
    ),
    errors.AssessmentFixedError: _l(
        "Deze rapportageperiode is vastgesteld. De beoordeling van een subdoel over deze periode verandert "
        "niet meer."
    ),
    errors.AssessmentIncompleteError: _l(
        "Een beoordeling heeft een toelichting nodig. Een procesmatig subdoel krijgt daarbij een oordeel, "
        "een inhoudelijk subdoel niet."
    ),
    errors.PeriodNotBegunError: _l(
        "Deze rapportageperiode is nog niet geopend. Een subdoel beoordeelt u pas als zij open is geweest."
    ),
    errors.NotYetOperationalError: _l(
        "De dag waarop de maatregel in de praktijk begon te werken, kan niet in de toekomst liggen."
    ),
    errors.IncompleteReportError: _l(
        "De rapportage is nog niet volledig. Vul eerst alle onderdelen in en dien daarna in."
    ),
    errors.FourEyesError: _l(
        "Wie aan een rapportage heeft meegewerkt, mag die niet zelf accepteren. Vraag een collega."
    ),
    errors.ReasonRequiredError: _l("Bij deze stap hoort een reden. Schrijf op waarom u dit doet."),
    errors.NotReadyError: _l(
        "Deze rapportageperiode kan nog niet open. Op haar eigen pagina staat wat er ontbreekt."
    ),
    errors.UnfinishedReportsError: _l(
        "U kunt deze rapportageperiode nog niet vaststellen. "
        "Er wachten nog ingediende rapportages op een oordeel."
    ),
    errors.PeriodNotOpenError: _l(
        "Deze stap kan alleen als de rapportageperiode open is, en dat is zij niet."
    ),
    errors.SubmissionNotBegunError: _l(
        "Indienen kan nog niet: de eerste dag om in te dienen moet nog komen."
    ),
    errors.OtherPeriodOpenError: _l("Er staat al een andere rapportageperiode open. Sluit die eerst."),
    errors.PeriodStartedError: _l(
        "De rapportageperiode is al geopend. Daarom verandert de periode waarover zij gaat niet meer."
    ),
    errors.InvalidExtensionError: _l(
        "Kies een dag die nog moet komen en die na de laatste dag van de rapportageperiode ligt."
    ),
    errors.ChangeDecidedError: _l("Over dit wijzigingsverzoek is al besloten, of het is ingetrokken."),
    errors.NotAdoptedError: _l(
        "Een erratum hoort bij een vastgestelde rapportage. Deze rapportage is niet vastgesteld."
    ),
    errors.TooManyMilestonesError: _l(
        "Een maatregel heeft in een rapportage hoogstens 20 mijlpalen en "
        "10 andere maatregelen die nodig zijn."
    ),
    errors.FutureDayError: _l("De dag waarop een mijlpaal is gehaald, kan niet in de toekomst liggen."),
    errors.MilestoneFixedError: _l(
        "De geplande datum van deze mijlpaal stond in een vastgestelde rapportage en verandert niet meer. "
        "Vul een verwachte datum in als de mijlpaal verschuift."
    ),
    errors.RequirementError: _l(
        "Een maatregel kan niet van zichzelf afhangen, en noemt een andere maatregel één keer."
    ),
    errors.InvalidMoveError: _l(
        "Deze verschuiving klopt niet. Kies bij uitstel een later jaar en bij herverdeling een ander "
        "PPS-netwerk. De datum mag niet in de toekomst liggen."
    ),
    errors.OverdrawnError: _l(
        "Er is niet genoeg geld: door deze verschuiving komt een budget onder nul. Kies een lager bedrag."
    ),
    errors.NotReversibleError: _l(
        "Deze regel draait zelf een verschuiving terug. Leg zo nodig een nieuwe verschuiving vast."
    ),
    errors.StatementIncompleteError: _l(
        "Indienen kan nog niet. Een verantwoording heeft een toelichting nodig, en cijfers uit een "
        "geaccepteerde rapportage over dat jaar."
    ),
    errors.StatementLockedError: _l(
        "Deze stap kan nu niet: de verantwoording is nog niet ingediend, of is juist al ingediend of "
        "geaccepteerd."
    ),
    errors.ImplausibleLimitsError: _l(
        "Deze grenzen kloppen niet. Een gever daalt, een ontvanger stijgt, en er zijn minstens twee "
        "waarnemingen nodig."
    ),
    errors.UnchangedLimitsError: _l("Deze grenzen gelden al. Wijzig er minstens één."),
    errors.UnexplainedFindingsError: _l(
        "In de rapportage staan opvallende waarden. Verbeter die of licht ze toe en dien daarna in."
    ),
    errors.TooMuchEvidenceError: _l(
        "Hier staan al 25 bestanden en links. Verwijder eerst iets dat niet meer nodig is."
    ),
    errors.EvidenceRemovedError: _l("Dit bestand of deze link is al verwijderd."),
    errors.DefinitionError: _l(
        "Een nieuwe definitie zegt iets anders dan de vorige en geldt vanaf een latere dag."
    ),
    errors.UnitFixedError: _l(
        "Eenheid en noemer staan vast zolang er waarnemingen zijn. Maak een nieuwe indicator als u iets "
        "anders wilt tellen."
    ),
    errors.NormIncompleteError: _l(
        "Leg een waarde met datum en bron vast, of een reden om het zonder te doen."
    ),
    errors.ObservationWithdrawnError: _l("Deze waarneming is al ingetrokken."),
    errors.MailWaitsError: _l("Deze mail wacht al op verzending. Het portaal verstuurt hem vanzelf."),
    errors.SignalContentError: _l(
        "Dit signaal klopt niet. Een verplaatsing heeft een plaats waar zij heen gaat, van en naar zijn "
        "verschillend, en de datum ligt niet in de toekomst."
    ),
    errors.SignalUnderWayError: _l(
        "Het duiden van dit signaal is al begonnen. De tekst van het signaal verandert daarom niet meer."
    ),
    errors.MergeTargetError: _l(
        "Dit signaal kan niet opgaan in dat andere signaal. Kies een signaal dat zelf niet is samengevoegd."
    ),
    errors.RetiredInPastError: _l("Kies vandaag of een latere dag als laatste dag."),
    errors.FlagChangedError: _l(
        "De feiten achter dit aandachtspunt zijn veranderd nadat u de pagina opende. Lees ze eerst opnieuw."
    ),
    errors.ActionIncompleteError: _l("Bij het besluit ‘actie’ hoort een actiepunt, en bij een ander niet."),
    errors.PastDayError: _l("Kies vandaag of een dag die nog moet komen."),
    errors.NotInSessionError: _l(
        "Besluiten en vaststellen kan alleen in een vergadering waarvan de agenda is gedeeld, "
        "vanaf de dag van de vergadering tot zij is afgesloten."
    ),
    errors.MeetingHeldError: _l("Deze vergadering is afgesloten. Daaraan verandert niets meer."),
    errors.EmptyAgendaError: _l("Zet eerst iets op de agenda. Een lege agenda kunt u niet delen."),
    errors.AgendaSharedError: _l(
        "De leden hebben deze agenda al. Neem hem eerst terug, dan kunt u er iets af halen."
    ),
    errors.MeetingBegunError: _l(
        "In deze vergadering is al besloten. De datum verandert niet meer en de agenda blijft gedeeld."
    ),
    errors.BookNotReadyError: _l(
        "Deel eerst de agenda met de leden. Daarna kunt u het vergaderboek uitgeven."
    ),
    errors.DecisionRevisedError: _l(
        "Dit besluit is al herzien. Herzie het nieuwste besluit, of kies een ander."
    ),
    errors.ActionSettledError: _l("Dit actiepunt is al gereed of vervallen, of kan niet naar deze status."),
    errors.SourceRequiredError: _l("Noem waar dit staat, als adres of in woorden."),
    errors.VoteError: _l(
        "Een dag van stemming hoort bij aangenomen of verworpen, en kan niet in de toekomst liggen."
    ),
    errors.PlanFixedError: _l("Dit komt uit het plan van aanpak. Het verandert alleen met de planbestanden."),
    errors.AskClosedError: _l(
        "Dit verzoek is afgesloten, of iemand stelt dat voor. Heropen het eerst, met een reden."
    ),
    errors.TermFixedError: _l(
        "Er is al uitstel vastgelegd of een keer ingepland. De eerste termijn verandert daarom niet meer."
    ),
    errors.AskTermError: _l("Deze termijn klopt niet. Kies hoe vaak het terugkeert, of dat het eenmalig is."),
    errors.LinkedAlreadyError: _l("Deze maatregel is al gekoppeld. Wijzig de koppeling die er staat."),
    errors.LinkRemovedError: _l("Deze koppeling is intussen weggehaald."),
    errors.LetterContentError: _l(
        "Een brief heeft een titel, een datum die niet in de toekomst ligt, en een link of een bestand."
    ),
    errors.PassageContentError: _l("Een passage heeft tekst en gaat over minstens één verzoek."),
    errors.LetterRetractedError: _l(
        "De registratie van deze brief is ingetrokken. Registreer de brief opnieuw als dat nodig is."
    ),
    errors.PassageRetractedError: _l("Deze passage is ingetrokken. Kies een andere passage."),
    errors.PassageInUseError: _l(
        "Een verzoek is met deze passage afgesloten of uitgesteld, of een voorstel gebruikt haar. "
        "Heropen eerst het verzoek, of trek het voorstel in."
    ),
    errors.KeptByPlanError: _l(
        "Deze brief of dit citaat komt uit het plan van aanpak. Verbeter de bestanden van het plan."
    ),
    errors.PassageRequiredError: _l(
        "Kies de passage in een brief aan de Kamer waarin dit staat. Zonder passage kan dit niet."
    ),
    errors.PassageUnrelatedError: _l(
        "Deze passage gaat niet over dit verzoek, of zij is ingetrokken. Kies een andere passage."
    ),
    errors.OutcomeError: _l(
        "Zo kan dit verzoek niet aflopen. Een verzoek dat terugkeert, is nooit in één keer uitgevoerd: sluit "
        "één keer af, of laat het vervallen."
    ),
    errors.ClosingPendingError: _l(
        "Er wacht al een voorstel om dit af te sluiten. Laat dat eerst beoordelen, of trek het in."
    ),
    errors.ClosingDecidedError: _l("Over dit voorstel is al beslist, of het is ingetrokken."),
    errors.OwnClosingError: _l(
        "U hebt dit voorstel zelf gedaan. Een collega beslist erover; zelf kunt u het wel intrekken."
    ),
    errors.OthersClosingError: _l(
        "Alleen wie het voorstel deed, kan het intrekken. U kunt er wel over beslissen."
    ),
    errors.OccurrenceSettledError: _l("Deze keer is al afgesloten, of het verzoek zelf is afgesloten."),
    errors.EarlierStepError: _l("Kies een dag die niet voor de vorige stap van dit wetstraject ligt."),
    errors.NothingDueError: _l(
        "Hier valt niets uit te stellen: het verzoek of deze keer is afgesloten, of het ritme is niet "
        "bepaald."
    ),
    errors.NotLaterError: _l("Kies een termijn die later eindigt dan de termijn die nu geldt."),
    errors.LetterNeededError: _l(
        "Deze termijn is aan de Kamer beloofd. Kies de passage van de brief die zegt dat het later wordt."
    ),
    errors.OpenDataOffError: _l("De open data van de Tweede Kamer staan uit. Er is niets opgehaald."),
    errors.ProposalDecidedError: _l(
        "Over dit voorstel is al beslist, of er is een nieuwer voorstel. Bekijk de pagina opnieuw."
    ),
    errors.LinkedElsewhereError: _l(
        "Dit onderdeel van het register hoort al bij iets anders van de Tweede Kamer, of deze motie of "
        "toezegging staat er al. Bekijk de pagina opnieuw."
    ),
    errors.DuplicateError: _l("Deze code, dit e-mailadres of deze aanstelling bestaat al."),
    errors.AppointmentEndedError: _l("Deze aanstelling is al beëindigd."),
    errors.LastAdministratorError: _l(
        "Dit is de laatste beheerder zonder einddatum die kan inloggen. Geef eerst iemand anders een "
        "aanstelling als beheerder, zonder einddatum."
    ),
    errors.NotInvitedError: _l(
        "Deze uitnodiging is al aangenomen of ingetrokken. Er is niets verstuurd of ingetrokken."
    ),
    errors.UnfitReceiverError: _l(
        "Deze persoon mag deze taak niet hebben. Bekijk de pagina opnieuw en kies iemand anders."
    ),
    errors.NotReviewableError: _l("Deze aanstelling loopt niet meer. Er valt niets te controleren."),
    errors.OwnAppointmentError: _l(
        "U kunt uw eigen account en uw eigen aanstellingen niet wijzigen. Vraag het aan een andere beheerder."
    ),
}
_ANY_RULE = _l("Deze stap kan nu niet. Misschien is er intussen iets veranderd.")


def sentence_for(error: Exception) -> LazyString:
    """Return why the action was refused; general words for an error that has none of its own."""
    return next((SENTENCES[kind] for kind in type(error).__mro__ if kind in SENTENCES), _ANY_RULE)
