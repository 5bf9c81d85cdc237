"""What people write in a round besides words: milestones, partners, and the answers of a network."""

import sqlalchemy as sa

from portal.demo.facts import Planning, read_facts, story_day
from portal.demo.moments import Round
from portal.demo.stage import Stage
from portal.domain.audit import Actor
from portal.domain.details import DetailContent, MilestoneContent, RequirementContent
from portal.domain.questionnaires import QUESTIONS, NetworkFacts
from portal.models import Maatregel, MaatregelProgress, Partner, Report
from portal.services import details, sections


def write_details(stage: Stage, actor: Actor, row: MaatregelProgress, this_round: Round) -> None:
    """Let somebody write milestones, requirements and partners of a maatregel."""
    code = row.maatregel.code
    planning = read_facts().planning(code)
    content = DetailContent(
        _milestones(stage, row, planning, this_round),
        tuple(
            RequirementContent(_ids(stage, Maatregel)[needed], why)
            for needed, why in planning.requires.items()
        ),
        frozenset(_ids(stage, Partner)[partner] for partner in planning.partners),
    )
    details.write_details(stage.session, actor, row, row.version, content)


def write_answers(stage: Stage, actor: Actor, report: Report, this_round: Round) -> None:
    """Let somebody answer the questions about the network and about sharing data."""
    said = read_facts().questionnaires[report.network.code]
    facts = NetworkFacts(
        said.covenant,
        story_day(this_round, said.ends),
        frozenset(partner.id for partner in report.partners),
    )
    for section in QUESTIONS:
        if sections.report_section_is_editable(report, section):
            version = sections.section_version(report, section)
            answers = said.in_round(this_round.number)
            sections.write_answers(stage.session, actor, report, section, version, answers, facts)


def _milestones(
    stage: Stage, row: MaatregelProgress, planning: Planning, this_round: Round
) -> tuple[MilestoneContent, ...]:
    """Return the milestones that came along from the former report, and those that are new."""
    keys = {each.title: each.key for each in row.milestones}
    contents = [
        each.content(this_round, keys.get(each.title, ""))
        for each in planning.milestones
        if each.title in keys
        or (each.since <= this_round.number and each.title not in stage.told.get(row.maatregel.code, ()))
    ]
    return tuple(sorted(contents, key=lambda each: each.planned_on))


def _ids(stage: Stage, kind: type[Maatregel | Partner]) -> dict[str, int]:
    if kind not in stage.ids:
        rows = stage.session.execute(sa.select(kind.code, kind.id))
        stage.ids[kind] = {code: number for code, number in rows}  # noqa: C416
    return stage.ids[kind]
