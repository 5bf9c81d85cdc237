"""Reading the forms of a page as a browser would send them."""

import re
from html.parser import HTMLParser

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def token_of(page: str) -> str:
    """Return the token against forged requests that stands in a page."""
    found = _TOKEN.search(page)
    if found is None:
        raise LookupError("no form on this page")
    return found.group(1)


class _Forms(HTMLParser):
    """Reads the fields of each form, with what is filled in."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self._area: str | None = None
        self._choice: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.forms.append({})
        elif not self.forms:
            return
        elif tag == "input" and name:
            if given.get("type") not in {"radio", "checkbox", "submit"} or "checked" in given:
                self.forms[-1][name] = given.get("value", "")
        elif tag == "textarea":
            self._area = name
            self.forms[-1][name] = ""
        elif tag == "select":
            self._choice = name
        elif tag == "option" and self._choice and ("selected" in given or self._choice not in self.forms[-1]):
            self.forms[-1][self._choice] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1][self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            # A browser leaves out the line break right behind the tag.
            self.forms[-1][self._area] = self.forms[-1][self._area].removeprefix("\n")
            self._area = None
        elif tag == "select":
            self._choice = None


def form_with(page: str, field: str) -> dict[str, str]:
    """Return the fields of the form that has this field, as they are filled in."""
    reader = _Forms()
    reader.feed(page)
    return next(form for form in reader.forms if field in form)
