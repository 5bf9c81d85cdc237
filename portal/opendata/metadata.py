"""Whether the source still has every field that the portal asks, by its own description."""

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from portal.opendata.dialect import Dialect, Entity
from portal.opendata.errors import StrangeAnswerError


def missing_fields(description: bytes, dialect: Dialect) -> list[str]:
    """Return what the portal asks and the source does not describe, each as Set.Field."""
    known = _fields_by_type(description)
    return [f"{entity}.{name}" for entity in Entity for name in _unknown(entity, dialect, known)]


def _unknown(entity: Entity, dialect: Dialect, known: Mapping[str, set[str]]) -> Iterator[str]:
    fields = known.get(entity.value, set())
    yield from (name for name in dialect.names(entity).values() if name not in fields)


def _fields_by_type(description: bytes) -> dict[str, set[str]]:
    """Return the fields of each type with those of the type it extends; raises StrangeAnswerError."""
    own: dict[str, set[str]] = {}
    extends: dict[str, str] = {}
    for element in _root(description).iter():
        if _local(element.tag) != "EntityType":
            continue
        name = element.get("Name", "")
        own[name] = {
            each.get("Name", "") for each in element if _local(each.tag) in {"Property", "NavigationProperty"}
        }
        extends[name] = element.get("BaseType", "").rpartition(".")[2]
    return {name: _with_inherited(name, own, extends) for name in own}


def _with_inherited(name: str, own: Mapping[str, set[str]], extends: Mapping[str, str]) -> set[str]:
    found: set[str] = set()
    seen: set[str] = set()
    while name in own and name not in seen:
        seen.add(name)
        found |= own[name]
        name = extends[name]
    return found


def _root(description: bytes) -> ET.Element:
    # Definitions in XML can grow without end; a description of a service needs none.
    if b"<!DOCTYPE" in description or b"<!ENTITY" in description or b"\x00" in description:
        raise StrangeAnswerError("de beschrijving bevat eigen definities")
    try:
        return ET.fromstring(description)  # noqa: S314 - refused above
    except ET.ParseError:
        raise StrangeAnswerError("de beschrijving is geen XML") from None


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
