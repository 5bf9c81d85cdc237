"""What can be found of the plan, of indicators and of what was observed."""

from collections.abc import Iterator

from portal.domain.full_text import FoundKind, Guard
from portal.models import (
    Contradiction,
    Document,
    Goal,
    GoalAssessment,
    Indicator,
    Maatregel,
    Network,
    Observation,
    Underpinning,
)
from portal.services.full_text.text import Text, Titled


def of_maatregel(maatregel: Maatregel) -> Iterator[Text]:
    """Yield the maatregel with the actions that the letter names."""
    actions = [words for each in maatregel.actions for words in (each.title, each.description)]
    yield Text(
        FoundKind.MAATREGEL,
        maatregel.title,
        (maatregel.description, maatregel.note, *actions),
        {"code": maatregel.code},
        network_id=maatregel.network_id,
        names=maatregel.code,
    )


def of_underpinning(underpinning: Underpinning) -> Iterator[Text]:
    """Yield why a maatregel should work."""
    maatregel = underpinning.maatregel
    yield Text(
        FoundKind.UNDERPINNING,
        maatregel.title,
        (underpinning.mechanism,),
        {"code": maatregel.code},
        network_id=maatregel.network_id,
        as_of=underpinning.written_at.date(),
        titled=Titled.COUNTS,
        names=maatregel.code,
    )


def of_network(network: Network) -> Iterator[Text]:
    """Yield the network with its place and what is the matter there."""
    place = network.knooppunt
    said = (place.title, place.problem, *place.areas) if place else ()
    yield Text(FoundKind.NETWORK, network.title, said, {"code": network.code}, network_id=network.id)


def of_goal(goal: Goal) -> Iterator[Text]:
    """Yield a subdoel."""
    yield Text(FoundKind.GOAL, goal.title, (goal.note,), {"code": goal.code})


def of_assessment(assessment: GoalAssessment) -> Iterator[Text]:
    """Yield what was said of a subdoel over a period, for who may read that of such a period."""
    yield Text(
        FoundKind.ASSESSMENT,
        assessment.goal.title,
        (assessment.words,),
        {"code": assessment.goal.code},
        Guard.ASSESSMENT,
        guarded_id=assessment.period_id,
        period_id=assessment.period_id,
        as_of=assessment.written_at.date(),
        titled=Titled.COUNTS,
    )


def of_indicator(indicator: Indicator) -> Iterator[Text]:
    """Yield an indicator with the definition that holds now."""
    newest = indicator.definitions[-1] if indicator.definitions else None
    yield Text(
        FoundKind.INDICATOR,
        indicator.title,
        (newest.text if newest else "", indicator.source, indicator.moment, indicator.exposure),
        {"code": indicator.code},
        as_of=newest.valid_from if newest else None,
        names=indicator.code,
    )


def of_observation(observation: Observation) -> Iterator[Text]:
    """Yield what was said of a value that stands; where nothing was, the indicator is what one finds."""
    if observation.withdrawn_at is not None or not observation.uncertainty:
        return
    place = observation.knooppunt
    yield Text(
        FoundKind.OBSERVATION,
        f"{observation.indicator.title}, {place.title}",
        (observation.uncertainty, observation.source),
        {"observation_id": str(observation.id)},
        Guard.OBSERVATION,
        guarded_id=observation.id,
        network_id=place.network.id if place.network else None,
        as_of=observation.observed_until,
        titled=Titled.SHOWN,
    )


def of_document(document: Document) -> Iterator[Text]:
    """Yield a document of the plan."""
    if document.retired_on is None:
        said = (document.author, document.reference, document.kind, document.note)
        yield Text(FoundKind.DOCUMENT, document.title, said, {"code": document.code}, as_of=document.dated_on)


def of_contradiction(contradiction: Contradiction) -> Iterator[Text]:
    """Yield a point on which documents differ."""
    if contradiction.retired_on is None:
        yield Text(FoundKind.CONTRADICTION, contradiction.title, (contradiction.description,))
