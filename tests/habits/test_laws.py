"""The core runs without Django, and every public name of it says what it answers."""

import ast
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "joinedup"


def test_the_core_and_the_commands_for_it_leave_django_unloaded():
    code = "import sys, joinedup.job.pipeline, joinedup.cli.run, joinedup.county; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_pages_are_served_without_loading_what_only_fitting_needs():
    code = (
        "import sys, django; django.setup(); import joinedup.web.config.urls; "
        "print({'interpret', 'sklearn', 'pandas', 'lightgbm', 'splink', 'scipy.stats'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_every_module_opens_with_what_it_is_for():
    modules = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
    silent = [
        path for path in modules if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_the_core_reads_no_clock():
    clocks = {"today", "now", "utcnow", "time_ns"}
    found = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in (SOURCE / "core").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in clocks
    ]
    assert found == []


def test_nothing_but_tests_and_benches_reads_the_truth():
    readers = [
        path.relative_to(SOURCE)
        for path in SOURCE.rglob("*.py")
        if "county" not in path.parts and '"truth"' in path.read_text()
    ]
    assert readers == []
