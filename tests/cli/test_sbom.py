"""The bill of materials names everything in the locks, and is the same each time."""

import json
from pathlib import Path

from click.testing import CliRunner

from portal.cli.sbom import bill, sbom


def test_it_names_what_runs_and_what_it_is_made_with() -> None:
    made = bill()
    found = {each["purl"]: each for each in made["components"]}
    flask = next(each for purl, each in found.items() if purl.startswith("pkg:pypi/flask@"))
    assert flask["scope"] == "required"
    assert flask["properties"]
    pytest_ = next(each for purl, each in found.items() if purl.startswith("pkg:pypi/pytest@"))
    assert pytest_["scope"] == "excluded"
    icons = next(each for purl, each in found.items() if purl.startswith("pkg:npm/%40tabler/icons@"))
    assert icons["hashes"][0]["alg"] == "SHA-512"
    assert len(icons["hashes"][0]["content"]) == 128
    assert made["metadata"]["component"]["licenses"] == [{"license": {"id": "EUPL-1.2"}}]


def test_nothing_of_the_locks_is_left_out() -> None:
    root = Path(__file__).resolve().parents[2]
    pins = {
        line.partition(" ")[0].partition("[")[0].lower()
        for name in ("runtime.txt", "test.txt", "node.txt")
        for line in (root / "requirements" / name).read_text(encoding="utf-8").splitlines()
        if "==" in line and not line.startswith((" ", "#"))
    }
    packages = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    named = [each["purl"] for each in bill()["components"]]
    python = {purl.removeprefix("pkg:pypi/").replace("@", "==") for purl in named if "pypi" in purl}
    assert {pin.partition("==")[0] for pin in pins} == {name.partition("==")[0] for name in python}
    assert len([purl for purl in named if "npm" in purl]) == len(
        {
            (place.rpartition("node_modules/")[2], entry["version"])
            for place, entry in packages.items()
            if place
        }
    )
    assert len(named) == len(set(named))


def test_the_command_writes_the_same_file_twice(tmp_path: Path) -> None:
    for name in ("een.json", "twee.json"):
        answer = CliRunner().invoke(sbom, ["--output", str(tmp_path / "map" / name)])
        assert answer.exit_code == 0
        assert "onderdelen" in answer.output
    one, two = ((tmp_path / "map" / name).read_bytes() for name in ("een.json", "twee.json"))
    assert one == two
    assert json.loads(one)["specVersion"] == "1.6"
    assert json.loads(CliRunner().invoke(sbom, []).output)["bomFormat"] == "CycloneDX"
