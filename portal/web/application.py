"""The kind of application the portal is: Flask, with addresses made once and templates that begin quickly."""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.globals import request_ctx
from flask.templating import Environment
from werkzeug.routing import MapAdapter

_MOST = 10_000
"""So many addresses a process keeps; when there are more it begins anew."""


class _Templates(Environment):
    """Templates that all have the same globals, in one dictionary.

    Jinja would give each its own layer upon them, and walk through both for every page, import and include.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template."""
        return super().make_globals(d) if d else self.globals


class Portal(Flask):
    """An application that keeps the addresses it made: a list asks for hundreds of them in every request."""

    jinja_environment = _Templates

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # Every template stays: there are as many as there are files.
        self.jinja_options = {"cache_size": -1}
        self._addresses: dict[object, str] = {}

    def url_for(
        self,
        /,
        endpoint: str,
        *,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        """Return the address of a page; one that depends on more than its values is made anew."""
        try:
            adapter = request_ctx.url_adapter
        except RuntimeError:
            adapter = None
        if adapter is None or endpoint[:1] == "." or _scheme or _external is not None:
            return super().url_for(endpoint, _scheme=_scheme, _external=_external, **values)
        key = _key(adapter, endpoint, values)
        try:
            return self._addresses[key]
        except TypeError:
            # A list of values has no place in a dictionary.
            return super().url_for(endpoint, **values)
        except KeyError:
            if len(self._addresses) >= _MOST:
                self._addresses.clear()
            address = self._addresses[key] = super().url_for(endpoint, **values)
            return address


def _key(adapter: MapAdapter, endpoint: str, values: dict[str, Any]) -> object:
    """Return what an address is made of; 1 and True are equal in Python and not in an address."""
    kinds = tuple(map(type, values.values()))
    return adapter.default_method, adapter.script_name, endpoint, tuple(values.items()), kinds
