"""How many people of which age, sex and family live in each small area?"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from joinedup.county.chance import Bools, Floats, Ints, Rng, happens, pick, steps, stream
from joinedup.county.days import NEVER, YEAR_DAYS
from joinedup.county.template import Template, figures

NOBODY = -1
MOST_CHILDREN = 5  # of one mother, living with her


@dataclass
class People:
    """The people of the county, one element of each array per person.

    Parameters
    ----------
    birth_on : day of birth, days since 1970.
    area : position of the person's LSOA in the template.
    ethnicity : position in `ETHNICITIES`.
    mother, father, partner : positions of people, or NOBODY.
    household : number of the household; people of a communal home share one too.
    frailty : hidden liability to illness, standard normal.
    death_on : day of death or NEVER; filled in when lives are lived.
    """

    as_at: int
    birth_on: Ints
    is_female: Bools
    area: Ints
    ethnicity: Ints
    mother: Ints
    father: Ints
    partner: Ints
    household: Ints
    frailty: Floats
    decile: Floats
    death_on: Ints
    twins: list[tuple[int, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.birth_on)

    def age_at(self, on: int) -> Floats:
        """Age in years on a day; negative before birth."""
        return np.asarray((on - self.birth_on) / YEAR_DAYS)

    @property
    def lives_alone(self) -> Bools:
        """Whose household is one person."""
        return np.asarray(np.bincount(self.household, minlength=len(self))[self.household] == 1)

    @property
    def age(self) -> Floats:
        """Age in years at the end of the history, had all lived."""
        return self.age_at(self.as_at)


ETHNICITIES = ("A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S")


def populate(template: Template, people: int, seed: int) -> People:
    """Draw people with ages, sexes and homes, then join them into families and households.

    Parameters
    ----------
    people : how many, those who die during the history among them.
    """
    rng = stream(seed, "population")
    facts = figures("population")
    area = draw_areas(template, people, rng)
    authority = template.authority_of_area[area]
    age = draw_ages(template, authority, facts, rng)
    birth_on = (template.as_at - age * YEAR_DAYS).astype(np.int32)
    is_female = happens(rng, steps(facts["females_per_cent_by_age"], age), people)
    nobody = np.full(people, NOBODY, dtype=np.int32)
    made = People(
        as_at=template.as_at,
        birth_on=birth_on,
        is_female=is_female,
        area=area,
        ethnicity=draw_ethnicities(template, authority, rng),
        mother=nobody.copy(),
        father=nobody.copy(),
        partner=nobody.copy(),
        household=np.arange(people, dtype=np.int32),
        frailty=draw_frailty(facts, people, rng),
        decile=np.zeros(people),
        death_on=np.full(people, NEVER, dtype=np.int32),
    )
    pair_couples(made, authority, facts, rng)
    give_children_mothers(made, authority, facts, rng)
    make_twins(made, facts, rng)
    share_homes(made, authority, facts, rng)
    made.decile = template.column("deprivation_decile")[made.area]
    return made


def draw_frailty(facts: Any, people: int, rng: Rng) -> Floats:
    """Hidden frailty: normal, but for a few far above, so that severe frailty is as common as published."""
    tail = facts["frailty_tail"]
    far = happens(rng, tail["per_cent"], people) * rng.exponential(tail["mean"], people)
    return np.asarray(rng.standard_normal(people) - tail["less_for_all"] + far)


def draw_areas(template: Template, people: int, rng: Rng) -> Ints:
    """An LSOA for each person, by population."""
    return pick(rng, template.column("population"), people)


def draw_ages(template: Template, authority: Ints, facts: Any, rng: Rng) -> Floats:
    """Ages such that those still alive at the end have the census's structure."""
    from_age = np.asarray(facts["age_bands_per_cent"]["from_age"], dtype=float)
    middle = np.append(from_age[:-1] + 2.5, 90)
    hazard = (yearly_hazard(facts, middle, male=True) + yearly_hazard(facts, middle, male=False)) / 2
    survival = np.exp(-4 * hazard * 0.85)
    age = np.zeros(len(authority))
    for number, name in enumerate(template.authorities):
        here = np.flatnonzero(authority == number)
        bands = np.asarray(template.place["local_authorities"][name]["age_bands_per_cent"]) / survival
        band = pick(rng, bands, len(here))
        oldest = np.minimum(rng.exponential(float(facts["mean_years_over_85"]["value"]), len(here)), 23)
        age[here] = from_age[band] + np.where(band == len(bands) - 1, oldest, rng.random(len(here)) * 5)
    return age


def yearly_hazard(facts: Any, age: Floats, *, male: bool) -> Floats:
    """Chance of dying within a year at an age, from the life table."""
    points = facts["mortality_per_year"]["male" if male else "female"]
    return np.asarray(np.exp(np.interp(age, points["at_age"], np.log(points["value"]))))


def draw_ethnicities(template: Template, authority: Ints, rng: Rng) -> Ints:
    """An ethnic category for each person, by local authority."""
    ethnicity = np.zeros(len(authority), dtype=np.int32)
    for number, name in enumerate(template.authorities):
        shares = template.place["local_authorities"][name]["ethnicity_per_cent"]
        here = np.flatnonzero(authority == number)
        ethnicity[here] = pick(rng, [shares[code] for code in ETHNICITIES], len(here))
    return ethnicity


def pair_couples(made: People, authority: Ints, facts: Any, rng: Rng) -> None:
    """Join women and men of like age into couples who live together."""
    wants = happens(rng, steps(facts["in_a_couple_per_cent"], made.age), len(made))
    gap = facts["women_older_than_partner_years"]
    mean, deviation = float(gap["mean"]), float(gap["deviation"])
    sought = made.age + np.where(made.is_female, -mean, 0) + rng.normal(0, deviation / 2, len(made))
    for number in np.unique(authority):
        women = np.flatnonzero(wants & made.is_female & (authority == number))
        men = np.flatnonzero(wants & ~made.is_female & (authority == number))
        couples = min(len(women), len(men))
        women = rng.permutation(women)[:couples]
        men = rng.permutation(men)[:couples]
        women = women[np.argsort(sought[women], kind="stable")]
        men = men[np.argsort(sought[men], kind="stable")]
        close = np.abs(made.age[women] - made.age[men]) < 20
        join_homes(made, women[close], men[close])


def join_homes(made: People, women: Ints, men: Ints) -> None:
    """Each woman and man become partners in the man's home and, mostly, share an ethnicity."""
    made.partner[women], made.partner[men] = men, women
    made.household[women], made.area[women] = made.household[men], made.area[men]
    alike = women % 10 != 0
    made.ethnicity[women[alike]] = made.ethnicity[men[alike]]


def give_children_mothers(made: People, authority: Ints, facts: Any, rng: Rng) -> None:
    """Give those who live with their parents a mother of fitting age, her partner and her home."""
    birth = {name: float(value) for name, value in facts["mothers_age_at_birth"].items() if name != "source"}
    at_home = happens(rng, steps(facts["living_with_parents_per_cent"], made.age), len(made)) & (made.partner == NOBODY)
    gap = np.clip(rng.normal(birth["mean"], birth["deviation"], len(made)), birth["lowest"], birth["highest"])
    for number in np.unique(authority):
        children = np.flatnonzero(at_home & (authority == number))
        women = np.flatnonzero(made.is_female & (made.age >= birth["lowest"]) & ~at_home & (authority == number))
        if not len(women):
            continue
        women = women[np.argsort(made.age[women], kind="stable")]
        place = np.searchsorted(made.age[women], made.age[children] + gap[children])
        place += rng.integers(-len(women) // 200 - 1, len(women) // 200 + 2, len(children))  # not all to the nearest
        mothers = women[np.clip(place, 0, len(women) - 1)]
        fits = np.abs(made.age[mothers] - made.age[children] - gap[children]) < 8
        fits &= place_among_equals(mothers) < MOST_CHILDREN
        follow_mother(made, children[fits], mothers[fits])


def place_among_equals(values: Ints) -> Ints:
    """For each value, how many equal ones stand before it.

    Examples
    --------
    >>> place_among_equals(np.array([7, 3, 7, 7])).tolist()
    [0, 0, 1, 2]
    """
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    is_first = np.append(True, ordered[1:] != ordered[:-1])[: len(values)]
    start = np.maximum.accumulate(np.where(is_first, np.arange(len(values)), 0))
    place = np.empty(len(values), dtype=np.int32)
    place[order] = np.arange(len(values)) - start
    return place


def follow_mother(made: People, children: Ints, mothers: Ints) -> None:
    """Children take their mother's home and ethnicity, and her partner as father if he is old enough."""
    made.mother[children] = mothers
    partner = made.partner[mothers]
    is_father = (partner != NOBODY) & (made.age[partner] - made.age[children] > 16)
    made.father[children] = np.where(is_father, partner, NOBODY)
    made.household[children], made.area[children] = made.household[mothers], made.area[mothers]
    made.ethnicity[children] = made.ethnicity[mothers]


def make_twins(made: People, facts: Any, rng: Rng) -> None:
    """Give some children a twin: the same mother, home and day of birth."""
    children = np.flatnonzero(made.mother != NOBODY)
    children = children[np.argsort(made.birth_on[children], kind="stable")]
    per_thousand = float(facts["twins_per_thousand_births"]["value"])
    fewest = int(facts["children_who_have_a_twin_minimum_pairs"])
    wanted = min(max(round(len(children) * per_thousand / 1000), fewest), len(children) // 4)
    first = np.sort(rng.choice(len(children) // 2, wanted, replace=False)) * 2
    elder, younger = children[first], children[first + 1]
    follow_mother(made, younger, made.mother[elder])
    made.birth_on[younger] = made.birth_on[elder]
    made.twins = list(zip(elder.tolist(), younger.tolist(), strict=True))


def share_homes(made: People, authority: Ints, facts: Any, rng: Rng) -> None:
    """Put some of the single into shared homes: a few people of one authority, neighbourhood and like age each."""
    single = (made.partner == NOBODY) & (made.mother == NOBODY)
    single[np.unique(made.mother[made.mother != NOBODY])] = False
    sharing = np.flatnonzero(single & happens(rng, steps(facts["sharers_per_cent"], made.age), len(made)))
    sharing = sharing[np.lexsort((made.area[sharing], made.age[sharing] // 12, authority[sharing]))]
    size = int(facts["people_sharing_a_home"])
    heads = sharing[(np.arange(len(sharing)) // size) * size]
    near = (np.abs(made.age[heads] - made.age[sharing]) < 13) & (authority[heads] == authority[sharing])
    made.household[sharing[near]], made.area[sharing[near]] = made.household[heads[near]], made.area[heads[near]]
