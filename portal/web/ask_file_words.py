"""One ask of the dashboard in words: what shows it or who claims it, each with its source, and its term."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from portal.domain.parliament import AskKind
from portal.domain.proof import Claim, Concern, Proof, claims_of, concerns_of, proof_of
from portal.queries.ask_files import AskFile
from portal.queries.documents import DocumentName
from portal.web.file_story.event import Place
from portal.web.formats import day
from portal.web.labels import label
from portal.web.letter_words import passage_url, passage_words
from portal.web.term_words import days_late


@dataclass(frozen=True)
class Ground:
    """Why an ask counts as proved or claimed, and where that stands."""

    words: str
    place: Place | None = None


@dataclass(frozen=True)
class AskLine:
    """One ask as the dashboard and its export tell it."""

    file: AskFile
    proof: Proof
    concerns: Sequence[Concern]
    grounds: Sequence[Ground]
    days_late: int

    @property
    def late_words(self) -> str:
        """How long ago its last day was."""
        return days_late(self.days_late)

    @property
    def due_on(self) -> date | None:
        """The last day that is in time, as it holds today."""
        return self.file.facts.ask.due_on


def ask_line(each: AskFile, names: Mapping[str, DocumentName], today: date) -> AskLine:
    """Return an ask with its proof or claims and their sources."""
    concerns = concerns_of(each.facts, today)
    due_on = each.facts.ask.due_on
    late = (today - due_on).days if due_on is not None and Concern.LATE in concerns else 0
    return AskLine(each, proof_of(each.facts), concerns, _grounds(each, names), late)


def _grounds(each: AskFile, names: Mapping[str, DocumentName]) -> Sequence[Ground]:
    """Return what shows it; where nothing does, who claims it."""
    proof = proof_of(each.facts)
    if each.closing is not None and proof in {Proof.PROVED, Proof.LAPSED}:
        passage = each.closing.passage
        approved = _("Akkoord van een tweede persoon op %(day)s", day=day(each.closing.decided_at))
        place = Place(passage_words(passage), passage_url(passage)) if passage else None
        return [Ground(str(approved), place)]
    times = [_times(each)] if each.ask.kind is AskKind.RECURRING and each.times else []
    if proof is not Proof.CLAIMED:
        return times
    claims: list[Ground] = []
    for claim in claims_of(each.facts):
        claims += _claimed(claim, each, names)
    return [*times, *claims]


def _times(each: AskFile) -> Ground:
    return Ground(
        str(
            _(
                "%(settled)s van %(times)s keren afgedaan met een brief en een tweede persoon",
                settled=each.facts.times_settled,
                times=each.times,
            )
        )
    )


def _claimed(claim: Claim, each: AskFile, names: Mapping[str, DocumentName]) -> Sequence[Ground]:
    words = str(label(claim))
    if claim is Claim.LETTER:
        return [Ground(words, _letter(each, names))]
    if claim is Claim.OFFICE:
        return [Ground(words, Place(str(_("Het verzoek zelf")), url_for("asks.show", code=each.ask.code)))]
    return [
        Ground(
            words,
            Place(
                str(
                    _(
                        "%(code)s, %(period)s, peildatum %(day)s",
                        code=link.code,
                        period=link.latest.period_title,
                        day=day(link.latest.as_of),
                    )
                ),
                url_for(
                    "reports.show",
                    period_code=link.latest.period_code,
                    network_code=link.latest.network_code,
                    _anchor=f"m-{link.code}",
                ),
            ),
        )
        for link in each.links
        if link.claims_completion and link.latest is not None
    ]


def _letter(each: AskFile, names: Mapping[str, DocumentName]) -> Place | None:
    sources = each.ask.sources or each.ask.item.sources
    codes = [source.document for source in sources if source.document in names]
    if not codes:
        return None
    code = max(codes, key=lambda found: names[found].dated_on or date.min)
    name = names[code]
    words = f"{name.title}, {day(name.dated_on)}" if name.dated_on else name.title
    return Place(words, url_for("documents.show", code=code))
