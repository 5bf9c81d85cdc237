"""An address is made of a reference only when that is a Kamerstuk and nothing else."""

import pytest

from portal.domain.kamerstukken import publication_of

PLACE = "https://zoek.officielebekendmakingen.nl/kst-{}.html"


@pytest.mark.parametrize(
    ("reference", "number"),
    [
        ("29911 nr. 363", "29911-363"),
        ("29 911, nr. 363", "29911-363"),
        ("29911  nr 7", "29911-7"),
        ("35925-15", "35925-15"),
        ("36200 VI nr. 40", "36200-VI-40"),
    ],
)
def test_a_kamerstuk_has_an_address(reference: str, number: str) -> None:
    assert publication_of(reference) == PLACE.format(number)


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "nr. 363",
        "29911",
        "29911 nr. 363 en 364",
        "Kamerstuk 29911 nr. 363",
        "29911 nr. 363/../x",
        "1234567",
    ],
)
def test_anything_else_has_none(reference: str) -> None:
    assert publication_of(reference) == ""
