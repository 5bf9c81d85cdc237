"""Reviewing through the doors: differences, withdrawing, two judgements, errata, accepting several."""

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audience import Audience
from portal.domain.progress import Aspect, Rating
from portal.domain.workflow import PeriodState, ReportState
from portal.models import Erratum, Network, OfficeJudgement, Period, Report
from portal.services import reports as service
from tests.conftest import SignIn
from tests.services.test_round import actor

AT = "mainportaal.example"
ZWB = "zeeland-west-brabant"
OFFICER = f"medewerker1.programmabureau@{AT}"
COORDINATOR = f"coordinator.{ZWB}@{AT}"


def newest(session: Session, state: ReportState, network: str = ZWB) -> Report:
    query = sa.select(Report).join(Report.period).join(Report.network)
    query = query.where(Report.state == state, Network.code == network)
    return session.scalars(query.order_by(Period.observes_from.desc())).first() or pytest.fail("none")


def url_of(report: Report, rest: str = "") -> str:
    return f"/rapportages/{report.period.code}/{report.network.code}{rest}"


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


@pytest.fixture
def submitted(db_session: Session) -> Report:
    return newest(db_session, ReportState.SUBMITTED)


@pytest.fixture
def adopted(db_session: Session) -> Report:
    """A report of which one maatregel was sent back before it was adopted."""
    return newest(db_session, ReportState.ADOPTED)


# --- what changed ---------------------------------------------------------------------------------


def test_the_office_sees_word_by_word_what_changed(sign_in: SignIn, adopted: Report) -> None:
    html = page(sign_in(OFFICER), url_of(adopted, "/wijzigingen"))
    assert "1 onderdeel is gewijzigd." in html
    assert "<ins" in html
    assert "<del" in html
    assert "[toegevoegd:" in html
    read = page(sign_in(OFFICER), url_of(adopted))
    assert "Gewijzigd sinds de vorige indiening" in read
    assert "keer teruggestuurd" in read


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lid1.stuurgroep", 200),
        (f"partner.{ZWB}", 200),
        ("coordinator.schiphol", 403),
        ("lezer.programma", 403),
        ("beheerder", 403),
    ],
)
def test_who_follows_the_review(sign_in: SignIn, adopted: Report, who: str, status: int) -> None:
    client = sign_in(f"{who}@{AT}")
    page(client, url_of(adopted, "/wijzigingen"), status)
    if who != "beheerder":
        told = "keer teruggestuurd" in page(client, url_of(adopted))
        assert told is (status == 200)


def test_one_submission_has_nothing_to_compare_with(sign_in: SignIn, submitted: Report) -> None:
    client = sign_in(OFFICER)
    assert "Nog niets te vergelijken" in page(client, url_of(submitted, "/wijzigingen"))
    for odd in ("van=9", "van=x", "naar=-1", "van=99999999999999999999"):
        page(client, url_of(submitted, f"/wijzigingen?{odd}"), 404)


def test_the_reason_stands_where_the_part_is_corrected(sign_in: SignIn, db_session: Session) -> None:
    report = newest(db_session, ReportState.RETURNED, "noordzeekanaalgebied")
    row = next(row for row in report.progress if row.return_reason)
    html = page(
        sign_in(f"coordinator.noordzeekanaalgebied@{AT}"),
        url_of(report, f"/maatregelen/{row.maatregel.code}"),
    )
    assert "Dit onderdeel is 1 keer teruggestuurd" in html
    assert "Nog niet opnieuw ingediend." in html


# --- taking a submission back ---------------------------------------------------------------------


def test_withdrawing_makes_a_draft_that_nobody_outside_reads(
    sign_in: SignIn, db_session: Session, submitted: Report
) -> None:
    coordinator, officer = sign_in(COORDINATOR), sign_in(OFFICER)
    assert "Indiening intrekken" in page(coordinator, url_of(submitted))
    assert "wordt weer een concept" in page(coordinator, url_of(submitted, "/intrekken"))
    answer = coordinator.post(url_of(submitted, "/intrekken"), data={"version": submitted.version})
    assert answer.status_code == 302
    for rest in ("", "/wijzigingen", "/wijzigingen?van=1&naar=1", "/oordeel"):
        page(officer, url_of(submitted, rest), 404)
        page(sign_in(f"lid1.stuurgroep@{AT}"), url_of(submitted, rest), 403 if rest == "/oordeel" else 404)
    again = coordinator.post(url_of(submitted, "/intrekken"), data={"version": submitted.version})
    assert again.status_code == 409
    db_session.expire_all()
    service.submit_report(
        db_session, actor(db_session, f"coordinator.{ZWB}"), submitted, submitted.content_version
    )
    db_session.commit()
    # What was withdrawn stays the network's own, also beside what is now submitted.
    page(officer, url_of(submitted, "/wijzigingen?van=1&naar=2"), 404)
    own = page(coordinator, url_of(submitted, "/wijzigingen"))
    assert "(ingetrokken)" in own
    assert page(coordinator, url_of(submitted, "/wijzigingen?van=1&naar=2"))


@pytest.mark.parametrize("who", [f"partner.{ZWB}", "medewerker1.programmabureau", "lid1.stuurgroep"])
def test_only_the_coordinator_withdraws(sign_in: SignIn, submitted: Report, who: str) -> None:
    client = sign_in(f"{who}@{AT}")
    assert "Indiening intrekken" not in page(client, url_of(submitted))
    page(client, url_of(submitted, "/intrekken"), 403)
    assert client.post(url_of(submitted, "/intrekken"), data={"version": 1}).status_code == 403


def test_a_stale_or_odd_withdrawal_does_nothing(
    sign_in: SignIn, db_session: Session, submitted: Report
) -> None:
    client = sign_in(COORDINATOR)
    assert client.post(url_of(submitted, "/intrekken")).status_code == 400
    stale = client.post(url_of(submitted, "/intrekken"), data={"version": submitted.version - 1})
    assert stale.status_code == 409
    db_session.expire_all()
    assert submitted.state is ReportState.SUBMITTED
    accepted = newest(db_session, ReportState.ACCEPTED, "schiphol")
    page(sign_in(f"coordinator.schiphol@{AT}"), url_of(accepted, "/intrekken"), 409)


# --- two judgements -------------------------------------------------------------------------------


def oldest(session: Session) -> str:
    """A round in which the programme office gave no judgement of its own."""
    return session.scalars(sa.select(Period.code).order_by(Period.observes_from).limit(1)).one()


NAMES = ("voortgang", "middelen", "samenwerking", "risicos")
WORDS = "Het bureau ziet dit heel anders."


def opinion(report: Report, rating: Rating | None = None, words: str = WORDS) -> dict[str, str]:
    network = {judgement.aspect: judgement.rating for judgement in report.judgements}
    data = {}
    for name, aspect in zip(NAMES, Aspect, strict=True):
        data[f"{name}_oordeel"] = (rating or network[aspect] or Rating.GOOD).value
        data[f"{name}_toelichting"] = words
    return data


def test_the_own_judgement_shows_outside_the_office_from_acceptance_on(
    sign_in: SignIn, db_session: Session, submitted: Report
) -> None:
    officer = sign_in(OFFICER)
    path = url_of(submitted, "/oordeel")
    assert "Oordeel van het PPS-netwerk" in page(officer, path)
    answer = officer.post(path, data={"version": 1, **opinion(submitted)})
    assert answer.status_code == 302
    watchers = [sign_in(f"{who}@{AT}") for who in (f"coordinator.{ZWB}", "lid1.stuurgroep")]
    assert WORDS in page(officer, url_of(submitted))
    for watcher in watchers:
        html = page(watcher, url_of(submitted))
        assert WORDS not in html
        assert "U ziet dit oordeel zodra de rapportage is geaccepteerd." in html
        assert "Oordeel van het programmabureau gegeven" not in html
    db_session.expire_all()
    service.accept_report(
        db_session, actor(db_session, "medewerker1.programmabureau"), submitted, submitted.version
    )
    db_session.commit()
    for watcher in watchers:
        assert WORDS in page(watcher, url_of(submitted))
    overview = page(watchers[1], f"/overzicht?periode={submitted.period.code}")
    assert WORDS in overview
    assert "Programmabureau:" in overview
    first = page(watchers[1], f"/overzicht?periode={oldest(db_session)}")
    assert "Nog geen oordeel van het programmabureau" in first
    assert WORDS not in page(
        sign_in(f"coordinator.schiphol@{AT}"), f"/overzicht?periode={submitted.period.code}"
    )


def test_a_difference_needs_a_reason_and_keeps_what_was_chosen(
    sign_in: SignIn, db_session: Session, submitted: Report
) -> None:
    officer, path = sign_in(OFFICER), url_of(submitted, "/oordeel")
    network = submitted.judgements[0].rating
    other = next(rating for rating in Rating if rating is not network)
    answer = officer.post(path, data={"version": 1, "voortgang_oordeel": other.value})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Leg uit waarom." in html
    assert re.search(rf'<input[^>]*checked[^>]*value="{other.value}"', html)
    words_only = officer.post(path, data={"version": 1, "risicos_toelichting": "Los"})
    assert words_only.status_code == 422
    assert "Kies een oordeel." in words_only.get_data(as_text=True)
    odd = officer.post(path, data={"version": 1, "voortgang_oordeel": "prima"})
    assert odd.status_code == 422
    assert not db_session.scalar(sa.select(sa.func.count()).where(OfficeJudgement.report_id == submitted.id))


def test_a_colleague_s_judgement_is_not_overwritten_unseen(sign_in: SignIn, submitted: Report) -> None:
    path = url_of(submitted, "/oordeel")
    first, second = sign_in(OFFICER), sign_in(f"medewerker2.programmabureau@{AT}")
    assert first.post(path, data={"version": 1, **opinion(submitted, words="Van de een.")}).status_code == 302
    stale = second.post(path, data={"version": 1, **opinion(submitted, words="Van de ander.")})
    html = stale.get_data(as_text=True)
    assert stale.status_code == 409
    assert "Van de een." in html
    assert "Van de ander." in html
    fresh = re.search(r'name="version"[^>]*value="(\d+)"', html)
    assert fresh is not None
    again = second.post(path, data={"version": fresh.group(1), **opinion(submitted, words="Samen.")})
    assert again.status_code == 302


@pytest.mark.parametrize("who", [f"coordinator.{ZWB}", "lid1.stuurgroep", "secretaris.stuurgroep"])
def test_only_the_office_judges_beside_the_network(sign_in: SignIn, submitted: Report, who: str) -> None:
    page(sign_in(f"{who}@{AT}"), url_of(submitted, "/oordeel"), 403)


def test_an_adopted_report_is_not_judged_any_more(sign_in: SignIn, adopted: Report) -> None:
    client = sign_in(OFFICER)
    page(client, url_of(adopted, "/oordeel"), 409)
    assert client.post(url_of(adopted, "/oordeel"), data={"version": 1}).status_code == 409


# --- errata ---------------------------------------------------------------------------------------


def errata_beside(session: Session, report: Report) -> int:
    return session.scalar(sa.select(sa.func.count()).where(Erratum.report_id == report.id)) or 0


def erratum(report: Report, audience: Audience, **other: str) -> dict[str, str]:
    return {
        "onderdeel": report.progress[0].maatregel.code,
        "passage": "tien camera’s",
        "verbetering": f"twaalf camera’s, {audience.value}",
        "reden": "Een telfout.",
        "publiek": audience.value,
        **other,
    }


def test_an_erratum_stands_at_the_report_and_at_the_maatregel(
    sign_in: SignIn, db_session: Session, adopted: Report
) -> None:
    coordinator = sign_in(COORDINATOR)
    assert "Erratum plaatsen" in page(coordinator, url_of(adopted))
    before = page(sign_in(f"lezer.programma@{AT}"), url_of(adopted))
    for audience in (Audience.NETWORK, Audience.ALL_NETWORKS):
        answer = coordinator.post(url_of(adopted, "/erratum"), data=erratum(adopted, audience))
        assert answer.status_code == 302
    twice = coordinator.post(url_of(adopted, "/erratum"), data=erratum(adopted, Audience.NETWORK))
    assert twice.status_code == 302
    assert errata_beside(db_session, adopted) == 2
    assert "Errata bij deze rapportage" not in before
    places = (url_of(adopted), f"/maatregelen/{adopted.progress[0].maatregel.code}")
    inside, outside = "twaalf camera’s, network", "twaalf camera’s, all_networks"
    for who in (f"coordinator.{ZWB}", "medewerker1.programmabureau"):
        for place in places:
            html = page(sign_in(f"{who}@{AT}"), place)
            assert inside in html
            assert outside in html
    for who in ("coordinator.schiphol", "lezer.programma", "lid1.stuurgroep"):
        for place in places:
            html = page(sign_in(f"{who}@{AT}"), place)
            assert inside not in html
            assert outside in html
    reader = page(sign_in(f"lezer.programma@{AT}"), url_of(adopted))
    assert "Geplaatst door" not in reader


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"passage": ""}, "Neem over wat er nu staat."),
        ({"verbetering": " "}, "Vul in wat er moet staan."),
        ({"reden": ""}, "Geef een reden."),
        ({"publiek": "iedereen"}, "twaalf camera’s"),
        ({"onderdeel": "rtm-01"}, "twaalf camera’s"),
        ({"verbetering": "x" * 6_000}, "Deze tekst is te lang."),
    ],
)
def test_an_incomplete_erratum_is_told_and_kept(
    sign_in: SignIn, db_session: Session, adopted: Report, wrong: dict[str, str], message: str
) -> None:
    data = {**erratum(adopted, Audience.PUBLIC), **wrong}
    answer = sign_in(OFFICER).post(url_of(adopted, "/erratum"), data=data)
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)
    assert errata_beside(db_session, adopted) == 0


def test_no_erratum_by_another_network_or_beside_a_report_that_can_change(
    sign_in: SignIn, submitted: Report, adopted: Report
) -> None:
    page(sign_in(f"coordinator.schiphol@{AT}"), url_of(adopted, "/erratum"), 403)
    page(sign_in(f"partner.{ZWB}@{AT}"), url_of(adopted, "/erratum"), 403)
    assert "Deze rapportage is niet vastgesteld." in page(
        sign_in(COORDINATOR), url_of(submitted, "/erratum"), 409
    )


# --- several at once ------------------------------------------------------------------------------


def test_accepting_several_says_which_were_skipped_and_why(
    sign_in: SignIn, db_session: Session, submitted: Report
) -> None:
    officer = sign_in(OFFICER)
    code = submitted.period.code
    other = newest(db_session, ReportState.SUBMITTED, "bloemenveilingen")
    html = page(officer, f"/rapportages/{code}")
    assert "Wacht op uw oordeel" in html
    answer = officer.post(
        f"/rapportages/{code}/accepteren",
        data={
            "rapportage": [str(submitted.id), str(other.id), "x", "99999999999999999999"],
            f"versie-{submitted.id}": submitted.version,
            f"versie-{other.id}": other.version - 1,
        },
        follow_redirects=True,
    )
    html = answer.get_data(as_text=True)
    assert f"Geaccepteerd: {submitted.network.title}." in html
    assert f"Overgeslagen: {other.network.title}. Iemand anders heeft dit gewijzigd" in html
    db_session.expire_all()
    assert (submitted.state, other.state) == (ReportState.ACCEPTED, ReportState.SUBMITTED)


def test_accepting_none_says_so(sign_in: SignIn, db_session: Session) -> None:
    code = db_session.scalars(sa.select(Period.code).where(Period.state == PeriodState.OPEN)).one()
    officer = sign_in(OFFICER)
    answer = officer.post(f"/rapportages/{code}/accepteren", follow_redirects=True)
    assert "Kies eerst een of meer rapportages" in answer.get_data(as_text=True)
    coordinator = sign_in(COORDINATOR)
    assert coordinator.post(f"/rapportages/{code}/accepteren").status_code == 403
    assert "Wacht op uw oordeel" not in page(coordinator, f"/rapportages/{code}")


def test_sections_are_sent_back_by_themselves(
    sign_in: SignIn, db_session: Session, submitted: Report
) -> None:
    officer = sign_in(OFFICER)
    assert "Gegevensdeling" in page(officer, url_of(submitted, "/terugsturen"))
    answer = officer.post(
        url_of(submitted, "/terugsturen"),
        data={"version": submitted.version, "reden-gegevensdeling": "Leg het knelpunt uit."},
    )
    assert answer.status_code == 302
    db_session.expire_all()
    assert submitted.state is ReportState.RETURNED
    assert [row.return_reason for row in submitted.sections if row.return_reason] == ["Leg het knelpunt uit."]
