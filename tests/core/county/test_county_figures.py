"""The county follows the published figures of definitions/county, and the relations that matter hold."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from joinedup.county import general_practice, social_care
from joinedup.county.chance import Bools, Floats
from joinedup.county.making import World
from joinedup.county.stays import stay
from joinedup.county.template import Template, figures

YEAR = 365


@pytest.fixture(scope="module")
def year_from(template: Template) -> int:
    return template.as_at - YEAR


@pytest.fixture(scope="module")
def alive(world: World, year_from: int) -> Bools:
    return np.asarray((world.made.death_on >= year_from) & (world.made.birth_on < year_from))


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    return dict(figures("care")["published"])


def in_the_year(world: World, log: Any, year_from: int) -> Any:
    """For each person, how many entries of a log in the last year, before death."""
    person, on = log.column("person"), log.column("on")
    kept = (on >= year_from) & (on <= world.made.death_on[person])
    return np.bincount(person[kept], minlength=len(world.made))


def medicines_taken(world: World, template: Template) -> Any:
    """How many medicines each person is on at the end."""
    courses = general_practice.prescribe(world.made, world.illness, template, world.seed)
    is_open = courses.columns["ends_on"].is_null().to_numpy(zero_copy_only=False)
    return np.bincount(courses.person[is_open], minlength=len(world.made))


def england_weights(age: Floats) -> Floats:
    """Weights that give the people England's age structure."""
    bands = figures("population")["age_bands_per_cent"]
    band = np.searchsorted(bands["from_age"], age, side="right") - 1
    share = np.array(bands["England"]) / np.sum(bands["England"])
    return np.asarray((share / (np.bincount(band, minlength=len(share)) / len(age)))[band])


def test_ages_of_those_alive_follow_the_census(world: World, template: Template) -> None:
    from_age = figures("population")["age_bands_per_cent"]["from_age"]
    authority = template.authority_of_area[world.made.area]
    living = world.made.death_on >= template.as_at
    for number, name in enumerate(template.authorities):
        here = living & (authority == number)
        band = np.searchsorted(from_age, world.made.age[here], side="right") - 1
        found = 100 * np.bincount(band, minlength=len(from_age)) / here.sum()
        expected = np.array(template.place["local_authorities"][name]["age_bands_per_cent"])
        assert np.abs(found - 100 * expected / expected.sum()).max() < 1.2


@pytest.mark.parametrize(
    "name", [name for name, fact in figures("conditions")["conditions"].items() if "published" in fact]
)
def test_prevalence_is_the_published_one_at_englands_ages(world: World, template: Template, name: str) -> None:
    fact = world.illness.facts[name]["published"]
    old_enough = world.made.age >= fact["from_age"]
    has = world.illness.has(name, template.as_at)
    found = 100 * np.average(has[old_enough], weights=england_weights(world.made.age)[old_enough])
    margin = 0.15 * fact["per_cent"] + 4 * (fact["per_cent"] * 100 / old_enough.sum()) ** 0.5
    assert abs(found - fact["per_cent"]) <= margin


def test_frailty_of_the_old_falls_into_the_published_categories(world: World, template: Template) -> None:
    old = (world.made.age >= 65) & (world.made.death_on >= template.as_at)
    many = medicines_taken(world, template) >= 5
    index = (world.illness.deficits(template.as_at) + many)[old] / 36
    category = np.searchsorted([0.12, 0.24, 0.36], index, side="left")
    found = 100 * np.bincount(category, minlength=4) / old.sum()
    expected = figures("conditions")["frailty_categories_65_and_over_per_cent"]["value"]
    for share, (name, per_cent) in zip(found, expected.items(), strict=True):
        assert abs(share - per_cent) <= max(5, 0.12 * per_cent), name
    assert found[3] > 0.8


def test_deaths_admissions_and_outcome_are_within_published_bounds(
    world: World, alive: Bools, year_from: int, published: dict[str, Any]
) -> None:
    admissions = in_the_year(world, world.lives.admissions, year_from)
    died = (world.made.death_on >= year_from) & (world.made.death_on < year_from + YEAR)
    found = {
        "emergency_admission_or_death_within_12_months_per_cent": 100 * ((admissions > 0) | died)[alive].mean(),
        "emergency_admissions_per_1000_a_year": 1000 * admissions[alive].mean(),
        "deaths_per_1000_a_year": 1000 * died[alive].mean(),
    }
    for name, value in found.items():
        assert published[name]["low"] <= value <= published[name]["high"], name


def test_three_in_ten_of_the_old_fall_in_a_year(
    world: World, alive: Bools, year_from: int, published: dict[str, Any]
) -> None:
    old = alive & (world.made.age >= 65)
    fell = 100 * (in_the_year(world, world.lives.falls, year_from) > 0)[old].mean()
    assert abs(fell - published["people_of_65_and_over_who_fall_in_a_year_per_cent"]["value"]) < 4


def test_moves_to_care_homes_and_carers_are_as_common_as_published(
    world: World, alive: Bools, year_from: int, published: dict[str, Any]
) -> None:
    at_home = alive & (world.made.age >= 66) & (world.lives.home_on >= year_from)
    moved = 100 * (world.lives.home_on < np.minimum(year_from + YEAR, world.made.death_on))[at_home].mean()
    bounds = published["new_care_home_residents_of_65_and_over_per_cent_a_year"]
    assert bounds["low"] <= moved <= bounds["high"]
    carers = 100 * len(np.unique(world.caring.carer)) / len(world.made)
    assert abs(carers - published["unpaid_carers_per_cent"]["value"]) < 1.5


def test_the_frailer_are_admitted_more_within_each_age(world: World, alive: Bools, year_from: int) -> None:
    admitted = in_the_year(world, world.lives.admissions, year_from) > 0
    deficits = world.illness.deficits(year_from)
    age = world.made.age_at(year_from)
    for lowest in (65, 75, 85):
        band = alive & (age >= lowest) & (age < lowest + 10)
        frail = band & (deficits > np.quantile(deficits[band], 0.75))
        assert admitted[frail].mean() > 1.5 * admitted[band & ~frail].mean()


def test_care_home_entry_follows_falls(world: World, year_from: int) -> None:
    made, home_on = world.made, world.lives.home_on
    person, on = world.lives.falls.column("person"), world.lives.falls.column("on")
    fell = np.bincount(person[(on >= year_from - YEAR) & (on < year_from)], minlength=len(made)) > 0
    at_home = (made.age_at(year_from) >= 75) & (home_on >= year_from) & (made.death_on >= year_from)
    entered = home_on < np.minimum(year_from + YEAR, made.death_on)
    assert entered[at_home & fell].mean() > 1.5 * entered[at_home & ~fell].mean()


def test_a_carers_breakdown_brings_care_homes_nearer(world: World) -> None:
    pair, on = world.lives.breakdowns.column("pair"), world.lives.breakdowns.column("on")
    cared_for = world.caring.cared_for
    old = world.made.age_at(int(on.min()))[cared_for] >= 65
    soon = world.lives.home_on[cared_for[pair]] - on
    after = ((soon >= 0) & (soon < 182))[old[pair]].mean()
    home_on = world.lives.home_on[cared_for[old]]
    usual = ((home_on >= on.min()) & (home_on < on.max())).mean() * 182 / (on.max() - on.min())
    assert after > 1.5 * usual


def test_deprivation_brings_illness_earlier(world: World, template: Template) -> None:
    made, deficits = world.made, world.illness.deficits(template.as_at)
    middle_aged = (made.age >= 50) & (made.age < 70)
    poor, rich = middle_aged & (made.decile <= 3), middle_aged & (made.decile >= 8)
    assert deficits[poor].mean() > 1.15 * deficits[rich].mean()


def test_admissions_cluster_in_people(world: World, template: Template) -> None:
    person, on = world.lives.admissions.column("person"), world.lives.admissions.column("on")
    middle = (template.history_from + template.as_at) // 2
    before = np.bincount(person[on < middle], minlength=len(world.made)) > 0
    after = np.bincount(person[on >= middle], minlength=len(world.made)) > 0
    there = (world.made.death_on > middle) & (world.made.age > 45)
    assert after[there & before].mean() > 1.8 * after[there & ~before].mean()


def test_people_of_one_household_are_few(world: World) -> None:
    sizes = np.bincount(world.made.household)
    sizes = sizes[sizes > 0]
    assert sizes.max() <= 10
    assert 1.9 < sizes.mean() < 2.5


def test_councils_support_about_as_many_of_the_old_as_published(
    world: World, template: Template, alive: Bools, year_from: int, published: dict[str, Any]
) -> None:
    stays = stay(world.made, world.illness, world.lives, template, world.seed)
    councils = template.sources_of("social_care_event")
    tables = social_care.social_care_events(
        world.made, world.illness, world.lives, world.caring, stays, councils, template, world.seed
    )
    supported = np.zeros(len(world.made), dtype=bool)
    for table in tables:
        is_long = pc.fill_null(pc.starts_with(table.columns["service_type"], "long_term"), False)
        ends_on = table.columns["ends_on"].cast(pa.int32()).fill_null(template.as_at)
        in_year = pc.greater_equal(ends_on, year_from)
        supported[table.person[pc.and_(is_long, in_year).to_numpy(zero_copy_only=False)]] = True
    old = alive & (world.made.age >= 65)
    bounds = published["long_term_support_of_65_and_over_per_cent"]
    assert bounds["low"] <= 100 * supported[old].mean() <= bounds["high"]
