"""Where does each household live, and where did it live before?"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from joinedup.county.chance import Bools, Ints, Rng, happens, pick, steps, stream
from joinedup.county.days import NEVER
from joinedup.county.population import People
from joinedup.county.template import Template, figures

LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # those that an inward code may end with
PEOPLE_PER_POSTCODE = 35
HOME_NAMES = ("Court", "House", "Lodge", "Grange", "View", "Manor")


@dataclass
class Addresses:
    """Every dwelling used, and who lives or lived where.

    Parameters
    ----------
    postcodes, postcode_area : all unit postcodes invented for the place, and the LSOA of each.
    line, dwelling_postcode : address without postcode, and position of the postcode, one per dwelling.
    now, before : each person's dwelling today and some years ago.
    is_communal : dwelling is a care home.
    """

    postcodes: list[str]
    postcode_area: Ints
    line: pa.Array
    dwelling_postcode: Ints
    is_communal: Bools
    now: Ints
    before: Ints


def house(made: People, home_on: Ints, template: Template, seed: int) -> Addresses:
    """Give every household a dwelling, movers an earlier one, and care-home residents a home shared by many.

    Parameters
    ----------
    home_on : day each person moved into a care home, or NEVER.
    """
    rng = stream(seed, "addresses")
    postcodes, area, in_use = invent_postcodes(template, len(made), rng)
    by_area = [np.flatnonzero((area == number) & in_use) for number in range(len(template.areas))]
    first_of_household = np.unique(made.household, return_index=True)
    dwelling = np.searchsorted(first_of_household[0], made.household).astype(np.int32)
    household_area = made.area[first_of_household[1]]
    movers = np.flatnonzero(
        happens(rng, steps(figures("population")["moved_since_2018_per_cent"], made.age), len(made))
    )
    moved_from = np.where(happens(rng, 70, len(movers)), made.area[movers], made.area[rng.permutation(movers)])
    homes = max(3, len(made) // 8000)
    home_area = pick(rng, template.column("population"), homes)
    all_areas = np.concatenate([household_area, moved_from, home_area])
    postcode = postcode_in(by_area, all_areas, rng)
    first_home = len(household_area) + len(movers)
    before = dwelling.copy()
    before[movers] = np.arange(len(household_area), first_home)
    residents = np.flatnonzero(home_on != NEVER)
    before[residents] = dwelling[residents]
    now = dwelling.copy()
    now[residents] = first_home + nearest_home(template, made.area[residents], home_area)
    line = dwelling_lines(template, postcodes, postcode, homes, rng)
    is_communal = np.arange(len(postcode)) >= first_home
    return Addresses(postcodes, area, line, postcode, is_communal, now, before)


def invent_postcodes(template: Template, people: int, rng: Rng) -> tuple[list[str], Ints, Bools]:
    """Unit postcodes within the real sectors, as many per LSOA as are live; in a small county few are lived in."""
    number_of = {row["lsoa"]: number for number, row in enumerate(template.areas)}
    share = min(1.0, people / PEOPLE_PER_POSTCODE / sum(int(row["live_postcodes"]) for row in template.sectors))
    postcodes: list[str] = []
    area: list[int] = []
    in_use: list[bool] = []
    endings: dict[str, list[int]] = {}
    for row in template.sectors:
        left = endings.setdefault(row["sector"], list(rng.permutation(len(LETTERS) ** 2)))
        for unit in range(int(row["live_postcodes"])):
            first, second = divmod(int(left.pop()), len(LETTERS))
            postcodes.append(f"{row['sector']}{LETTERS[first]}{LETTERS[second]}")
            area.append(number_of[row["lsoa"]])
            in_use.append(unit == 0 or rng.random() < share)
    return postcodes, np.array(area, dtype=np.int32), np.array(in_use)


def postcode_in(by_area: list[Ints], areas: Ints, rng: Rng) -> Ints:
    """A postcode in use in each of `areas`."""
    count = np.array([len(places) for places in by_area])
    start = np.concatenate([[0], np.cumsum(count)[:-1]])
    flat = np.concatenate(by_area)
    return np.asarray(flat[start[areas] + (rng.random(len(areas)) * count[areas]).astype(int)].astype(np.int32))


def nearest_home(template: Template, areas: Ints, home_area: Ints) -> Ints:
    """The care home nearest to each LSOA."""
    latitude, longitude = template.column("latitude"), template.column("longitude")
    east_west = np.cos(np.radians(latitude.mean()))
    north, east = latitude[:, None] - latitude[home_area], (longitude[:, None] - longitude[home_area]) * east_west
    apart = north**2 + east**2
    return np.asarray(np.argmin(apart, axis=1).astype(np.int32)[areas])


def dwelling_lines(template: Template, postcodes: list[str], postcode: Ints, homes: int, rng: Rng) -> pa.Array:
    """Number, street and town; each postcode is one street. The last `homes` have a name as well."""
    facts = figures("streets")
    streets = [f"{first} {kind}" for first in facts["first"] for kind in facts["kind"]]
    weight = [float(share) for _ in facts["first"] for share in facts["kind"].values()]
    street = pick(rng, weight, len(postcodes))
    towns = [template.place["post_towns"][code.split(" ")[0]] for code in postcodes]
    number = pc.cast(pa.array(rng.integers(1, 90, len(postcode))), pa.string())
    street_text = pa.array(streets).take(pa.array(street[postcode]))
    named = [f"{facts['first'][place % len(facts['first'])]} {HOME_NAMES[place % 6]}, " for place in range(homes)]
    prefix = pa.array([""] * (len(postcode) - homes) + named)
    return pc.binary_join_element_wise(
        pc.binary_join_element_wise(prefix, number, ""),
        pc.binary_join_element_wise(street_text, pa.array(towns).take(pa.array(postcode)), ", "),
        " ",
    )
