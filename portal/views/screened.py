"""One indicator as the screening sees it for this reader, and the signal made of an outcome."""

from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _

from portal.database import db
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.displacement import Hit, Outcome, screen
from portal.domain.displacement_parameters import Parameters
from portal.domain.signals import Confidence, SignalKind, SourceType
from portal.models import Indicator
from portal.queries.displacement import (
    OperationalMoment,
    Place,
    audiences_of,
    operational_moments,
    series_of_indicator,
)
from portal.services.signals import SignalContent
from portal.web.displacement_words import HitWords, hit_words, signal_description, signal_title
from portal.web.formats import day
from portal.web.sign_in import current_principal


@dataclass(frozen=True)
class Screened:
    """One indicator with its series for this reader, and what the rule says of them."""

    indicator: Indicator
    outcome: Outcome
    places: list[Place]
    moments: list[OperationalMoment]

    @cached_property
    def hits(self) -> list[HitWords]:
        """The outcomes in words, the newest first."""
        names = {place.code: place.title for place in self.places}
        return [
            hit_words(hit, number, self.indicator, names, self._operational(hit))
            for number, hit in enumerate(self.outcome.hits, start=1)
        ]

    def _operational(self, hit: Hit) -> list[str]:
        """Return what became operational at the giver from the period before its fall on."""
        fall = hit.giver.change
        return [
            _("%(title)s (%(code)s), %(day)s", title=each.title, code=each.code, day=day(each.day))
            for each in self.moments
            if each.place == hit.giver.judged.series.place
            and fall.before.first <= each.day <= fall.after.last
        ]


def screened(indicator: Indicator, here: list[Place], parameters: Parameters) -> Screened:
    """Screen the values of an indicator that are for who asks."""
    words = current_principal().words()
    series = series_of_indicator(db.session, words, indicator.id)
    moments = operational_moments(db.session, clock.today())
    return Screened(indicator, screen(series, parameters), here, moments)


def observations_of(hit: Hit) -> frozenset[int]:
    """Return the values that an outcome rests on."""
    changes = (hit.giver.change, hit.receiver.change)
    return frozenset(point.observation_id for each in changes for point in (each.before, each.after))


def content_of(found: Screened, hit: Hit, words: HitWords) -> SignalContent:
    """Return the signal in words; where a value is for its network only, so is what is made of it."""
    ids = {place.code: place.id for place in found.places}
    closed = Audience.NETWORK in audiences_of(db.session, observations_of(hit))
    return SignalContent(
        kind=SignalKind.DISPLACEMENT,
        title=signal_title(words, found.indicator),
        description=signal_description(words, found.indicator, found.outcome.parameters),
        noticed_on=clock.today(),
        from_knooppunt_id=ids[hit.giver.judged.series.place],
        to_knooppunt_id=ids[hit.receiver.judged.series.place],
        place_words="",
        source_type=SourceType.INDICATOR,
        confidence=Confidence.LOW,
        audience=Audience.NETWORK if closed else Audience.STEERING,
        screening_key=words.key,
    )
