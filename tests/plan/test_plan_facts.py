"""The plan files say what the letters say."""

from collections import Counter
from datetime import date

import pytest

from portal.domain.dates import DatePrecision
from portal.domain.plan import FILES, Plan
from portal.domain.plan.documents import Document
from portal.domain.plan.entry import Entry
from portal.domain.plan.knooppunten import Knooppunt, Network
from portal.domain.plan.maatregelen import Action, Maatregel
from portal.domain.plan.parliament import Ask, CoalitionPassage, Motie, Toezegging
from portal.domain.plan.programme import ChainStage, Goal, Line, Theme
from portal.domain.programme import Basis, GoalKind, LetterJudgement, MaatregelKind, Stage, ToezeggingKind
from tests.plan.conftest import FOLDER


def _maatregel(plan: Plan, code: str) -> Maatregel:
    return next(entry for entry in plan.of(Maatregel) if entry.code == code)


def _motie(plan: Plan, code: str) -> Motie:
    return next(entry for entry in plan.of(Motie) if entry.code == code)


def test_the_plan_has_everything_the_letters_name(plan: Plan) -> None:
    counts = Counter(placed.entry.noun for placed in plan.placed)
    assert {noun: counts[noun] for noun in ("lijn", "rode lijn", "netwerk", "ketenfase")} == {
        "lijn": 2,
        "rode lijn": 4,
        "netwerk": 6,
        "ketenfase": 6,
    }
    assert counts["motie"] == 8
    assert counts["toezegging"] == 29
    assert counts["tegenstrijdigheid"] == 14
    assert counts["financieringsbron"] == 5
    assert counts["partner"] == 35


def test_28_maatregelen_of_the_knooppunten_and_10_overarching(plan: Plan) -> None:
    kinds = Counter(entry.kind is MaatregelKind.OVERARCHING for entry in plan.of(Maatregel))
    assert kinds == {False: 28, True: 10}
    networks = Counter(entry.network for entry in plan.of(Maatregel))
    assert networks == {
        "rotterdam": 8,
        "zeeland-west-brabant": 4,
        "noordzeekanaalgebied": 3,
        "schiphol": 9,
        "bloemenveilingen": 4,
        "overkoepelend": 10,
    }


def test_nine_substantive_and_five_process_goals(plan: Plan) -> None:
    kinds = Counter(goal.kind for goal in plan.of(Goal))
    assert kinds == {GoalKind.SUBSTANTIVE: 9, GoalKind.PROCESS: 5}


def test_budget_adds_up_to_22_33_and_29_million(plan: Plan) -> None:
    sums: Counter[int] = Counter()
    for line in plan.budget.lines:
        sums.update(line.amounts)
    assert sums == {2023: 22_000_000, 2024: 33_000_000, 2025: 29_000_000}
    assert {line.code: line.amounts for line in plan.budget.incidental} == {
        "inc-2021-rtm": {2021: 5_000_000},
        "inc-2021-sch": {2021: 1_900_000},
        "inc-2022": {2022: 13_000_000},
    }


def test_the_reserve_stands_in_2024_only_and_belongs_to_nobody(plan: Plan) -> None:
    reserve = next(line for line in plan.budget.lines if line.code == "b-reservering")
    assert reserve.amounts == {2024: 5_000_000}
    assert reserve.network is None


def test_only_the_structural_year_also_holds_for_later_years(plan: Plan) -> None:
    assert {amount.year for amount in plan.budget.amounts() if amount.and_later} == {2025}


def test_the_nota_names_three_overarching_maatregelen_as_exploratory(plan: Plan) -> None:
    explicit = [entry for entry in plan.of(Maatregel) if entry.stage_basis is Basis.EXPLICIT]
    assert [entry.code for entry in explicit] == ["ovk-04", "ovk-06", "ovk-08"]
    assert {entry.stage for entry in explicit} == {Stage.EXPLORATORY}


def test_three_maatregelen_are_partly_paid_from_international_money(plan: Plan) -> None:
    source = "internationale-ondermijningsgelden"
    codes = [entry.code for entry in plan.of(Maatregel) if source in entry.funding_sources]
    assert codes == ["ovk-01", "ovk-02", "ovk-03"]


def test_only_the_ends_of_the_chain_stand_in_the_letter(plan: Plan) -> None:
    stages = plan.of(ChainStage)
    assert [stage.code for stage in stages if not stage.derived] == ["bronland", "doorvoer"]


def test_places_without_a_network_are_there_too(plan: Plan) -> None:
    with_network = {network.knooppunt for network in plan.of(Network)}
    others = [place.code for place in plan.of(Knooppunt) if place.code not in with_network]
    assert others == ["antwerpen", "overige-zeehavens", "regionale-luchthavens", "buitenland-overig"]


def test_dates_keep_the_precision_of_the_letter(plan: Plan) -> None:
    planned = {
        action.code: (action.planned_precision, action.planned_latest)
        for action in plan.of(Action)
        if action.planned_latest is not None
    }
    assert planned == {
        "ovk-05-a": (DatePrecision.MONTH, date(2022, 11, 30)),
        "ovk-06-a": (DatePrecision.YEAR, date(2022, 12, 31)),
        "ovk-06-b": (DatePrecision.YEAR, date(2022, 12, 31)),
        "ovk-07-a": (DatePrecision.SEASON, date(2023, 6, 21)),
        "ovk-09-b": (DatePrecision.YEAR, date(2023, 12, 31)),
    }


def test_both_dates_of_the_motie_bikker_kuik_are_kept(plan: Plan) -> None:
    motie = _motie(plan, "mot-bikker-kuik")
    assert motie.date_sort == "2021-05"
    assert motie.other_dates == {"VB21": "2021-06-01"}


def test_the_motie_mutluer_is_partly_answered_with_reasons_not_to(plan: Plan) -> None:
    motie = _motie(plan, "mot-mutluer")
    assert [ask.letter_judgement for ask in motie.asks] == [
        LetterJudgement.ANSWERED,
        LetterJudgement.ANSWERED_NEGATIVELY,
        LetterJudgement.CARRIED_OUT,
    ]
    assert dict(motie.links) == {
        "ovk-02": Basis.EXPLICIT,
        "ovk-10": Basis.EXPLICIT,
        "rtm-02": Basis.DERIVED,
        "zwb-03": Basis.DERIVED,
    }


def test_four_moties_inside_the_programme_and_four_of_2021_outside(plan: Plan) -> None:
    said = {
        entry.code: (entry.submitters, entry.date_words, entry.reference, len(entry.asks))
        for entry in plan.of(Motie)
    }
    assert said == {
        "mot-toorenburg-yesilgoz": (("Van Toorenburg", "Yeşilgöz-Zegerius"), "november 2020", "", 2),
        "mot-bikker-kuik": (("Bikker", "Kuik"), "mei 2021", "35564 nr. 17", 2),
        "mot-bisschop": (("Bisschop",), "juli 2021", "", 2),
        "mot-mutluer": (("Mutluer",), "september 2022", "", 3),
        "mot-voordewind-vandam": (("Voordewind", "Van Dam"), "2019", "", 1),
        "mot-michon-derkzen": (("Michon-Derkzen",), "", "", 1),
        "mot-laan-geselschap": (("Laan-Geselschap",), "9 april 2019", "29911 nr. 232", 1),
        "mot-heerma-hermans": (("Heerma", "Hermans"), "", "35925 nr. 15", 1),
    }
    assert [entry.inside_programme for entry in plan.of(Motie)] == [True] * 4 + [False] * 4
    outside = [entry for entry in plan.of(Motie) if not entry.inside_programme]
    assert {source.document for entry in outside for source in entry.sources} == {"VB21"}


def test_every_promise_is_told_by_its_own_document(plan: Plan) -> None:
    promises = plan.of(Toezegging)
    assert Counter((entry.document, entry.kind) for entry in promises) == {
        ("BRIEF", ToezeggingKind.ANNOUNCEMENT): 10,
        ("BRIEF", ToezeggingKind.PLANNING): 1,
        ("NOTA", ToezeggingKind.ANNOUNCEMENT): 3,
        ("VB21", ToezeggingKind.ANNOUNCEMENT): 5,
        ("VB21", ToezeggingKind.PLANNING): 7,
        ("VB21", ToezeggingKind.PROMISE): 3,
    }
    assert Counter(entry.inside_programme for entry in promises) == {True: 16, False: 13}
    assert [
        each.code for each in promises if each.document not in {one.document for one in each.sources}
    ] == []


@pytest.mark.parametrize(
    ("code", "last", "precision"),
    [
        ("toe-13mln", date(2022, 11, 4), DatePrecision.DAY),
        ("toe-handelingskader", date(2022, 12, 31), DatePrecision.YEAR),
        ("toe-corruptieonderzoek", date(2023, 6, 21), DatePrecision.SEASON),
        ("toe-congres", date(2023, 12, 31), DatePrecision.YEAR),
        ("toe-rederijen", date(2022, 11, 30), DatePrecision.MONTH),
        ("toe-vb21-noordzee", date(2022, 7, 1), DatePrecision.SEASON),
        ("toe-vb21-skc", date(2022, 6, 21), DatePrecision.SEASON),
        ("toe-vb21-bijeenkomst", date(2021, 11, 23), DatePrecision.DAY),
        ("toe-periodiek", None, DatePrecision.UNDETERMINED),
    ],
)
def test_a_promise_is_due_as_exactly_as_it_was_made(
    plan: Plan, code: str, last: date | None, precision: DatePrecision
) -> None:
    (promise,) = (entry for entry in plan.of(Toezegging) if entry.code == code)
    assert (promise.due_latest, promise.due_precision) == (last, precision)


def test_the_promise_about_the_north_sea_ports_hangs_on_its_motie(plan: Plan) -> None:
    promises = {entry.code: entry.motie for entry in plan.of(Toezegging) if entry.motie}
    assert promises["toe-vb21-noordzee"] == "mot-bikker-kuik"


def test_the_coalition_passage_stands_in_the_letter(plan: Plan) -> None:
    (passage,) = plan.of(CoalitionPassage)
    assert passage.title.startswith("Controles aanscherpen om fraude en corruptie bij logistieke knooppunten")
    assert [(source.document, source.quote) for source in passage.sources] == [
        ("BRIEF", "We verscherpen de controles om fraude en corruptie bij logistieke")
    ]


def test_the_coalition_passage_names_the_research_into_corruption(plan: Plan) -> None:
    assert [passage.maatregelen for passage in plan.of(CoalitionPassage)] == [("ovk-07",)]


@pytest.mark.parametrize(
    "kind", [Goal, Maatregel, Action, Motie, Toezegging, Knooppunt, Network, Line, Theme]
)
def test_every_fact_has_a_source(plan: Plan, kind: type[Entry]) -> None:
    assert [entry.code for entry in plan.of(kind) if not entry.sources] == []


def test_five_documents_are_the_sources_and_the_rest_is_marked_missing(plan: Plan) -> None:
    present = [entry.code for entry in plan.of(Document) if not entry.missing]
    assert present == ["NOTA", "BRIEF", "P5", "P9", "VB21"]


def test_asks_are_never_worded_by_the_motie_alone(plan: Plan) -> None:
    assert [ask.code for ask in plan.of(Ask) if not ask.response] == []


@pytest.mark.parametrize("name", list(FILES))
def test_no_fact_from_elsewhere_and_no_address(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert "extern:" not in text
    assert "http" not in text
    assert text.startswith("# ")


def test_partners_are_organisations_without_names_of_people() -> None:
    text = (FOLDER / "partners.yaml").read_text(encoding="utf-8")
    for person in ("Aboutaleb", "Yeşilgöz", "Grapperhaus", "Harbers"):
        assert person not in text


def test_owner_and_executor_of_the_scan_maatregel(plan: Plan) -> None:
    scan = _maatregel(plan, "ovk-02")
    assert [(code, part.value) for code, part in scan.partners][:2] == [
        ("jenv", "owner"),
        ("douane", "executor"),
    ]
