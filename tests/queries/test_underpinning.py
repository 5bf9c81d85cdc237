"""What is counted as underpinning: by whom it may be read, and equal to a slow count over everything."""

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.access.identify import identify
from portal.access.principal import Principal
from portal.demo.personas import DOMAIN
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.indicators import Ingredient, NormKind
from portal.domain.roles import Duty, Role
from portal.domain.underpinning import Standing, UnderpinningContent, tallies
from portal.models import Account, Goal, Indicator, Knooppunt, Maatregel, Network, Observation, Underpinning
from portal.queries.goals import indicators_by_goal
from portal.queries.underpinning import underpinnings
from portal.services.underpinning import write_underpinning
from tests import builders
from tests.builders import House
from tests.measuring import VALUE, WAIVED, measure, observed
from tests.observing import knooppunt

OFFICER = Principal(1, "Medewerker", (Duty(Role.PROGRAMME_OFFICER),))
MEMBER = Principal(1, "Lid", (Duty(Role.STEERING_MEMBER),))
ADMINISTRATOR = Principal(1, "Beheerder", (Duty(Role.ADMINISTRATOR),))


@pytest.fixture
def built(bare_session: Session) -> House:
    """Two networks with two maatregelen each; each network has a place of its own."""
    built = builders.house(bare_session, 2)
    for network in built.networks:
        knooppunt(bare_session, f"plaats-{network.code}", network)
    return built


@pytest.fixture
def place(bare_session: Session, built: House) -> Knooppunt:
    return bare_session.scalars(sa.select(Knooppunt).where(Knooppunt.code == "plaats-net-1")).one()


def read(session: Session, code: str, principal: Principal = OFFICER) -> dict[Ingredient, Standing]:
    lines = underpinnings(session, principal.words(), clock.today())
    return dict(next(line.ingredients for line in lines if line.code == code))


def goal(session: Session, code: str) -> Goal:
    return session.scalars(sa.select(Goal).where(Goal.code == code)).one()


def test_a_maatregel_of_the_plan_alone_has_its_goal(bare_session: Session, built: House) -> None:
    found = read(bare_session, "net-1-m1")
    assert found.pop(Ingredient.GOAL) is Standing.OWN
    assert set(found.values()) == {Standing.MISSING}


def test_own_indicators_and_those_of_a_goal(bare_session: Session, built: House, place: Knooppunt) -> None:
    own = builders.maatregel(bare_session, "net-1-m1")
    norms = {NormKind.BASELINE: VALUE, NormKind.TARGET: WAIVED}
    indicator = measure(bare_session, built.officer, "eigen", maatregelen=[own], norms=norms)
    observed(bare_session, built.officer, indicator, place, 2)
    of_goal = measure(
        bare_session,
        built.officer,
        "doel",
        goals=[goal(bare_session, "doel-2")],
        norms={NormKind.TARGET: VALUE},
    )
    observed(bare_session, built.officer, of_goal, place, 1)
    found = read(bare_session, "net-1-m1")
    assert found[Ingredient.BASELINE] is Standing.OWN
    assert found[Ingredient.TARGET] is Standing.WAIVED
    assert found[Ingredient.OBSERVATIONS] is Standing.OWN
    for code in ("net-1-m2", "net-2-m2"):
        found = read(bare_session, code)
        assert found[Ingredient.TARGET] is Standing.VIA_GOAL
        assert found[Ingredient.BASELINE] is Standing.MISSING
        assert found[Ingredient.OBSERVATIONS] is Standing.MISSING
    assert read(bare_session, "net-2-m1")[Ingredient.BASELINE] is Standing.MISSING


def test_what_was_written_counts(bare_session: Session, built: House) -> None:
    maatregel = builders.maatregel(bare_session, "net-1-m1")
    content = UnderpinningContent("Zo werkt het.", evaluation_on=date(2027, 1, 1))
    write_underpinning(bare_session, built.officer, maatregel, 0, content)
    found = read(bare_session, "net-1-m1")
    assert found[Ingredient.MECHANISM] is found[Ingredient.EVALUATION] is Standing.OWN
    assert read(bare_session, "net-1-m2")[Ingredient.MECHANISM] is Standing.MISSING


def test_what_is_no_longer_kept_counts_for_nothing(
    bare_session: Session, built: House, place: Knooppunt
) -> None:
    one, two = (builders.maatregel(bare_session, f"net-1-m{number}") for number in (1, 2))
    indicator = measure(
        bare_session, built.officer, "oud", maatregelen=[one], norms={NormKind.BASELINE: VALUE}
    )
    observed(bare_session, built.officer, indicator, place, 2)
    other = measure(bare_session, built.officer, "via", goals=two.goals, norms={NormKind.BASELINE: VALUE})
    observed(bare_session, built.officer, other, place, 1)
    observed(bare_session, built.officer, other, place, 5, withdrawn=True)
    assert read(bare_session, "net-1-m2")[Ingredient.OBSERVATIONS] is Standing.MISSING
    indicator.retired_on = clock.today()
    two.goals[0].retired_on = clock.today()
    bare_session.flush()
    assert read(bare_session, "net-1-m1")[Ingredient.BASELINE] is Standing.MISSING
    assert read(bare_session, "net-1-m1")[Ingredient.OBSERVATIONS] is Standing.MISSING
    assert read(bare_session, "net-1-m2")[Ingredient.GOAL] is Standing.MISSING
    assert read(bare_session, "net-1-m2")[Ingredient.BASELINE] is Standing.MISSING


def of_network(role: Role, number: int) -> Callable[[House], Principal]:
    return lambda built: Principal(1, "Iemand", (Duty(role, built.networks[number].id),))


@pytest.mark.parametrize(
    ("audience", "who", "counts"),
    [
        (Audience.NETWORK, of_network(Role.COORDINATOR, 0), True),
        (Audience.NETWORK, of_network(Role.COORDINATOR, 1), False),
        (Audience.NETWORK, lambda _built: MEMBER, False),
        (Audience.NETWORK, lambda _built: OFFICER, True),
        (Audience.STEERING, of_network(Role.CONTRIBUTOR, 1), False),
        (Audience.STEERING, lambda _built: MEMBER, True),
        (Audience.ALL_NETWORKS, of_network(Role.COORDINATOR, 1), True),
        (Audience.ALL_NETWORKS, of_network(Role.READER, 1), False),
        (Audience.PUBLIC, of_network(Role.READER, 0), True),
        (Audience.PUBLIC, lambda _built: ADMINISTRATOR, False),
    ],
)
def test_only_observations_that_one_may_read_are_counted(
    bare_session: Session,
    built: House,
    place: Knooppunt,
    audience: Audience,
    who: Callable[[House], Principal],
    counts: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    maatregel = builders.maatregel(bare_session, "net-1-m1")
    indicator = measure(bare_session, built.officer, "x", maatregelen=[maatregel], goals=maatregel.goals)
    observed(bare_session, built.officer, indicator, place, 2, audience)
    principal = who(built)
    found = read(bare_session, "net-1-m1", principal)
    assert (found[Ingredient.OBSERVATIONS] is Standing.OWN) is counts
    by_goal = indicators_by_goal(bare_session, principal.words(), clock.today())
    [facts] = by_goal.pop(maatregel.goals[0].id)
    assert facts.observations == (2 if counts else 0)
    assert by_goal == {}


def test_a_place_without_network_is_for_who_reads_of_all(bare_session: Session, built: House) -> None:
    maatregel = builders.maatregel(bare_session, "net-1-m1")
    elsewhere = knooppunt(bare_session, "elders")
    indicator = measure(bare_session, built.officer, "x", maatregelen=[maatregel])
    observed(bare_session, built.officer, indicator, elsewhere, 2)
    assert read(bare_session, "net-1-m1", MEMBER)[Ingredient.OBSERVATIONS] is Standing.OWN
    reader = of_network(Role.READER, 0)(built)
    assert read(bare_session, "net-1-m1", reader)[Ingredient.OBSERVATIONS] is Standing.MISSING


def test_only_running_maatregelen_unless_one_is_asked_for(bare_session: Session, built: House) -> None:
    ended = builders.maatregel(bare_session, "net-1-m1")
    builders.end_maatregel(bare_session, ended.id, date(2026, 3, 19))
    words, today = OFFICER.words(), clock.today()
    every = underpinnings(bare_session, words, today)
    assert [line.code for line in every] == ["net-1-m2", "net-2-m1", "net-2-m2"]
    network = built.networks[1].id
    assert [line.code for line in underpinnings(bare_session, words, today, network_id=network)] == [
        "net-2-m1",
        "net-2-m2",
    ]
    one = underpinnings(bare_session, words, today, maatregel_id=ended.id)
    assert [line.code for line in one] == ["net-1-m1"]


@pytest.mark.parametrize(
    "who",
    [
        "medewerker1.programmabureau",
        "lid1.stuurgroep",
        "coordinator.rotterdam",
        "partner.schiphol-bloemenveilingen",
        "lezer.programma",
        "lezer.rotterdam",
        "beheerder",
    ],
)
def test_the_demonstration_counted_once_more_by_hand(db_session: Session, who: str) -> None:
    hidden_observations(db_session)
    principal = principal_of(db_session, who)
    today = clock.today()
    lines = underpinnings(db_session, principal.words(), today)
    running = [
        each
        for each in db_session.scalars(sa.select(Maatregel))
        if not (each.retired_on and each.retired_on <= today) and not (each.ends_on and each.ends_on < today)
    ]
    assert {line.code for line in lines} == {each.code for each in running}
    slow = {each.code: by_hand(db_session, principal, each) for each in running}
    assert {line.code: dict(line.ingredients) for line in lines} == slow
    counted = tallies([line.ingredients for line in lines])
    for ingredient in Ingredient:
        standings = [found[ingredient] for found in slow.values()]
        assert counted[ingredient].present == standings.count(Standing.OWN) + standings.count(
            Standing.VIA_GOAL
        )
        assert counted[ingredient].waived == standings.count(Standing.WAIVED)


def principal_of(session: Session, who: str) -> Principal:
    account = Account.email == f"{who}@{DOMAIN}"
    found = identify(session, session.scalars(sa.select(Account.id).where(account)).one())
    assert found is not None
    return found


def hidden_observations(session: Session) -> None:
    """Add to each network observations that only it may read, of an indicator that has no others."""
    officer = principal_of(session, "medewerker1.programmabureau").actor
    for network in session.scalars(sa.select(Network).where(Network.knooppunt_id.is_not(None))):
        maatregel = session.scalars(
            sa.select(Maatregel).where(Maatregel.network_id == network.id).order_by(Maatregel.position)
        ).first()
        assert maatregel
        assert network.knooppunt
        norms = {NormKind.BASELINE: VALUE if network.position % 2 else WAIVED}
        code = f"toets-{network.code}"
        indicator = measure(session, officer, code, maatregelen=[maatregel], norms=norms)
        observed(session, officer, indicator, network.knooppunt, 2, Audience.NETWORK)


def by_hand(session: Session, principal: Principal, maatregel: Maatregel) -> dict[Ingredient, Standing]:
    """Derive everything from the objects themselves, one by one."""
    kept = [each for each in session.scalars(sa.select(Indicator)) if each.retired_on is None]
    goals = [each for each in maatregel.goals if each.retired_on is None]
    own = [each for each in kept if maatregel in each.maatregelen]
    via_goal = [each for each in kept if set(each.goals) & set(goals)]

    def norm(kind: NormKind) -> Standing:
        for indicators, standing in ((own, Standing.OWN), (via_goal, Standing.VIA_GOAL)):
            if any(row.kind is kind and row.value is not None for each in indicators for row in each.norms):
                return standing
        waived = any(row.kind is kind and row.waived_because for each in own + via_goal for row in each.norms)
        return Standing.WAIVED if waived else Standing.MISSING

    def enough(indicator: Indicator) -> bool:
        rows = session.scalars(sa.select(Observation).where(Observation.indicator_id == indicator.id))
        return sum(row.withdrawn_at is None and may_read(row) for row in rows) >= 2

    def may_read(row: Observation) -> bool:
        network = session.scalar(sa.select(Network.id).where(Network.knooppunt_id == row.knooppunt_id))
        return row.audience in principal.audiences(network)

    written = session.scalar(sa.select(Underpinning).where(Underpinning.maatregel_id == maatregel.id))
    return {
        Ingredient.GOAL: Standing.OWN if goals else Standing.MISSING,
        Ingredient.BASELINE: norm(NormKind.BASELINE),
        Ingredient.TARGET: norm(NormKind.TARGET),
        Ingredient.MECHANISM: Standing.OWN if written and written.mechanism else Standing.MISSING,
        Ingredient.OBSERVATIONS: Standing.OWN
        if any(map(enough, own))
        else Standing.VIA_GOAL
        if any(map(enough, via_goal))
        else Standing.MISSING,
        Ingredient.EVALUATION: Standing.OWN if written and written.evaluation_on else Standing.MISSING,
    }
