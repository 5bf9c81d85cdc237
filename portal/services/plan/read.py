"""Reading the plan files; every mistake is reported with file, line and reason."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import ConstructorError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from portal.domain.plan import FILES, Finding, Plan, PlanError, check
from portal.domain.plan import Path as Steps
from portal.domain.plan.entry import PlanModel
from portal.domain.plan.messages import reason

DUPLICATE_KEY = re.compile(r'found duplicate key "([^"]*)"')
SYNTAX = "Dit is geen geldige YAML. Kijk naar inspringing, aanhalingstekens en haakjes, ook vlak erboven."
IMPOSSIBLE_DATE = "Deze datum bestaat niet. Hier hoort een datum, zoals 2022-11-04."


def check_plan(folder: Path) -> Plan:
    """Return the plan in a folder; raise PlanError with everything that is wrong."""
    findings = _unknown_files(folder)
    trees: dict[str, Any] = {}
    contents: dict[str, PlanModel] = {}
    for name, model in FILES.items():
        try:
            trees[name] = _parse(folder, name)
            contents[name] = _validate(name, trees[name], model)
        except PlanError as error:
            findings.extend(error.findings)
    if not findings:
        plan = Plan(contents)
        findings = [
            replace(finding, line=line_of(trees[finding.file], finding.path)) for finding in check(plan)
        ]
        if not findings:
            return plan
    raise PlanError(findings)


def line_of(tree: Any, path: Steps) -> int:
    """Return the line of a path in a file, or of the nearest place above it that exists."""
    line = 1
    for step in path:
        try:
            position = (tree.lc.item if isinstance(step, int) and hasattr(tree, "append") else tree.lc.key)(
                step
            )
            tree = tree[step]
        except (AttributeError, IndexError, KeyError, TypeError):
            break
        line = position[0] + 1
    return line


def _unknown_files(folder: Path) -> list[Finding]:
    if not folder.is_dir():
        raise PlanError([Finding(str(folder), None, (), "Deze map bestaat niet.")])
    found = sorted(path.name for path in folder.iterdir() if path.suffix in {".yaml", ".yml"})
    return [
        Finding(name, None, (), "Dit bestand hoort niet bij het plan.") for name in found if name not in FILES
    ]


def _parse(folder: Path, name: str) -> Any:
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PlanError([Finding(name, None, (), "Dit bestand ontbreekt.")]) from None
    except UnicodeDecodeError:
        raise PlanError([Finding(name, None, (), "Dit bestand is geen UTF-8.")]) from None
    except OSError:
        raise PlanError([Finding(name, None, (), "Dit bestand is niet te lezen.")]) from None
    try:
        tree = load_yaml(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PlanError([Finding(name, mark.line + 1 if mark else None, (), _syntax(error))]) from None
    except (YAMLError, RecursionError):
        raise PlanError([Finding(name, None, (), SYNTAX)]) from None
    if not isinstance(tree, Mapping):
        raise PlanError([Finding(name, 1, (), "Dit bestand hoort uit sleutels met waarden te bestaan.")])
    return tree


class _Constructor(RoundTripConstructor):
    """Reads YAML, and says where a date stands that does not exist."""

    def construct_yaml_timestamp(self, node: Any, values: Any = None) -> Any:
        try:
            return super().construct_yaml_timestamp(node, values)
        except ValueError:
            raise ConstructorError(None, None, IMPOSSIBLE_DATE, node.start_mark) from None


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", _Constructor.construct_yaml_timestamp)


def load_yaml(text: str) -> Any:
    """Return what a text says, with the line of every key and value."""
    yaml = YAML(typ="rt")
    yaml.Constructor = _Constructor
    return yaml.load(text)


def _syntax(error: MarkedYAMLError) -> str:
    if error.problem == IMPOSSIBLE_DATE:
        return IMPOSSIBLE_DATE
    duplicate = DUPLICATE_KEY.search(error.problem or "")
    return f"De sleutel '{duplicate[1]}' staat er twee keer." if duplicate else SYNTAX


def _validate(name: str, tree: Any, model: type[PlanModel]) -> PlanModel:
    try:
        return model.model_validate(_plain(tree))
    except ValidationError as error:
        findings = []
        for detail in error.errors(include_url=False):
            path = tuple(step for step in detail["loc"] if step != "[key]")
            message = reason(detail["type"], detail["msg"], detail.get("ctx", {}))
            findings.append(Finding(name, line_of(tree, path), path, message))
        raise PlanError(findings) from None


def _plain(value: Any) -> Any:
    """Return the values without what ruamel.yaml remembers about their layout."""
    if isinstance(value, Mapping):
        return {_plain(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(_plain(item) for item in value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    return value
