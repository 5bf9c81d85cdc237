"""Which networks a wide page shows: all of them, or a page of those that ask most attention (ADR 46)."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from flask_babel import gettext as _

from portal.queries.networks import NetworkLine
from portal.web import listing
from portal.web.listing import PAGE_SIZE, Page, page_number

Row = TypeVar("Row")
AS_PLANNED = "plan"


@dataclass(frozen=True)
class NetworkPage(Generic[Row]):
    """The networks that stand on a page, out of all."""

    page: Page[Row]
    everything: int
    """How many networks there are, whatever was searched for."""
    words: str = ""
    order: str = ""

    @property
    def rows(self) -> Sequence[Row]:
        """The networks shown."""
        return self.page.rows

    @property
    def parted(self) -> bool:
        """Whether there are more networks than stand on a page."""
        return self.everything > PAGE_SIZE

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked for, for links to other pages."""
        asked = {"q": self.words, "volgorde": self.order}
        return {name: value for name, value in asked.items() if value}

    @property
    def key(self) -> Hashable:
        """What sets this page apart from others of the same reader."""
        return (self.page.number, self.words, self.order)

    @property
    def orders(self) -> list[tuple[str, str]]:
        """The orders one can choose."""
        return [("", _("Wat aandacht vraagt eerst")), (AS_PLANNED, _("De volgorde van het plan"))]


def network_page(
    planned: Sequence[Row],
    by_attention: Callable[[], Sequence[Row]],
    network_of: Callable[[Row], NetworkLine],
) -> NetworkPage[Row]:
    """Return all networks in the order of the plan; of many the page, the order and the names asked for."""
    everything = len(planned)
    if everything <= PAGE_SIZE:
        return NetworkPage(Page(planned, 1, everything), everything)
    order, words = listing.chosen("volgorde", (AS_PLANNED,)), listing.search_words()
    rows = planned if order else by_attention()
    found = [row for row in rows if _is_called(network_of(row), words)]
    page: Page[Row] = Page((), 1, len(found))
    page = replace(page, number=min(page_number(), page.count))
    start = (page.number - 1) * PAGE_SIZE
    return NetworkPage(replace(page, rows=found[start : start + PAGE_SIZE]), everything, words, order)


def _is_called(network: NetworkLine, words: str) -> bool:
    names = f"{network.title} {network.short_title}".casefold()
    return all(word in names for word in words.casefold().split())
