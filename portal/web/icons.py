"""Icons as pages show them; a page has dozens, so each is drawn once in a process."""

from functools import lru_cache

from markupsafe import Markup

from portal.web.assets import asset

_MOST = 2_048
_ICON = Markup(
    '<svg class="p-icon {}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-linecap="round" stroke-linejoin="round"{}'
)
_ALONE = Markup(' role="img" aria-label="{}"')
_BESIDE_WORDS = Markup(' aria-hidden="true"')
_USE = Markup(' focusable="false"><use href="{}#{}"></use></svg>')


@lru_cache(_MOST)
def icon(name: str, label: str | None = None, **look: str) -> Markup:
    """Return an icon; it has a label only where it stands alone, and `class` adds to how it looks."""
    role = _ALONE.format(label) if label else _BESIDE_WORDS
    return _ICON.format(look.get("class", ""), role) + _USE.format(asset("icons.svg"), name)
