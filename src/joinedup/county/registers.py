"""Whom does each agency know, under which id, and what has it got wrong about them?"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from joinedup.county import mistakes, names
from joinedup.county.addresses import Addresses
from joinedup.county.chance import Bools, Ints, Rng, happens, steps, stream
from joinedup.county.days import NEVER, dates
from joinedup.county.names import Names
from joinedup.county.population import ETHNICITIES, NOBODY, People
from joinedup.county.template import Template, figures, msoa_names

SEXES = ("female", "male", "unknown")


@dataclass
class Identity:
    """What is true of everybody's identity.

    Parameters
    ----------
    number, old_number : NHS number, and the one it replaced (null for most).
    practice : code of the GP practice.
    """

    names: Names
    addresses: Addresses
    number: pa.Array
    old_number: pa.Array
    practice: pa.Array
    is_sensitive: Bools
    is_opted_out: Bools


@dataclass
class Register:
    """One agency's list of people.

    Parameters
    ----------
    person : whom each record is about.
    first, second : for every person of the county, their record and their second record here, or NOBODY.
    table : one row per record, under our own column names.
    """

    source: str
    person: Ints
    first: Ints
    second: Ints
    table: pa.Table

    def record_ids(self, person: Ints, rng: Rng) -> pa.Array:
        """A record id for each of `person`: those known twice appear under either id."""
        record = self.first[person]
        second = self.second[person]
        return (
            self.table["record_id"]
            .combine_chunks()
            .take(pa.array(np.where((second != NOBODY) & happens(rng, 30, len(person)), second, record)))
        )


def keep_register(
    made: People, who: Identity, agency: dict[str, Any], has_event: Bools, template: Template, seed: int
) -> Register:
    """One agency's register.

    Parameters
    ----------
    has_event : people who must be in it because the agency has recorded something about them.
    """
    source = agency["source"]
    rng = stream(seed, f"register of {source}")
    rates = figures("registers")["mistakes"][agency["mistakes"]]
    person = np.flatnonzero(known_people(made, agency, has_event, template, rng))
    twice = person[happens(rng, rates["twice"], len(person))]
    everybody = np.concatenate([person, twice])
    order = rng.permutation(len(everybody))
    records = everybody[order].astype(np.int32)
    place = np.argsort(order)
    first, second = np.full(len(made), NOBODY, dtype=np.int32), np.full(len(made), NOBODY, dtype=np.int32)
    first[person], second[twice] = place[: len(person)], place[len(person) :]
    is_second = order >= len(person)
    table = write_down(made, who, agency, records, is_second, rates, template, rng)
    return Register(source, records, first, second, table)


def known_people(made: People, agency: dict[str, Any], has_event: Bools, template: Template, rng: Rng) -> Bools:
    """Those with an event there, and a share of the others in the agency's area by age."""
    cover = figures("registers")["covers"][agency["covers"]]
    by_chance = happens(rng, steps(cover, np.maximum(made.age, 0), "per_cent"), len(made))
    known = has_event | (by_chance & in_area(made, agency, template))
    if "as_of" in agency:
        known &= made.age > template.date_of("as_at").year - agency["as_of"]
    return known


def in_area(made: People, agency: dict[str, Any], template: Template) -> Bools:
    """Who lives where the agency works."""
    area = agency.get("legacy_area", {})
    organisation = agency["organisation"]
    hoods = template.place["neighbourhoods"]
    served = np.ones(len(template.areas), dtype=bool)
    trusts = {hood["acute_trust"] for hood in hoods}
    councils = {fact["council"]: name for name, fact in template.place["local_authorities"].items()}
    if "neighbourhoods" in area:
        served = np.array([hood["code"] in area["neighbourhoods"] for hood in hoods])[template.neighbourhood_of_area]
    elif "acute_trust" in area or organisation in trusts:
        trust = area.get("acute_trust", organisation)
        served = np.array([hood["acute_trust"] == trust for hood in hoods])[template.neighbourhood_of_area]
    elif organisation in councils:
        served = template.authority_of_area == template.authorities.index(councils[organisation])
    elif agency["covers"] == "social_care_legacy":
        served = legacy_area(organisation, template)
    return np.asarray(served[made.area])


def legacy_area(organisation: str, template: Template) -> Bools:
    """LSOAs of a former council: those named, or those nobody else's."""
    former = template.place["legacy_authorities"]
    msoa = np.array([row["msoa_name"] for row in template.areas])
    if organisation in former:
        return np.isin(msoa, msoa_names(former[organisation]))
    return ~np.isin(msoa, [name for group in former.values() for name in msoa_names(group)])


def write_down(
    made: People,
    who: Identity,
    agency: dict[str, Any],
    person: Ints,
    is_second: Bools,
    rates: dict[str, float],
    template: Template,
    rng: Rng,
) -> pa.Table:
    """The records as the agency holds them, mistakes included; only columns the agency has."""
    size = len(person)
    stale = happens(rng, rates["stale"], size) | (is_second & happens(rng, 40, size))
    columns = {
        "record_id": record_ids(agency["id"], size, rng),
        **numbers(who, person, rates, rng),
        **written_names(who, person, stale, rates, rng),
        **written_days(made, person, rates, template, rng),
        "sex": pa.array(SEXES).take(
            pa.array(np.where(happens(rng, rates["sex_unknown"], size), 2, np.where(made.is_female[person], 0, 1)))
        ),
        "ethnicity": blanked(
            pa.array(ETHNICITIES).take(pa.array(made.ethnicity[person])), rates["ethnicity_missing"], rng
        ),
        **written_addresses(who.addresses, person, stale, rates, rng),
        "gp_practice": who.practice.take(pa.array(person)),
        "is_sensitive": pa.array(who.is_sensitive[person]),
        "is_opted_out": pa.array(who.is_opted_out[person]),
        "updated_on": dates(np.asarray(template.as_at - 1 - rng.exponential(400, size).astype(int))),
    }
    sent = [name for name in columns if name in agency["files"]["register"]["columns"]]
    return pa.table({name: columns[name] for name in sent})


def record_ids(pattern: str, size: int, rng: Rng) -> pa.Array:
    """Ids in the agency's pattern, with gaps."""
    numbers = np.cumsum(rng.integers(1, 4, size)) + 1000
    return pa.array([pattern.format(number=number) for number in numbers.tolist()], pa.string())


def blanked(column: pa.Array, per_cent: float, rng: Rng) -> pa.Array:
    """The column with some values missing."""
    return pc.if_else(pa.array(happens(rng, per_cent, len(column))), pa.scalar(None, pa.string()), column)


def numbers(who: Identity, person: Ints, rates: dict[str, float], rng: Rng) -> dict[str, pa.Array]:
    """NHS numbers: some superseded, garbled, somebody else's, or missing."""
    size = len(person)
    old = who.old_number.take(pa.array(person))
    use_old = happens(rng, rates["superseded_number"], size) & np.asarray(old.is_valid())
    somebody = np.where(happens(rng, rates["number_wrong"], size), person[rng.integers(0, max(size, 1), size)], person)
    number = pc.if_else(pa.array(use_old), old, who.number.take(pa.array(somebody)))
    number = mistakes.altered(number, happens(rng, rates["number_garbled"], size), mistakes.garbled_number, rng)
    return {"nhs_number": blanked(number, rates["number_missing"], rng), "superseded_nhs_number": old}


def written_names(who: Identity, person: Ints, stale: Bools, rates: dict[str, float], rng: Rng) -> dict[str, pa.Array]:
    """Names with nicknames, initials, slips, and earlier family names where the record is old."""
    size = len(person)
    given = names.text(who.names.given_list, who.names.given[person])
    family = names.text(
        who.names.family_list, np.where(stale, who.names.family_before[person], who.names.family[person])
    )
    given = mistakes.altered(given, happens(rng, rates["nickname"], size), mistakes.nickname, rng)
    given = mistakes.altered(given, happens(rng, rates["typo"], size), mistakes.mistyped, rng)
    given = mistakes.altered(given, happens(rng, rates["initial"], size), mistakes.initial, rng)
    family = mistakes.altered(family, happens(rng, rates["typo"], size), mistakes.mistyped, rng)
    return {"given_name": blanked(given, rates["given_missing"], rng), "family_name": family}


def written_days(
    made: People, person: Ints, rates: dict[str, float], template: Template, rng: Rng
) -> dict[str, pa.Array]:
    """Dates of birth, some wrong, swapped or missing, and of death."""
    size = len(person)
    birth = mistakes.swapped_days(made.birth_on[person], happens(rng, rates["birth_swapped"], size))
    birth = np.minimum(mistakes.wrong_days(birth, happens(rng, rates["birth_wrong"], size), rng), template.as_at - 1)
    birth = np.where(happens(rng, rates["birth_missing"], size), NEVER, birth)
    death = made.death_on[person]
    death = np.where((death < template.as_at) & ((birth == NEVER) | (death >= birth)), death, NEVER)
    return {"birth_date": dates(birth), "death_date": dates(death)}


def written_addresses(
    addresses: Addresses, person: Ints, stale: Bools, rates: dict[str, float], rng: Rng
) -> dict[str, pa.Array]:
    """Addresses and postcodes, of today or of some years ago, some short, mistyped or missing."""
    size = len(person)
    dwelling = np.where(stale, addresses.before[person], addresses.now[person])
    postcode = pa.array(addresses.postcodes).take(pa.array(addresses.dwelling_postcode[dwelling]))
    postcode = mistakes.altered(postcode, happens(rng, rates["postcode_typo"], size), mistakes.mistyped_postcode, rng)
    address = addresses.line.take(pa.array(dwelling))
    address = mistakes.altered(address, happens(rng, rates["address_short"], size), mistakes.shortened_address, rng)
    address = mistakes.altered(address, happens(rng, rates["typo"] / 2, size), mistakes.mistyped, rng)
    return {
        "address": blanked(address, rates["address_missing"], rng),
        "postcode": blanked(postcode, rates["postcode_missing"], rng),
    }
