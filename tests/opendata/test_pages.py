"""A list is read to its end, however the source cuts it up."""

import pytest

from portal.opendata import ForbiddenAddressError, StrangeAnswerError, TweedeKamer
from tests.odata.records import DOSSIER, data, motie
from tests.odata.service import KamerService


def hold(service: KamerService, number: int) -> None:
    service.data = data(service.dialect, [motie(each) for each in range(1, number + 1)], [])


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("page", [10, 40, 250])
@pytest.mark.parametrize("number", [0, 1, 100, 101, 205])
def test_everything_comes_once(
    kamer: TweedeKamer, service: KamerService, number: int, page: int, *, links: bool
) -> None:
    hold(service, number)
    service.traps.page, service.traps.links = page, links

    found = kamer.moties_in_dossier(DOSSIER)

    assert len(found.records) == len({each.external_id for each in found.records}) == number
    assert found.complete


def test_a_page_holds_no_more_than_the_source_gives(kamer: TweedeKamer, service: KamerService) -> None:
    hold(service, 3)
    kamer.moties_in_dossier(DOSSIER)

    assert all("$top=100" in asked for asked in service.asked)


def test_fewer_rows_than_were_counted_is_told(kamer: TweedeKamer, service: KamerService) -> None:
    hold(service, 5)
    service.traps.counted = 8

    found = kamer.moties_in_dossier(DOSSIER)
    assert (len(found.records), found.complete) == (5, False)


def test_a_list_without_end_ends(kamer: TweedeKamer, service: KamerService) -> None:
    hold(service, 205)
    service.traps.page = 2

    found = kamer.moties_in_dossier(DOSSIER)
    assert (len(found.records), found.complete) == (60, False)


@pytest.mark.parametrize(
    "link",
    [
        "https://elders.example/OData/v5/Zaak?$skiptoken=1",
        "http://127.0.0.1:1/OData/v5/Zaak",
        "//elders.example/Zaak",
        "file:///etc/passwd",
    ],
)
def test_the_next_page_is_never_somewhere_else(kamer: TweedeKamer, service: KamerService, link: str) -> None:
    hold(service, 20)
    service.traps.page, service.traps.link_to = 5, link

    with pytest.raises(ForbiddenAddressError):
        kamer.moties_in_dossier(DOSSIER)
    assert len(service.asked) == 1


def test_pages_that_go_round_are_left(kamer: TweedeKamer, service: KamerService) -> None:
    hold(service, 20)
    service.traps.page, service.traps.link_to = 2, "Zaak?$top=5"

    with pytest.raises(StrangeAnswerError, match="kring"):
        kamer.moties_in_dossier(DOSSIER)
