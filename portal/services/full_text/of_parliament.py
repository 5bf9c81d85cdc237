"""What can be found of what the Kamer asked, and of what was answered."""

from collections.abc import Iterator

from portal.domain.full_text import FoundKind, Guard
from portal.domain.issued import issue_name
from portal.domain.parliament import RegisterKind
from portal.models import Ask, IssuedDocument, LegislationTrack, Letter, RegisterItem
from portal.services.full_text.text import Text, Titled

_KINDS = {
    RegisterKind.MOTIE: FoundKind.MOTIE,
    RegisterKind.TOEZEGGING: FoundKind.TOEZEGGING,
    RegisterKind.COALITION_PASSAGE: FoundKind.COALITION,
    RegisterKind.RECOMMENDATION: FoundKind.RECOMMENDATION,
}


def of_item(item: RegisterItem) -> Iterator[Text]:
    """Yield a motie, promise, passage or recommendation; what the office notes for itself is not in it."""
    if item.retired_on is not None:
        return
    yield Text(
        _KINDS[item.item_kind],
        item.title,
        (", ".join(item.submitters), item.note, item.source_words, item.kamer_status),
        {"code": item.code},
        as_of=item.voted_on,
        names=f"{item.reference} {item.external_number}",
    )


def of_ask(ask: Ask) -> Iterator[Text]:
    """Yield one separate thing that was asked, with what a letter says of it."""
    if ask.retired_on is not None or ask.item.retired_on is not None:
        return
    yield Text(
        FoundKind.ASK,
        ask.item.title,
        (ask.text, ask.response, ask.source_words),
        {"code": ask.code},
        as_of=ask.added_at and ask.added_at.date(),
        titled=Titled.COUNTS,
    )


def of_letter(letter: Letter) -> Iterator[Text]:
    """Yield a letter and each passage of it that was not taken back."""
    if letter.retracted_at is not None:
        return
    names = f"{letter.reference} {letter.kamerstuk} {letter.code}"
    address = {"code": letter.code}
    yield Text(FoundKind.LETTER, letter.title, (), address, as_of=letter.sent_on, names=names)
    for passage in letter.passages:
        if passage.retracted_at is None:
            anchor = {**address, "_anchor": f"passage-{passage.number}"}
            said = (passage.section, passage.text)
            yield Text(
                FoundKind.LETTER, letter.title, said, anchor, as_of=letter.sent_on, titled=Titled.SHOWN
            )


def of_issued(issued: IssuedDocument) -> Iterator[Text]:
    """Yield a document that was issued, a text for each of its parts: none gets too long to find words in."""
    name = issue_name(issued.kind, issued.year, issued.number)
    for number, part in enumerate(_parts(issued)):
        yield Text(
            FoundKind.ISSUED,
            issued.title,
            part,
            {"name": name},
            Guard.ISSUED,
            audience=issued.audience,
            period_id=issued.period_id,
            as_of=issued.as_of,
            titled=Titled.SHOWN if number else Titled.LIFTS,
            names=name,
        )


def _parts(issued: IssuedDocument) -> Iterator[list[str]]:
    part: list[str] = []
    for block in issued.content.get("blocks", []):
        if block["type"] == "heading" and part:
            yield part
            part = []
        rows = (" ".join(row["cells"]) for row in block.get("rows", []))
        part += [*(block.get(name, "") for name in ("text", "title", "description", "caption")), *rows]
    yield part


def of_law(track: LegislationTrack) -> Iterator[Text]:
    """Yield a change of the law with the steps it made."""
    steps = [words for step in track.steps for words in (step.source, step.note)]
    yield Text(
        FoundKind.LAW,
        track.title,
        (track.description, *steps),
        {"code": track.code},
        as_of=track.steps[-1].since if track.steps else track.added_at.date(),
    )
