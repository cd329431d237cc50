"""What the pages promise: audited actions, scoped reads, templates a strict browser runs, vendored files as given."""

import ast
import json
import re
from importlib.metadata import version
from pathlib import Path

import pytest

import joinedup.web
from joinedup.web.config.environment import as_table as variables
from joinedup.web.config.vendor import VENDOR, checksums, clean, remote_hosts
from joinedup.web.governance.roles import MAY
from joinedup.web.governance.roles import as_table as roles

WEB = Path(joinedup.web.__file__).parent
ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(WEB.rglob("*.jinja"))
WRITE_NO_AUDIT = {
    "record",  # the audit itself
    "record_each",
    "say",  # of an action agreed elsewhere: the version of the plan that it saves is audited
    "write",  # of a version: whoever saves it gives the audit along
}


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(WEB)) for path in paths]


def calls_in(function: ast.FunctionDef) -> set[str]:
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls}


def functions_in(path: Path) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}


def writes(function: ast.FunctionDef) -> bool:
    """Whether a function changes the database by itself."""
    changing = {"create", "save", "update", "delete", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
    return bool(calls_in(function) & changing)


ACTIONS = [
    (path, name)
    for path in sorted(set(WEB.rglob("*.py")) - set(WEB.rglob("queries.py")))
    for name, function in functions_in(path).items()
    if writes(function) and "by" in {argument.arg for argument in function.args.kwonlyargs}
]


@pytest.mark.parametrize(("path", "name"), ACTIONS, ids=[f"{path.parent.name}.{name}" for path, name in ACTIONS])
def test_action_somebody_takes_is_audited(path, name):
    assert name in WRITE_NO_AUDIT or "record" in calls_in(functions_in(path)[name])


def test_there_are_actions_to_look_at():
    assert {("governance", "open_relationship"), ("governance", "end_one")} <= {
        (path.parent.name, name) for path, name in ACTIONS
    }


READERS = sorted([*WEB.rglob("views.py"), *WEB.rglob("presenters.py")])


@pytest.mark.parametrize("path", READERS, ids=named(READERS))
def test_views_and_presenters_read_through_queries(path):
    assert ".objects" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("template", TEMPLATES, ids=named(TEMPLATES))
def test_template_holds_nothing_a_strict_browser_blocks_and_no_remote_address(template):
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", text), "a style attribute or inline handler"
    assert not re.search(r"<script(?![^>]*(nonce=|src=))", text), "an inline script without a nonce"
    assert "| safe" not in text and "|safe" not in text, "unescaped text"
    assert not remote_hosts(text.encode())


@pytest.mark.parametrize("template", TEMPLATES, ids=named(TEMPLATES))
def test_form_that_changes_something_carries_its_token(template):
    text = template.read_text(encoding="utf-8")
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL | re.IGNORECASE):
        assert re.search(r"\{\{ [\w.]*csrf\w* \}\}", form)


def test_vendored_files_are_those_of_the_manifest():
    for manifest in VENDOR.rglob("manifest.json"):
        assert json.loads(manifest.read_text())["sha256"] == checksums(manifest.parent)


def test_stylesheet_goes_with_the_templates():
    assert json.loads((VENDOR / "nhsuk" / "manifest.json").read_text())["version"] == "10.6.1"
    assert version("nhsuk-frontend-jinja") == "0.10.2"  # its own table of pairings names these two


STATIC = sorted(path for path in (WEB / "static").rglob("*") if path.is_file())


@pytest.mark.parametrize("path", STATIC, ids=named(STATIC))
def test_no_static_file_names_a_remote_host(path):
    assert remote_hosts(path.read_bytes()) == set()


def test_a_remote_host_would_be_found():
    assert remote_hosts(b"a{src:url(https://assets.example.org/a.woff)}") == {"https://assets.example.org"}
    assert remote_hosts(b"fetch('//cdn.example.org/x.js')") == {"//cdn.example.org"}
    assert remote_hosts(b'<svg xmlns="http://www.w3.org/2000/svg">') == set()
    assert "font-face" not in clean("@font-face{src:url(https://assets.example.org/a.woff)}a{}")


@pytest.mark.parametrize("permission", MAY)
def test_permission_is_asked_for_somewhere(permission):
    asking = [path for path in WEB.rglob("*.py") if path.name != "roles.py" and permission in path.read_text()]
    assert asking, "a permission nobody needs is not in the table"


def test_settings_and_roles_are_documented_as_they_are():
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    assert variables() in page
    assert roles() in page


@pytest.mark.parametrize("sentence", ["characters or fewer", "letters or fewer", "Open the page again"])
def test_what_is_wrong_with_a_form_is_said_in_one_place(sentence):
    """So that every such sentence names what it is about, and none is told twice."""
    saying = [path for path in WEB.rglob("*.py") if sentence in path.read_text(encoding="utf-8")]
    assert set(named(saying)) <= {"components/problems.py"}
