"""Two people who saved the same part: what differs, whose text stays, and how both go together."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Any

from wtforms import Field, HiddenField, TextAreaField

from portal.forms.base import VersionForm

CHOICE = "keuze-"
"""Before the name of a field: which of the two texts is to stay."""


class Keep(StrEnum):
    """Which text stays."""

    OWN = "mijn"
    SAVED = "opgeslagen"
    BOTH = "allebei"


@dataclass(frozen=True)
class Difference:
    """One field that somebody filled in otherwise than it was saved meanwhile."""

    field: Field
    own: Any
    saved: Any
    advice: Keep

    @property
    def name(self) -> str:
        """How the choice is called in the form."""
        return f"{CHOICE}{self.field.name}"

    @property
    def options(self) -> list[Keep]:
        """What can be chosen: only texts can stand below each other."""
        return list(Keep) if isinstance(self.field, TextAreaField) else [Keep.OWN, Keep.SAVED]


class MergingForm(VersionForm):
    """A form that remembers what it began with, so that one sees who changed what."""

    basis = HiddenField(name="uitgangspunt")
    names: tuple[str, ...] = ()
    """The fields that two people can fill in differently."""

    def put(self, version: int, saved: Mapping[str, Any]) -> None:
        """Put what is saved in the fields."""
        self.version.data = version
        self.basis.data = basis_of(saved)
        for name in self.names:
            self[name].data = saved[name]

    def own(self) -> dict[str, Any]:
        """Return what was filled in, by field."""
        return {name: self[name].data for name in self.names}

    def differences(self, saved: Mapping[str, Any]) -> list[Difference]:
        """Return each field that differs, with advice on what to keep."""
        basis = _read_basis(self.basis.data or "")
        return [
            Difference(self[name], own, saved[name], self._advice(name, own, saved[name], basis.get(name)))
            for name, own in self.own().items()
            if plain(own) != plain(saved[name])
        ]

    def merge(self, saved: Mapping[str, Any], choices: Mapping[str, str]) -> None:
        """Fill the fields with what was chosen for each; a field without a choice keeps the own text."""
        for name, own in self.own().items():
            wanted = choices.get(f"{CHOICE}{self[name].name}")
            if wanted == Keep.SAVED:
                self._fill(name, saved[name])
            elif wanted == Keep.BOTH and isinstance(self[name], TextAreaField):
                self._fill(name, both(plain(saved[name]), plain(own)))

    def _fill(self, name: str, value: Any) -> None:
        self[name].data, self[name].raw_data = value, [shown(value)]

    def _advice(self, name: str, own: Any, saved: Any, began: str | None) -> Keep:
        """Advise the text that was changed; where both were, both texts, or the own choice."""
        if began == _digest(own):
            return Keep.SAVED
        if began == _digest(saved):
            return Keep.OWN
        return Keep.BOTH if isinstance(self[name], TextAreaField) else Keep.OWN


def both(saved: str, own: str) -> str:
    """Return two texts below each other, or the longer where it holds the other."""
    if own in saved:
        return saved
    return own if saved in own else f"{saved}\n\n{own}"


def plain(value: Any) -> str:
    """Return a value so that the same thing always reads the same."""
    if value is None:
        return ""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def shown(value: Any) -> str:
    """Return a value as it would have been typed."""
    return plain(value).replace(".", ",") if isinstance(value, Decimal) else plain(value)


def basis_of(saved: Mapping[str, Any]) -> str:
    """Return a mark of each value, to know later which of them was changed."""
    return " ".join(f"{name}:{_digest(value)}" for name, value in saved.items())


def _read_basis(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split())
    return {name: mark for name, _colon, mark in pairs}


def _digest(value: Any) -> str:
    return sha256(plain(value).encode("utf-8", "replace")).hexdigest()[:10]
