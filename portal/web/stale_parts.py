"""What differs between the details or answers somebody typed and those that were saved meanwhile."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from portal.domain.details import DetailContent, MilestoneContent
from portal.domain.questionnaires import AnswerContent, NetworkFacts, Question
from portal.models import Partner
from portal.queries.requirements import Needable
from portal.web.formats import day
from portal.web.labels import label

Conflict = dict[str, str]


def detail_conflicts(
    own: DetailContent,
    saved: DetailContent,
    maatregelen: Sequence[Needable],
    partners: Sequence[Partner],
) -> list[Conflict]:
    """Return each milestone and requirement that differs, and the partners, with both values in words."""
    names = {each.id: f"{each.code} {each.title}" for each in maatregelen}
    needs = [{each.maatregel_id: each.explanation for each in side.requirements} for side in (own, saved)]
    return _differing(
        [
            *_milestones(own, saved),
            *(
                (_("Nodig: %(title)s", title=names.get(each, "")), needs[0].get(each), needs[1].get(each))
                for each in dict.fromkeys([*needs[0], *needs[1]])
            ),
            (_("Partners"), _titles(own.partner_ids, partners), _titles(saved.partner_ids, partners)),
        ]
    )


def answer_conflicts(
    own: Mapping[Question, AnswerContent], saved: Mapping[Question, AnswerContent]
) -> list[Conflict]:
    """Return each answer that differs, with both in words."""
    rows = []
    for question, said in own.items():
        there = saved.get(question, AnswerContent())
        rows.append((str(label(question)), _answer(said), _answer(there)))
    return _differing(rows)


def fact_conflicts(own: NetworkFacts, saved: NetworkFacts, partners: Sequence[Partner]) -> list[Conflict]:
    """Return what differs in what is said of the network itself."""
    return _differing(
        [
            (_("Convenant of andere afspraak"), own.covenant, saved.covenant),
            (_("Laatste dag van het convenant"), day(own.covenant_ends_on), day(saved.covenant_ends_on)),
            (_("Partners"), _titles(own.partner_ids, partners), _titles(saved.partner_ids, partners)),
        ]
    )


Row = tuple[str, str | None, str | None]


def _milestones(own: DetailContent, saved: DetailContent) -> list[Row]:
    mine = {each.key or each.title: each for each in own.milestones}
    theirs = {each.key: each for each in saved.milestones}
    return [
        (
            _("Mijlpaal ‘%(title)s’", title=(mine.get(key) or theirs[key]).title),
            _milestone(mine.get(key)),
            _milestone(theirs.get(key)),
        )
        for key in dict.fromkeys([*mine, *theirs])
    ]


def _milestone(content: MilestoneContent | None) -> str | None:
    if content is None:
        return None
    parts = [content.title, _("gepland op %(day)s", day=day(content.planned_on))]
    if content.expected_on:
        parts.append(_("verwacht op %(day)s", day=day(content.expected_on)))
    if content.actual_on:
        parts.append(_("gehaald op %(day)s", day=day(content.actual_on)))
    return ", ".join(parts)


def _answer(content: AnswerContent) -> str:
    return "\n".join(filter(None, (str(label(content.answer)), content.explanation)))


def _titles(ids: frozenset[int], partners: Sequence[Partner]) -> str:
    return ", ".join(each.title for each in partners if each.id in ids)


def _differing(rows: Sequence[Row]) -> list[Conflict]:
    return [
        {"label": name, "own": own or "", "current": current or ""}
        for name, own, current in rows
        if own != current
    ]
