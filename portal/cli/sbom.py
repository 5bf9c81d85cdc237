"""The bill of materials: everything of others that the portal runs on or is made with, as CycloneDX.

Made from the locks alone, so that it says what is pinned and not what happens to be on one machine.
"""

import base64
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

import click

_ROOT = Path(__file__).resolve().parents[2]
_PIN = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\]+))?"
)
_HASH = re.compile(r"--hash=sha256:(?P<mark>[0-9a-f]{64})")
# Tools for tests and for building are named as well, and marked as no part of what runs.
_LOCKS = (("runtime.txt", "required"), ("test.txt", "excluded"), ("node.txt", "excluded"))


@click.command()
@click.option("--output", type=click.Path(path_type=Path), help="Schrijf naar dit bestand.")
def sbom(output: Path | None) -> None:
    """Maak de stuklijst (SBOM, CycloneDX) van alle onderdelen van anderen."""
    text = json.dumps(bill(), ensure_ascii=False, indent=2) + "\n"
    if output is None:
        click.echo(text, nl=False)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="utf-8")
    click.echo(f"{output}: {len(bill()['components'])} onderdelen.")


def bill(root: Path = _ROOT) -> dict[str, Any]:
    """Return the bill of materials; the same locks give the same bill."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = {each["bom-ref"]: each for each in _components(root)}
    components = [found[ref] for ref in sorted(found)]
    mark = uuid5(NAMESPACE_URL, json.dumps(components, sort_keys=True))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{mark}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": project["name"],
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": components,
    }


def _components(root: Path) -> Iterator[dict[str, Any]]:
    # What runs comes last: a library that tests use as well is part of what runs.
    for name, scope in reversed(_LOCKS):
        yield from _pinned((root / "requirements" / name).read_text(encoding="utf-8"), scope)
    yield from _packages(json.loads((root / "package-lock.json").read_text(encoding="utf-8")))


def _pinned(lock: str, scope: str) -> Iterator[dict[str, Any]]:
    for entry in re.split(r"\n(?=\S)", lock):
        pin = _PIN.match(entry)
        if pin is None:
            continue
        name, version = pin["name"].lower(), pin["version"]
        marks = sorted(found["mark"] for found in _HASH.finditer(entry))
        # One hash for each form in which a release is published; one of these is what was installed.
        properties = [{"name": "portal:sha256", "value": mark} for mark in marks]
        if pin["marker"]:
            properties.append({"name": "portal:waar", "value": pin["marker"].strip()})
        purl = f"pkg:pypi/{quote(name)}@{quote(version)}"
        yield _component(purl, name, version, scope) | {"properties": properties}


def _packages(lock: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for place, entry in lock["packages"].items():
        if not place:
            continue
        name = place.rpartition("node_modules/")[2]
        purl = f"pkg:npm/{quote(name, safe='/')}@{quote(entry['version'])}"
        component = _component(purl, name, entry["version"], "excluded")
        if licence := entry.get("license"):
            component["licenses"] = [{"expression": licence}]
        kind, _dash, mark = entry["integrity"].partition("-")
        component["hashes"] = [
            {"alg": {"sha512": "SHA-512", "sha1": "SHA-1"}[kind], "content": base64.b64decode(mark).hex()}
        ]
        yield component


def _component(purl: str, name: str, version: str, scope: str) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "scope": scope,
        "purl": purl,
    }
