"""The examples in the web's docstrings run; pytest does not collect them there, for want of Django."""

import doctest
import importlib
import pkgutil

import pytest

WORDS = ("people", "risk", "plans", "care", "teams", "loading", "components")
OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


@pytest.mark.parametrize("word", WORDS)
def test_examples_run(word):
    package = importlib.import_module(f"joinedup.web.{word}")
    modules = [
        importlib.import_module(one.name)
        for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if ".management" not in one.name
    ]
    results = [doctest.testmod(module, optionflags=OPTIONS) for module in modules]
    assert sum(result.failed for result in results) == 0
    assert sum(result.attempted for result in results) > 0
