"""What looks like personal data, and above all what does not."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from portal.domain.personal_data import PersonalDataKind, is_bsn, is_container, is_iban, passages
from tests.conftest import ROOT

FOUND = [
    ("bsn 123456782", PersonalDataKind.BSN, "123456782"),
    ("Het nummer 1234.56.782 hoort bij", PersonalDataKind.BSN, "1234.56.782"),
    ("(111 222 333)", PersonalDataKind.BSN, "111 222 333"),
    ("stond op GZ-123-K.", PersonalDataKind.PLATE, "GZ-123-K"),
    ("stond op gz-123-k, en", PersonalDataKind.PLATE, "gz-123-k"),
    ("AB-12-34", PersonalDataKind.PLATE, "AB-12-34"),
    ("12-GHJ-3", PersonalDataKind.PLATE, "12-GHJ-3"),
    ("oplegger 12GHJ3 reed", PersonalDataKind.PLATE, "12GHJ3"),
    ("OH-59-VB", PersonalDataKind.PLATE, "OH-59-VB"),
    ("CSQU3054383", PersonalDataKind.CONTAINER, "CSQU3054383"),
    ("csqu 305438-3", PersonalDataKind.CONTAINER, "csqu 305438-3"),
    ("mail naar jan.jansen@voorbeeld.example.", PersonalDataKind.EMAIL, "jan.jansen@voorbeeld.example"),
    ("06-12345678", PersonalDataKind.PHONE, "06-12345678"),
    ("06 12 34 56 78", PersonalDataKind.PHONE, "06 12 34 56 78"),
    ("+31 6 12345678", PersonalDataKind.PHONE, "+31 6 12345678"),
    ("+31 (0)6 12345678", PersonalDataKind.PHONE, "+31 (0)6 12345678"),
    ("0031612345678", PersonalDataKind.PHONE, "0031612345678"),
    ("+32 470 12 34 56", PersonalDataKind.PHONE, "+32 470 12 34 56"),
    ("(010) 123 45 67", PersonalDataKind.PHONE, "(010) 123 45 67"),
    ("0113-123456", PersonalDataKind.PHONE, "0113-123456"),
    ("NL91 ABNA 0417 1643 00 is", PersonalDataKind.IBAN, "NL91 ABNA 0417 1643 00"),
    ("BE68539007547034", PersonalDataKind.IBAN, "BE68539007547034"),
]
INNOCENT = [
    "123456789",
    "CSQU3054384",
    "NL92 ABNA 0417 1643 00",
    "28684-711 en 29911, nr. 456",
    "Kamerstuk 28 684, nr. 711",
    "kst-29911-456",
    "rtm-01, zwb-03, nzkg-12 en ovk-01-b",
    "2024D12345",
    "1 januari 2024 tot en met 30 juni 2024",
    "01-02-2024 10:30 en 06-01-2024 10:30",
    "2024-2025 en 2025 e.v.",
    "€ 123.456.782 en € 123456782",
    "123456782 euro",
    "0800-7000",
    "+10 000 000",
    "EU2024, 3011 AB en AB 3011",
    "in 24-uurs diensten, 10-tot-14-jarigen",
    "de A15, de A-12 en vlucht KL1234",
    "portaal@ en @voorbeeld",
]


@pytest.mark.parametrize(("text", "kind", "passage"), FOUND, ids=[text for text, _, _ in FOUND])
def test_personal_data_is_seen(text: str, kind: PersonalDataKind, passage: str) -> None:
    assert [(each.kind, each.text) for each in passages(text)] == [(kind, passage)]


@pytest.mark.parametrize("text", INNOCENT)
def test_what_policy_is_full_of_is_left_alone(text: str) -> None:
    assert passages(text) == []


def test_passages_come_in_the_order_of_the_text_and_never_overlap() -> None:
    found = passages("Bel 06-12345678 of mail a@b.example over GZ-123-K.")
    kinds = [PersonalDataKind.PHONE, PersonalDataKind.EMAIL, PersonalDataKind.PLATE]
    assert [each.kind for each in found] == kinds
    assert [each.start for each in found] == sorted(each.start for each in found)


def _texts(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        for value in tree.values():
            yield from _texts(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _texts(value)


@pytest.mark.parametrize(
    "path",
    sorted([*(ROOT / "config" / "plan").rglob("*.yaml"), *(ROOT / "portal" / "demo").rglob("*.yaml")]),
    ids=lambda path: path.name,
)
def test_no_text_of_plan_and_demonstration_is_taken_for_personal_data(path: Path) -> None:
    trees = YAML(typ="safe").load(path)
    assert [(text, passages(text)) for text in _texts(trees) if passages(text)] == []


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.times(), st.sampled_from(["%d-%m-%Y", "%Y-%m-%d"]))
def test_a_date_is_never_personal_data(day: date, time: Any, form: str) -> None:
    assert passages(f"Op {day.strftime(form)} {time:%H:%M} en in {day.year}.") == []


@given(st.integers(0, 10**11))
def test_an_amount_is_never_personal_data(amount: int) -> None:
    dotted = f"{amount:,}".replace(",", ".")
    assert passages(f"Er is € {dotted} begroot, € {amount}, {dotted} euro of {amount} euro.") == []


@given(st.integers(10000, 99999), st.integers(1, 9999))
def test_a_document_number_is_never_personal_data(dossier: int, number: int) -> None:
    assert passages(f"Kamerstuk {dossier}-{number} en {dossier}, nr. {number}") == []


@given(st.sampled_from(["rtm", "zwb", "nzkg", "sch", "blo", "ovk"]), st.integers(1, 99))
def test_a_code_of_the_plan_is_never_personal_data(network: str, number: int) -> None:
    assert passages(f"maatregel {network}-{number:02} en actie {network}-{number:02}-b") == []


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for each in passages(text):
        assert text[each.start : each.start + len(each.text)] == each.text


def test_a_long_text_is_read_quickly() -> None:
    """Five thousand characters that almost match everywhere; a slow expression would take minutes."""
    for almost in ("a" * 5000, "0 " * 2500, "+1 " * 1700, "a.b@" * 1250, "A1" * 2500, "NL91" * 1250):
        passages(almost)


def test_check_digits() -> None:
    assert is_bsn("123456782")
    assert not is_bsn("000000000")
    assert is_container("CSQU3054383")
    assert not is_container("CSQU3054380")
    assert is_iban("GB82 WEST 1234 5698 7654 32")
    assert not is_iban("GB83 WEST 1234 5698 7654 32")
