"""What is found, and what of the odd things in it comes through."""

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from portal.domain.kamer.drift import Watched
from portal.domain.kamer.statuses import ToezeggingStatus
from portal.domain.parliament import Appreciation, Vote
from portal.opendata import TweedeKamer
from tests.odata.records import (
    DOSSIER,
    actor,
    common,
    data,
    decision,
    document,
    dossier,
    motie,
    toezegging,
    uid,
    votes,
)
from tests.odata.service import KamerService

HAVENS = "havens"


def put(
    service: KamerService, moties: list[Any] | None = None, toezeggingen: list[Any] | None = None
) -> None:
    service.data = data(service.dialect, moties or [], toezeggingen or [])


def test_a_motie_is_read_with_everything_about_it(kamer: TweedeKamer) -> None:
    found = kamer.motie(UUID(uid(1, 2)))

    assert found is not None
    assert (found.external_id, found.number) == (uid(1, 2), "2026Z00002")
    assert found.subject == "Motie van het lid Alfa over onderwerp 2"
    assert found.reference == "29911 nr. 2"
    assert [each.words for each in found.submitters] == ["Alfa, A. (AAA)", "Beta, B. (BBB)"]
    assert found.submitted_on == date(2026, 3, 18)
    assert (found.vote, found.raw_status) == (Vote.ADOPTED, "Ingediend; Stemmen - aangenomen")
    assert (found.appreciation, found.raw_appreciation) == (Appreciation.LEFT_TO_KAMER, "Oordeel Kamer")
    assert [(each.number, each.subnumber) for each in found.documents] == [("2026D00021", 2)]
    cast = [(each.party, each.kind, each.seats) for decided in found.decisions for each in decided.votes]
    assert cast == [("AAA", "Voor", 60), ("BBB", "Voor", 40), ("CCC", "Tegen", 50)]
    assert found.modified_at is not None
    assert found.raw["Kabinetsappreciatie"] == "Oordeel Kamer"


def test_a_dossier_gives_its_moties_and_no_others(kamer: TweedeKamer, service: KamerService) -> None:
    elsewhere = motie(4, Kamerstukdossier=[dossier(36000)])
    letter = motie(5, Soort="Brief regering")
    gone = motie(6, Verwijderd=True)
    put(service, [motie(1), elsewhere, letter, gone])

    found = kamer.moties_in_dossier(DOSSIER)

    assert [each.external_id for each in found.records] == [uid(1, 1)]
    assert found.complete


def test_toezeggingen_of_a_dossier_come_from_its_debates(kamer: TweedeKamer, service: KamerService) -> None:
    other = toezegging(5, ActiviteitNummer="2026A99999")
    put(service, [motie(1), motie(8)], [toezegging(1), toezegging(8), toezegging(2), other])

    found = kamer.toezeggingen_in_dossier(DOSSIER)

    assert sorted(each.number for each in found.records) == ["TZ202603-001", "TZ202603-008"]


def test_many_debates_are_asked_a_few_at_a_time(kamer: TweedeKamer, service: KamerService) -> None:
    numbers = [f"2026A{each:05}" for each in range(40)]
    moties = [motie(at, Activiteit=[common(8, at, Nummer=each)]) for at, each in enumerate(numbers)]
    put(service, moties, [toezegging(at, ActiviteitNummer=each) for at, each in enumerate(numbers)])

    found = kamer.toezeggingen_in_dossier(DOSSIER)

    assert len(found.records) == 40
    assert sum(asked.count("Toezegging?") for asked in service.asked) == 3


def test_more_identifiers_than_one_question_takes(kamer: TweedeKamer, service: KamerService) -> None:
    put(service, [motie(each) for each in range(20)])

    assert len(kamer.moties([UUID(uid(1, each)) for each in range(20)]).records) == 20
    assert len(service.asked) == 2


def test_words_are_looked_for_as_they_are(kamer: TweedeKamer, service: KamerService) -> None:
    put(
        service,
        [],
        [toezegging(1, Tekst="De 's-Gravenhaagse & Antwerpse havens: 100% + meer"), toezegging(2)],
    )

    for words in ("'s-gravenhaagse", "& antwerpse", "100% + meer", "') or contains(Tekst,'"):
        expected = [] if words.startswith("')") else ["TZ202603-001"]
        assert [each.number for each in kamer.toezeggingen_about(words).records] == expected


def test_a_ministry_narrows_the_search(kamer: TweedeKamer, service: KamerService) -> None:
    put(service, [], [toezegging(1), toezegging(2, Ministerie="Ministerie van Financiën")])

    found = kamer.toezeggingen_about(HAVENS, "Justitie en Veiligheid")
    assert [each.number for each in found.records] == ["TZ202603-001"]
    assert len(kamer.toezeggingen_about(HAVENS).records) == 2


def test_what_is_new_holds_what_was_taken_away(kamer: TweedeKamer, service: KamerService) -> None:
    old = motie(4, ApiGewijzigdOp="2026-03-17T22:59:59Z")
    edge = motie(5, ApiGewijzigdOp="2026-03-17T23:00:00Z")
    put(service, [old, edge, motie(6, Verwijderd=True)], [toezegging(7, Verwijderd=True)])

    found = kamer.moties_changed_since(date(2026, 3, 18), DOSSIER).records
    assert [(each.external_id, each.deleted) for each in found] == [(uid(1, 6), True), (uid(1, 5), False)]
    promised = kamer.toezeggingen_changed_since(date(2026, 3, 18), "Justitie en Veiligheid").records
    assert [each.deleted for each in promised] == [True]


def test_the_day_that_means_none_is_none(kamer: TweedeKamer, service: KamerService) -> None:
    put(
        service,
        [motie(1, GestartOp="0001-01-01T00:00:00Z", ApiGewijzigdOp="0001-01-01T00:00:00Z")],
        [toezegging(1)],
    )

    found, promised = kamer.motie(UUID(uid(1, 1))), kamer.toezegging(UUID(uid(6, 1)))
    assert found is not None
    assert promised is not None
    assert (found.submitted_on, found.modified_at, promised.fulfilment_day) == (None, None, None)


def test_minus_one_is_no_number(kamer: TweedeKamer, service: KamerService) -> None:
    put(service, [motie(1, Document=[document(11, subnumber=-1)])])

    found = kamer.motie(UUID(uid(1, 1)))
    assert found is not None
    assert (found.documents[0].subnumber, found.reference) == (None, "")


def test_placeholders_with_only_an_identifier_break_nothing(
    kamer: TweedeKamer, service: KamerService
) -> None:
    empty: dict[str, Any] = {
        "Document": [{"Id": uid(2, 9)}, {"Id": None}, None, "zomaar"],
        "Besluit": [{"Id": uid(5, 9)}],
        "ZaakActor": [{"Id": uid(4, 9)}],
        "Kamerstukdossier": [{"Id": uid(3, 9)}],
    }
    service.data = {"Zaak": [{"Id": uid(1, 1), "Soort": "Motie"}]}
    service.traps.script = [
        "ok",
        "body:" + str({"value": [{"Id": uid(1, 2), **empty}]}).replace("'", '"').replace("None", "null"),
    ]

    bare = kamer.motie(UUID(uid(1, 1)))
    assert bare is not None
    assert (bare.name, bare.vote, bare.reference, bare.submitters) == ("", None, "", ())
    odd = kamer.motie(UUID(uid(1, 2)))
    assert odd is not None
    assert [each.external_id for each in odd.documents] == [uid(2, 9)]


def test_what_comes_twice_is_there_once(kamer: TweedeKamer, service: KamerService) -> None:
    letter = document(91, kind="Brief regering", title="Brief over havens")
    own = document(11, subnumber=3)
    put(service, [motie(1, Document=[own, own])], [toezegging(1, KamerbriefNakoming=[letter, letter])])

    found, promised = kamer.motie(UUID(uid(1, 1))), kamer.toezegging(UUID(uid(6, 1)))
    assert found is not None
    assert promised is not None
    assert len(found.documents) == len(promised.documents) == 1


def test_a_letter_as_one_thing_instead_of_a_list_is_read(kamer: TweedeKamer, service: KamerService) -> None:
    alone = {"Id": uid(6, 1), "KamerbriefNakoming": {"Id": uid(2, 5), "Soort": "Brief regering "}}
    service.traps.script = ["body:" + json.dumps({"value": [alone]})]

    promised = kamer.toezegging(UUID(uid(6, 1)))
    assert promised is not None
    assert [each.kind for each in promised.documents] == ["Brief regering"]


def test_an_unknown_status_stays_as_it_is_and_means_nothing(
    kamer: TweedeKamer, service: KamerService
) -> None:
    statuses = ("Nagekomen ", None, "Afgedaan  ")
    promises = [toezegging(at, Status=status) for at, status in enumerate(statuses, start=1)]
    put(service, [motie(1, Kabinetsappreciatie="Volmondig ja")], promises)

    found = kamer.motie(UUID(uid(1, 1)))
    assert found is not None
    assert (found.appreciation, found.raw_appreciation) == (None, "Volmondig ja")
    said = {each.number: (each.status, each.raw_status) for each in kamer.toezeggingen_about(HAVENS).records}
    assert said == {
        "TZ202603-001": (None, "Nagekomen"),
        "TZ202603-002": (None, ""),
        "TZ202603-003": (ToezeggingStatus.DONE, "Afgedaan"),
    }


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([decision(1, "Ingediend")], Vote.NOT_YET),
        ([decision(1, "Ingediend"), decision(2, "Stemmen - aangehouden")], Vote.HELD),
        ([decision(1, "Stemmen - aangenomen", votes=votes(1)), decision(2, "Ingediend")], Vote.ADOPTED),
        ([decision(1, "Stemmen - aangenomen", status="Concept voorstel")], None),
        ([decision(1, "Stemmen - aangenomen"), decision(2, "Stemmen - verworpen")], None),
        ([decision(1, "Stemmen - aangenomen"), decision(2, "Stemmen - iets nieuws")], None),
        ([decision(1, "Stemmen - verworpen"), decision(2, "Behandelen")], Vote.REJECTED),
        ([decision(1, "Ingediend"), decision(2, "Behandelen")], None),
        ([], None),
    ],
)
def test_what_became_of_a_motie(
    kamer: TweedeKamer, service: KamerService, decisions: list[Any], expected: Vote | None
) -> None:
    put(service, [motie(1, Besluit=decisions)])

    found = kamer.motie(UUID(uid(1, 1)))
    assert found is not None
    assert found.vote is expected


def test_deleted_parts_do_not_count(kamer: TweedeKamer, service: KamerService) -> None:
    wrong = {**actor(1, "Gamma, C.", "CCC", "Indiener"), "Verwijderd": True}
    gone = {**decision(1, "Stemmen - verworpen"), "Verwijderd": True}
    put(service, [motie(1, ZaakActor=[wrong], Besluit=[gone, decision(2, "Ingediend")])])

    found = kamer.motie(UUID(uid(1, 1)))
    assert found is not None
    assert (found.submitters, found.vote) == ((), Vote.NOT_YET)


def test_of_who_governs_only_the_function_is_kept(kamer: TweedeKamer) -> None:
    promised = kamer.toezegging(UUID(uid(6, 1)))

    assert promised is not None
    assert promised.function == "Minister van Voorbeelden"
    assert "nergens-mag-staan" not in repr(vars(promised))


def test_signs_that_no_database_keeps_are_left_out(kamer: TweedeKamer, service: KamerService) -> None:
    odd = r'"Tekst": " a\u0000b\ud800c\u202ed\r\ne ", "Gewicht": 1e999'
    service.traps.script = ['body:{"value": [{"Id": "' + uid(6, 1) + '", ' + odd + "}]}"]

    promised = kamer.toezegging(UUID(uid(6, 1)))
    assert promised is not None
    assert promised.text == "ab?cd\ne"
    assert promised.raw["Gewicht"] is None
    assert str(promised.raw["Tekst"]).encode()


def test_there_is_nothing_with_an_unknown_identifier(kamer: TweedeKamer) -> None:
    assert kamer.motie(UUID(uid(1, 999))) is None
    assert kamer.toezegging(UUID(uid(1, 1))) is None


def test_values_are_counted(kamer: TweedeKamer, service: KamerService) -> None:
    other = motie(2, Soort="Brief regering", Kabinetsappreciatie="Vreemd")
    put(
        service, [motie(1), other], [toezegging(1), toezegging(2, Status=None), toezegging(3, Status="Nieuw")]
    )

    assert kamer.counts(Watched.TOEZEGGING_STATUS) == {"Openstaand": 1, "": 1, "Nieuw": 1}
    assert kamer.counts(Watched.MOTIE_APPRECIATION) == {"Oordeel Kamer": 1}
    assert kamer.counts(Watched.MOTIE_DECISION) == {"Ingediend": 1, "Stemmen - aangenomen": 1}


def test_the_source_describes_everything_we_ask(kamer: TweedeKamer) -> None:
    assert kamer.missing_fields() == []
