"""The language of the portal: its texts are found once in each process, not anew for every text."""

from functools import cached_property, lru_cache
from typing import Any

from babel.support import NullTranslations
from flask import Flask
from flask_babel import Babel, Domain, gettext
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

LANGUAGE = "nl"
ZONE = "Europe/Amsterdam"
_MOST = 8_192


class _Texts(Domain):  # type: ignore[misc]
    """The texts of the only language; a second one would have to ask here who reads, and in `_unfilled`."""

    @cached_property
    def _found(self) -> NullTranslations:
        found: NullTranslations = super().get_translations()
        return found

    def get_translations(self) -> NullTranslations:
        """Return the translations, the same for everybody."""
        return self._found


class _Language(Babel):  # type: ignore[misc]
    @cached_property
    def domain_instance(self) -> _Texts:
        """Return where texts are found."""
        return _Texts(domain=self.domain)


def init_app(app: Flask) -> None:
    """Let the application and its templates speak the language."""
    _Language(app, default_locale=LANGUAGE, default_timezone=ZONE)
    app.jinja_env.globals.update(gettext=_translated, _=_translated)


@pass_eval_context
def _translated(context: EvalContext, text: str, **values: Any) -> str:
    """Return a text on a page: what is filled in is escaped, the text itself is ours."""
    if not context.autoescape:
        return str(gettext(text)) % values
    return _unfilled(text) % values if values else _plain(text)


@lru_cache(_MOST)
def _unfilled(text: str) -> Markup:
    return Markup(gettext(text))  # noqa: S704 - written by us, and never by who uses the portal


@lru_cache(_MOST)
def _plain(text: str) -> Markup:
    """Return a text without places to fill in; a percent sign is written twice there as well."""
    return _unfilled(text) % {}
