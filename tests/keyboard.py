"""A person without a mouse: looks where the focus is, presses keys, and counts them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Page

FAR = 120
"""So many times Tab without getting there is a failure of the page."""
FOCUSED = """() => {
  const here = document.activeElement;
  const words = here.labels?.length ? here.labels[0].innerText : here.innerText;
  const group = here.closest("fieldset")?.querySelector("legend")?.innerText ?? "";
  return [words ?? "", here.type === "radio" ? group : ""].map((each) => each.trim());
}"""


@dataclass
class Effort:
    """What a piece of work costs somebody at the keyboard."""

    loads: int = 0
    keys: int = 0
    """Tab, Enter, Space and arrows."""
    letters: int = 0
    choices: int = 0
    """How often somebody decided where to go; the tabs on the way there are no decision."""
    texts: int = 0
    numbers: int = 0

    def since(self, before: "Effort") -> "Effort":
        """Return what was added."""
        return Effort(**{name: value - getattr(before, name) for name, value in vars(self).items()})


@dataclass
class Keyboard:
    """The keys, and the page they work on."""

    page: Page
    spent: Effort = field(default_factory=Effort)
    parts: list[tuple[str, Effort]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Count pages from now on."""
        self.page.on("load", self._loaded)

    def _loaded(self, _page: Page) -> None:
        self.spent.loads += 1

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Keep the effort of this block apart."""
        before = Effort(**vars(self.spent))
        yield
        self.parts.append((name, self.spent.since(before)))

    def press(self, key: str) -> None:
        """Press one key, or keys held together."""
        self.page.keyboard.press(key)
        self.spent.keys += key.count("+") + 1

    def focused(self) -> tuple[str, str]:
        """Return the words of what has the focus, and of the group of a radio button."""
        words, group = self.page.evaluate(FOCUSED)
        return words, group

    def seek(self, words: str, *, group: str = "", back: bool = False) -> None:
        """Press Tab until the focus is at something that begins with these words, or in this group."""
        self.spent.choices += 1
        seen = []
        for _time in range(FAR):
            self.press("Shift+Tab" if back else "Tab")
            here, its_group = self.focused()
            if its_group.startswith(group) if group else here.casefold().startswith(words.casefold()):
                return
            seen.append(here[:30])
        raise AssertionError(f"{words or group} is not within {FAR} stops: {seen}")

    def skip(self) -> None:
        """Go past the header with the link that is there for that; after saving a form one is past it."""
        if self.page.evaluate("document.activeElement.id") != "inhoud":
            self.seek("Naar de inhoud")
            self.press("Enter")

    def follow(self, words: str, *, back: bool = False) -> None:
        """Go to a link or a button, press Enter and wait for the page."""
        self.seek(words, back=back)
        with self.page.expect_event("load"):
            self.press("Enter")

    def choose(self, option: str, group: str) -> None:
        """Choose one of a group that has no choice yet."""
        self.seek("", group=group)
        if self.focused()[0] == option:
            self.press("Space")
        while self.focused()[0] != option:
            self.press("ArrowDown")

    def write(self, label: str, words: str) -> None:
        """Add words at the end of what a field holds."""
        self.seek(label)
        self.press("Control+End")
        self._type(words)
        self.spent.texts += 1

    def put(self, label: str, amount: int) -> None:
        """Type a number in an empty field."""
        self.seek(label)
        self._type(str(amount))
        self.spent.numbers += 1

    def _type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.spent.letters += len(words)
