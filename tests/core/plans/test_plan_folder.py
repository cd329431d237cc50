"""The folder of a plan: what it may take the place of, and what a what-if finds in it."""

import pytest

from joinedup.core.engine import WouldBeLost
from joinedup.core.plans import library
from joinedup.job.choosing import choose_into


@pytest.fixture
def chosen(make_people, make_limits, parameters):
    people = make_people(200)
    limits = make_limits(people)
    return lambda folder: choose_into(folder, people, library(), limits, parameters, draws=0)


def test_a_plan_takes_the_place_of_a_plan_and_of_nothing_else(tmp_path, chosen):
    folder, notes = tmp_path / "plan", tmp_path / "plan" / "notes.txt"
    chosen(folder)
    chosen(folder)
    notes.write_text("mine")
    with pytest.raises(WouldBeLost):
        chosen(folder)
    assert notes.read_text() == "mine"
