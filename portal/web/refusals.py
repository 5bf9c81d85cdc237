"""What we tell somebody when a rule of the programme refuses an action: each rule its own sentence."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.domain import errors
from portal.domain.workflow import IllegalTransitionError

SENTENCES: dict[type[Exception], LazyString] = {
    IllegalTransitionError: _l("Deze stap kan niet meer: de status is intussen veranderd."),
    errors.StaleVersionError: _l("Iemand anders heeft dit gewijzigd nadat u deze pagina opende."),
    errors.NotEditableError: _l(
        "U kunt dit onderdeel nu niet invullen. De rapportage is ingediend, dit onderdeel is niet "
        "teruggestuurd of de rapportageperiode is niet open."
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
    errors.DuplicateError: _l("Deze code, dit e-mailadres of deze aanstelling bestaat al."),
    errors.AppointmentEndedError: _l("Deze aanstelling is al beëindigd."),
    errors.OwnAppointmentError: _l(
        "U kunt uw eigen account en uw eigen aanstellingen niet wijzigen. Vraag het aan een andere beheerder."
    ),
}
_ANY_RULE = _l("Deze stap kan nu niet. Misschien is er intussen iets veranderd.")


def sentence_for(error: Exception) -> LazyString:
    """Return why the action was refused; general words for an error that has none of its own."""
    return next((SENTENCES[kind] for kind in type(error).__mro__ if kind in SENTENCES), _ANY_RULE)
