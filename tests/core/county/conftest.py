"""Two invented counties, made once: a small one with its files, and a world of 30,000 people without."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from joinedup import definitions
from joinedup.county import generate
from joinedup.county.making import World, make_world, silent
from joinedup.county.template import Template
from tests.once import made_once

PEOPLE, SEED = 3_000, 7


@pytest.fixture(scope="session")
def template() -> Template:
    return Template(definitions.HOME / "places" / "dorset")


@pytest.fixture(scope="session")
def small_county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "small county", lambda folder: generate(people=PEOPLE, seed=SEED, out=folder))


@pytest.fixture(scope="session")
def place_file(small_county: Path) -> dict[str, Any]:
    return tomllib.loads((small_county / "place.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def world(template: Template) -> World:
    return make_world(template, 30_000, 11, silent)
