"""Two registers of one county, with the truth of which records are one person.

Register A lists 550,000 people and register B 450,000; 385,000 are on both, everybody once at most in each. Families,
twins, couples, sons called after their fathers, names by age and origin, homes and earlier homes are those of the
invented county (`joinedup.county`); what each register then gets wrong is `RATES`.

The rates were set once, on seed `CALIBRATION_SEED`, by what Splink makes of the registers with the settings of
bench/linking/splink_settings.py: F1 0.99727 and precision 0.99762 with the NHS number, F1 0.98418 and precision 0.98886
without, at even odds. That is as hard for it as the test it was measured on before (0.9973 and 0.9977; 0.9840 and
0.9879). No figure of joinedup's own took part. They are assumptions, not measurements.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from joinedup import definitions
from joinedup.county import mistakes
from joinedup.county.addresses import Addresses, house
from joinedup.county.chance import Bools, Ints, Rng, happens, stream
from joinedup.county.days import NEVER, dates
from joinedup.county.names import Names, give_names, text
from joinedup.county.nhs_numbers import draw_numbers
from joinedup.county.population import People, populate
from joinedup.county.template import Template

CALIBRATION_SEED = 20264
ONLY_A, ONLY_B, BOTH = 165_000, 65_000, 385_000

# Per cent of records, in register A and in register B.
RATES = {
    "number missing": (0.0, 9.3),
    "number garbled": (0.0, 4.7),  # a digit wrong, or two exchanged: the check digit fails
    "number of another": (0.0, 0.7),  # mostly of somebody they live with
    "known by a short name": (2.0, 14.0),  # of those whose name has one
    "given name mistyped": (0.8, 5.5),
    "initial only": (0.2, 2.5),
    "given name missing": (0.0, 1.0),
    "known by another name": (0.0, 2.5),  # a middle name in daily use
    "family name mistyped": (0.8, 5.5),
    "earlier family name": (0.0, 60.0),  # of those whose name changed in the last ten years
    "family name missing": (0.0, 0.4),
    "names exchanged": (0.03, 1.0),
    "birth date a digit out": (0.4, 3.2),
    "day and month exchanged": (0.1, 1.5),
    "birth date missing": (0.2, 2.8),
    "sex missing": (0.1, 2.0),
    "sex wrong": (0.05, 0.4),
    "earlier home": (2.0, 45.0),  # of those who moved in the last years
    "postcode missing": (0.4, 3.6),
    "postcode mistyped": (0.6, 5.0),
    "address shortened": (8.0, 40.0),
    "address mistyped": (1.0, 8.0),
    "address missing": (0.2, 2.5),
}


@dataclass(frozen=True)
class TwoRegisters:
    """The registers and their truth.

    Parameters
    ----------
    registers : one row per record, source `a` or `b`, as `joinedup.core.people.link` takes them.
    truth : one row per record: source, record_id, person.
    """

    registers: pa.Table
    truth: pa.Table


@dataclass(frozen=True)
class _World:
    people: People
    names: Names
    homes: Addresses
    number: pa.Array


def make(seed: int, *, share: float = 1.0) -> TwoRegisters:
    """The two registers of a seed.

    Parameters
    ----------
    share : how large (0-1) in comparison to the full size of a million records.
    """
    only_a, only_b, both = (round(count * share) for count in (ONLY_A, ONLY_B, BOTH))
    count = only_a + only_b + both
    template = Template(Path(definitions.__file__).parent / "places" / "dorset")
    people = populate(template, count, seed)
    homes = house(people, np.full(count, NEVER), template, seed)
    world = _World(people, give_names(people, seed), homes, draw_numbers(count, stream(seed, "numbers")))
    order = stream(seed, "who is where").permutation(count)
    in_a, in_b = order[: only_a + both], order[only_a:]
    drawn = [_register(world, who, side, seed) for side, who in enumerate((in_a, in_b))]
    registers = pa.concat_tables(table for table, _ in drawn)
    truth = registers.select(["source", "record_id"])
    return TwoRegisters(registers, truth.append_column("person", pa.array(np.concatenate([who for _, who in drawn]))))


def _register(world: _World, who: Ints, side: int, seed: int) -> tuple[pa.Table, Ints]:
    source = "ab"[side]
    rng = stream(seed, f"register {source}")
    who = rng.permutation(who)

    def hit(what: str) -> Bools:
        return happens(rng, RATES[what][side], len(who))

    given, family = _names(world, who, hit, rng)
    table = {
        "source": pa.array([source]).take(pa.array(np.zeros(len(who), dtype=np.int32))),
        "record_id": pa.array([f"{source}{number:07d}" for number in range(len(who))]),
        "nhs_number": _numbers(world, who, hit, rng),
        "given_name": given,
        "family_name": family,
        "birth_date": _births(world, who, hit, rng),
        "sex": _sexes(world, who, hit),
        **_home(world, who, hit, rng),
    }
    return pa.table(table), who


def _without(column: pa.Array, which: Bools) -> pa.Array:
    return pc.if_else(pa.array(which), pa.scalar(None, column.type), column)


def _names(world: _World, who: Ints, hit, rng: Rng) -> tuple[pa.Array, pa.Array]:
    names = world.names
    other = names.given[who[rng.permutation(len(who))]]  # somebody's name, of either sex's list
    same_sex = world.people.is_female[who] == world.people.is_female[who[rng.permutation(len(who))]]
    given = text(names.given_list, np.where(hit("known by another name") & same_sex, other, names.given[who]))
    family = text(names.family_list, np.where(hit("earlier family name"), names.family_before[who], names.family[who]))
    given = mistakes.altered(given, hit("known by a short name"), mistakes.nickname, rng)
    given = mistakes.altered(given, hit("given name mistyped"), mistakes.mistyped, rng)
    given = mistakes.altered(given, hit("initial only"), mistakes.initial, rng)
    family = mistakes.altered(family, hit("family name mistyped"), mistakes.mistyped, rng)
    exchanged = pa.array(hit("names exchanged"))
    given, family = pc.if_else(exchanged, family, given), pc.if_else(exchanged, given, family)
    return _without(given, hit("given name missing")), _without(family, hit("family name missing"))


def _numbers(world: _World, who: Ints, hit, rng: Rng) -> pa.Array:
    whose = np.where(hit("number of another"), _another_at_home(world.people, rng)[who], who)
    number = world.number.take(pa.array(whose))
    number = mistakes.altered(number, hit("number garbled"), _garbled, rng)
    return _without(number, hit("number missing"))


def _garbled(number: str, share: float) -> str:
    place, kind = divmod(share * 7, 1)
    if kind < 0.3:
        swap = 3 + int(place) % 6
        return number[:swap] + number[swap + 1] + number[swap] + number[swap + 2 :]
    return mistakes.garbled_number(number, share)


def _another_at_home(people: People, rng: Rng) -> Ints:
    """For everybody, the next member of the household; a neighbour in the list for those who live alone."""
    order = np.lexsort((rng.random(len(people)), people.household))
    another = np.empty(len(people), dtype=np.int64)
    another[order] = np.roll(order, 1)
    return another


def _births(world: _World, who: Ints, hit, rng: Rng) -> pa.Array:
    births = mistakes.swapped_days(world.people.birth_on[who], hit("day and month exchanged"))
    births = mistakes.wrong_days(births, hit("birth date a digit out"), rng)
    return dates(np.where(hit("birth date missing"), NEVER, births))


def _sexes(world: _World, who: Ints, hit) -> pa.Array:
    is_female = world.people.is_female[who] != hit("sex wrong")
    return _without(pc.if_else(pa.array(is_female), "female", "male"), hit("sex missing"))


def _home(world: _World, who: Ints, hit, rng: Rng) -> dict[str, pa.Array]:
    homes = world.homes
    dwelling = pa.array(np.where(hit("earlier home"), homes.before[who], homes.now[who]))
    postcode = pa.array(homes.postcodes).take(pa.array(homes.dwelling_postcode).take(dwelling))
    address = mistakes.altered(homes.line.take(dwelling), hit("address shortened"), mistakes.shortened_address, rng)
    address = mistakes.altered(address, hit("address mistyped"), mistakes.mistyped, rng)
    postcode = mistakes.altered(postcode, hit("postcode mistyped"), mistakes.mistyped_postcode, rng)
    return {
        "address": _without(address, hit("address missing")),
        "postcode": _without(postcode, hit("postcode missing")),
    }
