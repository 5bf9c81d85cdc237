"""The content of a document: always traceable, always the same bytes, comparable passage by passage."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.audience import Audience
from portal.domain.differences import RunKind
from portal.domain.issued import (
    Block,
    Heading,
    Paragraph,
    PassageFate,
    Source,
    SourceKind,
    SourceRef,
    UntraceableError,
    issue_name,
    parse_name,
)
from portal.domain.issued_changes import issue_changes
from portal.domain.issued_json import as_json, canonical, fingerprint, from_json
from portal.domain.parliament import IssuedKind
from tests.issuing import DAY, IMPRINT, MONEY, PROGRESS, REPORT, sample


def test_what_was_written_down_is_read_back_to_the_letter() -> None:
    for document in (sample(), sample(imprint=None)):
        kept = json.loads(canonical(document))
        assert from_json(kept) == document
        # A database may keep the names in another order.
        shuffled = dict(reversed(kept.items()))
        assert canonical(from_json(shuffled)) == canonical(document)
        assert fingerprint(from_json(shuffled)) == fingerprint(document)


@given(st.text())
def test_any_text_survives(words: str) -> None:
    document = sample(words)
    assert from_json(json.loads(json.dumps(as_json(document)))) == document


@pytest.mark.parametrize(
    "other",
    [
        sample("Anders."),
        replace(sample(), title="Anders"),
        replace(sample(), audience=Audience.STEERING),
        replace(sample(), imprint=replace(IMPRINT, name="hoofdstuk-2026-4")),
        replace(sample(), omissions=()),
        replace(sample(), sources=(*sample().sources[:2], Source(MONEY, "Geld 2026", DAY))),
    ],
)
def test_every_change_changes_the_mark(other: object) -> None:
    assert fingerprint(other) != fingerprint(sample())  # type: ignore[arg-type]


def test_a_passage_that_leads_nowhere_is_refused() -> None:
    unlisted = SourceRef(SourceKind.REPORT, "2026-1/schiphol")

    def with_block(block: Block) -> None:
        replace(sample(), blocks=(*sample().blocks, block))

    for block in (
        Paragraph("zonder", "Zonder bron.", ()),
        Paragraph("vreemd", "Met een bron die er niet is.", (unlisted,)),
        Heading("rotterdam", 2, "Dezelfde sleutel"),
        Paragraph("rotterdam/rtm-01", "De sleutel van een rij.", (REPORT,)),
    ):
        with pytest.raises(UntraceableError):
            with_block(block)
    with pytest.raises(UntraceableError):
        replace(sample(), sources=(*sample().sources, Source(unlisted, "Ongebruikt", DAY)))


def test_every_passage_names_its_sources() -> None:
    assert sample().traced() == {
        "rotterdam/samenvatting": (REPORT,),
        "rotterdam/rtm-01": (PROGRESS, MONEY),
        "keten": (REPORT,),
    }
    assert str(PROGRESS) == "progress:2026-1/rtm-01"


def test_numbers_of_sources_become_stretches() -> None:
    assert sample().spans([REPORT]) == [(1, 1)]
    assert sample().spans([MONEY, REPORT]) == [(1, 1), (3, 3)]
    assert sample().spans([MONEY, PROGRESS, REPORT]) == [(1, 3)]
    assert sample().spans([]) == []


def test_the_name_of_an_issue() -> None:
    for kind in IssuedKind:
        assert parse_name(issue_name(kind, 2026, 12)) == (kind, 2026, 12)
    for wrong in (
        "",
        "bijlage",
        "bijlage-2026",
        "bijlage-2026-0",
        "bijlage-2026-01",
        "brief-2026-1",
        "annex-2026-1",
    ):
        assert parse_name(wrong) is None
    assert parse_name("bijlage-2026-9999999") is None


def test_two_issues_are_compared_passage_by_passage() -> None:
    new = sample("De vierde terminal is klaar.")
    extra = Paragraph("rotterdam/vervolg", "Daarna de vijfde.", (REPORT,))
    new = replace(new, blocks=(*new.blocks[:-1], extra))
    found = issue_changes(sample(), new)
    assert [(each.key, each.fate, each.place) for each in found] == [
        ("rotterdam/samenvatting", PassageFate.CHANGED, "Haven Rotterdam"),
        ("rotterdam/vervolg", PassageFate.ADDED, "Haven Rotterdam, Voortgang"),
        ("keten", PassageFate.REMOVED, "Haven Rotterdam, Voortgang"),
    ]
    assert [run.text.strip() for run in found[0].runs if run.kind is not RunKind.EQUAL] == ["derde", "vierde"]
    assert issue_changes(sample(), sample(imprint=None)) == []
