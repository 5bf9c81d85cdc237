"""What stands nowhere in the source: constructions that let text of people run, or secrets be guessed.

Each rule is one sentence and looks at every file, so that also tomorrow's file keeps to it.
"""

import ast
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sorted([*ROOT.glob("portal/**/*.py"), *ROOT.glob("config/**/*.py"), ROOT / "wsgi.py"])
SCRIPTS = sorted(ROOT.glob("assets/src/**/*.js"))
STYLES = sorted(ROOT.glob("assets/src/**/*.css"))
TEMPLATES = sorted(ROOT.glob("templates/**/*.html"))

CODE_FROM_TEXT = {"eval", "exec", "compile", "__import__"}
UNSAFE_MODULES = {"pickle", "marshal", "shelve", "dill", "telnetlib", "ftplib", "xmlrpc", "jsonpickle"}
WEAK_HASHES = {"md5", "sha1", "new"}


@cache
def parsed() -> list[tuple[Path, list[ast.AST]]]:
    """Every file of Python with its nodes, read once."""
    return [(file, list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))) for file in PYTHON]


def name_of(call: ast.Call) -> str:
    return ast.unparse(call.func)


def calls(nodes: list[ast.AST]) -> Iterator[ast.Call]:
    return (node for node in nodes if isinstance(node, ast.Call))


def imported(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def runs_text(nodes: list[ast.AST]) -> bool:
    """Text becomes code."""
    return any(name_of(call) in CODE_FROM_TEXT for call in calls(nodes))


def uses_a_shell(nodes: list[ast.AST]) -> bool:
    """A command goes through a shell, where text could become a command."""
    return any(
        name_of(call) in {"os.system", "os.popen"}
        or any(
            keyword.arg == "shell"
            and not (isinstance(keyword.value, ast.Constant) and not keyword.value.value)
            for keyword in call.keywords
        )
        for call in calls(nodes)
    )


def unpacks_objects(nodes: list[ast.AST]) -> bool:
    """Bytes become objects of any kind, or a protocol without a lock is spoken."""
    return any(module.partition(".")[0] in UNSAFE_MODULES for module in imported(nodes))


def hashes_weakly(nodes: list[ast.AST]) -> bool:
    """A hash that can be made on purpose."""
    return any(
        name_of(call).startswith("hashlib.") and name_of(call).partition(".")[2] in WEAK_HASHES
        for call in calls(nodes)
    )


def guesses(nodes: list[ast.AST]) -> bool:
    """Chance from a source that can be guessed."""
    return "random" in set(imported(nodes))


def makes_a_template_of_text(nodes: list[ast.AST]) -> bool:
    """A template out of a text that is not a file of ours."""
    return any(name_of(call).endswith(("render_template_string", "env.from_string")) for call in calls(nodes))


def trusts_any_certificate(nodes: list[ast.AST]) -> bool:
    """A connection that takes any certificate."""
    for call in calls(nodes):
        if name_of(call).endswith("_create_unverified_context"):
            return True
        for keyword in call.keywords:
            value = keyword.value
            if keyword.arg == "verify" and isinstance(value, ast.Constant) and value.value is False:
                return True
            if keyword.arg == "cert_reqs" and "NONE" in ast.unparse(value):
                return True
    return False


def words_of_ours(nodes: list[ast.AST]) -> set[str]:
    """The variables that run over words written in the code itself."""
    return {
        ast.unparse(node.target)
        for node in nodes
        if isinstance(node, ast.For)
        and isinstance(node.iter, ast.Tuple | ast.List | ast.Set)
        and all(isinstance(each, ast.Constant) for each in node.iter.elts)
    }


def puts_text_in_sql(nodes: list[ast.AST]) -> bool:
    """A statement in which anything but the name of a table or a word of ours is written out."""
    ours = words_of_ours(nodes)
    for call in calls(nodes):
        if name_of(call) not in {"sa.text", "sqlalchemy.text"} or not call.args:
            continue
        statement = call.args[0]
        if isinstance(statement, ast.JoinedStr):
            parts = [part.value for part in statement.values if isinstance(part, ast.FormattedValue)]
            written = {ast.unparse(part) for part in parts} - ours
            if any(not part.endswith("__tablename__") for part in written):
                return True
        elif isinstance(statement, ast.BinOp) or (
            isinstance(statement, ast.Call) and name_of(statement).endswith("format")
        ):
            return True
    return False


Rule = Callable[[list[ast.AST]], bool]
RULES: list[tuple[Rule, str]] = [
    (runs_text, "eval('1+1')"),
    (uses_a_shell, "subprocess.run(order, shell=True)"),
    (unpacks_objects, "import pickle"),
    (hashes_weakly, "hashlib.md5(b'')"),
    (guesses, "import random"),
    (makes_a_template_of_text, "flask.render_template_string(typed)"),
    (trusts_any_certificate, "requests.get(url, verify=False)"),
    (puts_text_in_sql, "sa.text(f'SELECT * FROM account WHERE email = {email}')"),
]


@pytest.mark.parametrize(("rule", "example"), RULES, ids=lambda value: getattr(value, "__name__", ""))
def test_no_python_file_breaks_it(rule: Rule, example: str) -> None:
    assert rule(list(ast.walk(ast.parse(example)))), "the rule notices nothing"
    assert not [file for file, nodes in parsed() if rule(nodes)]


SCRIPT_RULES = {
    "text becomes markup": (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc",
        "a.innerHTML = b",
    ),
    "text becomes code": (r"\beval\(|new Function|setTimeout\(\s*[\"'`]|javascript:", "eval(a)"),
    "something is kept in the browser": (
        r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.",
        "localStorage.a = 1",
    ),
    "messages of other windows are heard": (r"postMessage|[\"']message[\"']|onmessage", "postMessage(a)"),
    "prototypes can be polluted": (r"__proto__|\.prototype\b|Object\.assign\(\s*Object", "a.__proto__ = b"),
    "another site is asked": (r"https?://(?!www\.w3\.org)", "fetch('https://elders.example')"),
    "a script or worker is loaded": (
        r"importScripts|new Worker|serviceWorker|createElement\([\"']script",
        "new Worker(a)",
    ),
}


@pytest.mark.parametrize("rule", SCRIPT_RULES)
def test_no_script_breaks_it(rule: str) -> None:
    pattern, example = SCRIPT_RULES[rule]
    assert re.search(pattern, example), "the rule notices nothing"
    assert SCRIPTS
    assert not [file.name for file in SCRIPTS if re.search(pattern, file.read_text(encoding="utf-8"))]


TEMPLATE_RULES = {
    "text of people goes out as markup": (
        r"\|\s*safe\b|autoescape\s+false|\{%\s*autoescape",
        "{{ text|safe }}",
    ),
    "something inline that the policy refuses": (r"\sstyle=|\son[a-z]+=\"|javascript:", '<a onclick="x()">'),
    "a script inside the page": (r"<script(?![^>]*\bsrc=)", "<script>x()</script>"),
    "something of another site is loaded": (
        r"<(?:script|img|link|iframe|video|audio|source|object|embed)\b[^>]*(?:src|href)=\"(?:https?:)?//",
        '<img src="https://elders.example/a.png">',
    ),
    "a plugin or frame": (r"<(?:iframe|object|embed|applet|portal)\b", "<iframe>"),
}


@pytest.mark.parametrize("rule", TEMPLATE_RULES)
def test_no_template_breaks_it(rule: str) -> None:
    pattern, example = TEMPLATE_RULES[rule]
    assert re.search(pattern, example), "the rule notices nothing"
    assert TEMPLATES
    assert not [file for file in TEMPLATES if re.search(pattern, file.read_text(encoding="utf-8"))]


def test_every_form_that_changes_something_has_its_token() -> None:
    form = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL)
    token = re.compile(r"csrf_token|hidden_tag|form_fields|\btoken\(")
    bare = [
        file.relative_to(ROOT)
        for file in TEMPLATES
        for found in form.findall(file.read_text(encoding="utf-8"))
        if not token.search(found)
    ]
    assert not bare


def test_every_field_of_a_password_hides_it_and_lets_it_be_pasted() -> None:
    fields = []
    for file in sorted(ROOT.glob("portal/forms/*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
                continue
            if "wachtwoord" in ast.unparse(node.targets[0]).lower():
                assert name_of(node.value) == "PasswordField", file.name
            if name_of(node.value) == "PasswordField":
                fields.append(ast.unparse(node.value))
    assert fields
    for field in fields:
        assert re.search(r"'autocomplete': '(?:current|new)-password'", field), field
    for file in [*SCRIPTS, *TEMPLATES]:
        assert not re.search(r"[\"']paste[\"']|onpaste", file.read_text(encoding="utf-8")), file.name


def test_styles_load_nothing_of_another_site() -> None:
    for file in STYLES:
        assert not re.search(r"url\([\"']?(?:https?:)?//|@import\s+url", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["runtime.txt", "test.txt", "node.txt"])
def test_every_python_library_is_pinned_with_its_hashes(name: str) -> None:
    lock = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"\n(?=\S)", lock) if entry and not entry.startswith("#")]
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+(\[[^\]]+\])?==\d", entry), entry[:60]
        assert "--hash=sha256:" in entry, entry[:60]
        assert "://" not in entry.partition("--hash")[0]


def test_every_npm_package_is_pinned_with_its_hash() -> None:
    own = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in own["devDependencies"].values())
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    for place, entry in lock["packages"].items():
        if place:
            assert entry["integrity"].startswith("sha512-"), place
            assert "link" not in entry, place
