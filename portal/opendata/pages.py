"""Reading a whole list, whether or not the source tells where the next page is."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.opendata.address import next_address
from portal.opendata.errors import StrangeAnswerError
from portal.opendata.query import Question
from portal.opendata.transport import Deadline, Transport

MOST_PAGES = 30


@dataclass
class Listed:
    """The rows of a list, and whether they are all there are."""

    rows: list[Mapping[str, Any]] = field(default_factory=list)
    counted: int | None = None
    """How many the source says there are."""
    cut: bool = False
    """Whether we stopped before the end."""
    pages: int = 0
    taken: int = 0
    """How many rows came, also those that came twice."""

    @property
    def complete(self) -> bool:
        """Whether nothing is missing, as far as the source tells."""
        return not self.cut and (self.counted is None or len(self.rows) >= self.counted)


@dataclass(frozen=True)
class _Page:
    rows: list[Any]
    counted: int | None
    following: str


def read_list(
    transport: Transport, base: str, question: Question, top: int, deadline: Deadline, most: int = MOST_PAGES
) -> Listed:
    """Read every page of a list: along the links of the source, and where those end by counting on."""
    listed = Listed()
    going = True
    while going:
        before = listed.taken
        address = question.address(base, top=top, skip=before)
        _read_window(transport, address, listed, deadline, most)
        came = listed.taken - before
        # A page that is not full is the last one, unless the source counted more than came.
        more = came == top if listed.counted is None else listed.taken < listed.counted
        listed.cut = listed.cut or (more and came > 0 and listed.pages >= most)
        going = more and came > 0 and not listed.cut
    listed.rows = list(_unique(listed.rows))
    return listed


def _read_window(transport: Transport, address: str, listed: Listed, deadline: Deadline, most: int) -> None:
    """Read one page and the pages it refers to."""
    seen = {address}
    while address:
        if listed.pages >= most:
            listed.cut = True
            return
        asked, page = address, _page(transport.get(address, deadline))
        listed.pages += 1
        listed.taken += len(page.rows)
        listed.rows += [row for row in page.rows if isinstance(row, Mapping)]
        listed.counted = page.counted if page.counted is not None else listed.counted
        address = next_address(asked, page.following, transport.hosts) if page.following else ""
        if address in seen:
            raise StrangeAnswerError("de pagina’s van de bron gaan in een kring")
        seen.add(address)


def _page(content: bytes) -> _Page:
    answer = parsed(content)
    value = answer.get("value")
    if not isinstance(value, list):
        raise StrangeAnswerError("het antwoord bevat geen lijst")
    counted = answer.get("@odata.count")
    following = answer.get("@odata.nextLink")
    return _Page(
        value,
        counted if isinstance(counted, int) and not isinstance(counted, bool) and counted >= 0 else None,
        following if isinstance(following, str) else "",
    )


def parsed(content: bytes) -> Mapping[str, Any]:
    """Return an answer that is one JSON object; raises StrangeAnswerError."""
    try:
        answer = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise StrangeAnswerError("het antwoord is geen JSON") from None
    if not isinstance(answer, Mapping):
        raise StrangeAnswerError("het antwoord heeft een andere vorm")
    return answer


def _unique(rows: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield each row once: a list that grows while it is read gives the same row on two pages."""
    seen: set[str] = set()
    for row in rows:
        number = row.get("Id")
        if isinstance(number, str) and number in seen:
            continue
        if isinstance(number, str):
            seen.add(number)
        yield row


def _no_number(_words: str) -> None:
    raise ValueError("no number")
