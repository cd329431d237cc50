"""The folder of a plan: what it may take the place of, and what a what-if finds in it."""

from dataclasses import replace

import pytest

from joinedup.core.engine import WouldBeLost
from joinedup.core.plans import LocalCost, library, prepare
from joinedup.core.plans.change import changes_of
from joinedup.core.plans.choose import plan_of
from joinedup.core.plans.outline import outline_of
from joinedup.core.plans.saved import NotSaved
from joinedup.core.plans.what_if import what_if
from joinedup.job import plan_folder
from joinedup.job.choosing import choose_into, read_library, what_if_in, words
from tests.core.plans.test_what_if import EFFECT, OFFER

EFFECTS = EFFECT.format(effect=0.5, low=0.4, high=0.6, citation="Invented 2026")
OFFERS = OFFER.replace("{none: Volunteers.}", "{local: true}").replace("funder: charity", "funder: council")
ASKED = {"offers": None, "effects": None, "people": None}


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


@pytest.fixture
def own_files(tmp_path):
    (tmp_path / "offers.yaml").write_text(OFFERS)
    (tmp_path / "effects.csv").write_text(EFFECTS)
    return {"offers": tmp_path / "offers.yaml", "effects": tmp_path / "effects.csv"}


def test_a_plan_made_of_own_offers_answers_what_if(tmp_path, make_people, make_limits, parameters, own_files):
    people, given = make_people(400), read_library(**own_files)
    limits = replace(
        make_limits(people),
        capacities={("dancing", "hood00"): 1, ("dancing", "hood01"): 2},
        costs={"dancing": LocalCost(9000, "the hall")},
    )
    plan = choose_into(tmp_path / "plan", people, given, limits, parameters, draws=0)
    more = changes_of(["dancing=+10"])
    found = what_if_in(tmp_path / "plan", more, **ASKED)
    assert found.before.items == plan.item.num_rows
    assert 0 < found.before.items < found.after.items
    again = what_if_in(tmp_path / "plan", more, **own_files, people=people)  # the offers there are, once more
    assert again.after == found.after
    (tmp_path / "plan" / plan_folder.OFFERS).write_text("{}")
    with pytest.raises(NotSaved, match="offers of the plan cannot be read"):
        what_if_in(tmp_path / "plan", more, **ASKED)


def test_now_is_the_plan_of_the_folder(tmp_path, make_people, make_limits, parameters):
    people = make_people(400)
    choose_into(tmp_path / "plan", people, library(), make_limits(people), parameters, draws=0)
    prepared, before, _ = plan_folder.read(tmp_path / "plan")
    assert before == outline_of(plan_of(prepared), prepared)
    (tmp_path / "plan" / plan_folder.OFFERS).unlink()  # as in the folder of a run, which has the offers of joinedup
    same = what_if_in(tmp_path / "plan", (), **ASKED)
    assert (same.after, same.gained, same.lost) == (before, 0, 0)


def test_a_what_if_says_which_rights_collide(tmp_path, make_people, make_limits, parameters):
    people = make_people(400)
    limits = make_limits(people)
    enough = {key: 400 for key in limits.capacities if key[0] == "carer_assessment"}
    limits = replace(limits, capacities={**limits.capacities, **enough})
    choose_into(tmp_path / "plan", people, library(), limits, parameters, draws=0)
    found = what_if_in(tmp_path / "plan", changes_of(["carer_assessment=0", "north=-100%"]), **ASKED)
    rows = {what: (now, then) for what, now, then in words(found, [])}
    assert rows["rights met, limits kept"] == ("yes", "NO")
    assert rows["offers people have a right to, not met"] == ("0", f"{found.after.rights_not_met:,}")
    limit = next(what for what in rows if what.startswith("needed of carer_assessment in hood"))
    assert rows[limit][0] == "–"
    assert rows[limit][1].endswith(", 0 there")


def test_a_right_that_nobody_pays_for_is_not_met_in_a_what_if_either(engine, make_people, make_limits, parameters):
    people = make_people(400)
    limits = replace(make_limits(people), payers={("council", "North"): "north", ("commissioner", ""): "icb"})
    prepared = prepare(people, library(), limits, parameters, engine=engine)
    plan = plan_of(prepared)
    before = outline_of(plan, prepared)
    after = what_if(prepared, before, changes_of(["falls_exercise=+0%"]), plan.prices).after
    assert not plan.is_feasible
    assert (before.is_feasible, before.rights_not_met) == (False, plan.rights_not_met)
    assert (after.is_feasible, after.rights_not_met) == (False, plan.rights_not_met)
