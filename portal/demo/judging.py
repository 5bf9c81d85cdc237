"""The programme office's own judgement in the demonstration, and one correction after adopting."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.domain.audit import Actor
from portal.domain.progress import Aspect, Rating
from portal.domain.review import ErratumContent, OfficeContent
from portal.models import Report
from portal.queries.review import office_judgements, office_version
from portal.services import errata, review

FIRST_ROUND = 1
"""In the rounds before it the programme office gave no judgement of its own."""

Difference = tuple[Rating, str]

DIFFERENCES: Mapping[tuple[str, int], Mapping[Aspect, Difference]] = {
    ("overkoepelend", 1): {
        Aspect.RISKS: (
            Rating.ATTENTION,
            "Het bureau ziet hetzelfde risico, maar ook dat de diensten er al een plan voor hebben.",
        )
    },
    ("rotterdam", 2): {
        Aspect.RISKS: (
            Rating.CRITICAL,
            (
                "De afhankelijkheid van één leverancier raakt ook andere netwerken. Een tweede leverancier "
                "is er nog niet. Daarom weegt dit risico voor het bureau zwaarder."
            ),
        )
    },
    ("noordzeekanaalgebied", 2): {
        Aspect.MEANS: (
            Rating.GOOD,
            (
                "Het geld voor toezicht staat vast in de begroting. Alleen de verdeling tussen de partners "
                "is nog open, en die beslissen daar zelf over."
            ),
        )
    },
    ("schiphol", 3): {
        Aspect.COOPERATION: (
            Rating.ATTENTION,
            "Nieuwe vrachtafhandelaars doen nog niet mee. Het bureau vraagt om een afspraak met een datum.",
        )
    },
}
"""Where the office judges otherwise than the network, by network and number of the round."""

CORRECTIONS: Mapping[tuple[str, int], tuple[str, ErratumContent]] = {
    ("rotterdam", 2): (
        "rtm-01",
        ErratumContent(
            passage="Drie van de vier terreinen werken volgens de nieuwe afspraken.",
            correction=(
                "Drie van de vier terreinen werken volgens de nieuwe afspraken. Op een van die drie gelden "
                "zij voor vrachtwagens, maar nog niet voor bezoekers."
            ),
            reason=(
                "Bij een controle na het vaststellen bleek dat de afspraken voor bezoekers op één terrein "
                "later zijn ingegaan."
            ),
        ),
    )
}
"""What turned out to be wrong after a round was adopted, by network and number of the round."""


def judge(session: Session, actor: Actor, report: Report, number: int) -> None:
    """Let the programme office give its own judgement of a submitted report."""
    if number < FIRST_ROUND:
        return
    different = DIFFERENCES.get((report.network.code, number), {})
    own = []
    for judgement in report.judgements:
        rating, words = different.get(judgement.aspect, (judgement.rating, ""))
        if rating is not None:
            own.append(OfficeContent(judgement.aspect, rating, words))
    version = office_version(office_judgements(session, report.id))
    review.judge(session, actor, report, version, own)


def correction(network: str, number: int) -> tuple[str, ErratumContent] | None:
    """Return what is corrected in a report after it was adopted, with the code of the maatregel."""
    return CORRECTIONS.get((network, number))


def place_erratum(session: Session, actor: Actor, report: Report, told: tuple[str, ErratumContent]) -> None:
    """Place a correction beside an adopted report."""
    code, content = told
    row = next(row for row in report.progress if row.maatregel.code == code)
    about = ErratumContent(content.passage, content.correction, content.reason, progress_id=row.id)
    errata.add_erratum(session, actor, report, about)
