"""One page of a list, within the pages there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from portal.web.listing import PAGE_SIZE, Page, Sort, page_number

Row = TypeVar("Row")


def page_of(total: int, rows: Callable[[int, int], Sequence[Row]]) -> Page[Row]:
    """Return the page asked for; a number past the end gives the last page. `rows` takes limit and offset."""
    page: Page[Row] = Page((), 1, total)
    page = replace(page, number=min(page_number(), page.count))
    return replace(page, rows=rows(PAGE_SIZE, (page.number - 1) * PAGE_SIZE))


@dataclass(frozen=True)
class ListAddress:
    """The address of a list with its filters and order, for links to other pages and orders of it."""

    endpoint: str
    chosen: dict[str, str]
    sort: Sort

    @property
    def filters(self) -> dict[str, str]:
        """The filters that are on."""
        return {name: value for name, value in self.chosen.items() if value}

    @property
    def arguments(self) -> dict[str, str]:
        """Everything but the page."""
        minus = "-" if self.sort.descending else ""
        return {**self.filters, "sorteer": f"{minus}{self.sort.column}"}

    @property
    def heads(self) -> dict[str, Any]:
        """What the heads of the table need to become links."""
        return {
            "endpoint": self.endpoint,
            "args": self.filters,
            "key": self.sort.column,
            "descending": self.sort.descending,
        }
