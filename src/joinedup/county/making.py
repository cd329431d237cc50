"""How is a whole county made, from people to files?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from joinedup import definitions
from joinedup.core.engine import new_directory
from joinedup.core.errors import CannotProceed
from joinedup.county import addresses, community, extracts, general_practice, hospital, nhs_numbers, social_care
from joinedup.county.areas import write_areas
from joinedup.county.bad_rows import with_bad_rows
from joinedup.county.carers import carers_known
from joinedup.county.chance import Bools, Floats, happens, steps, stream
from joinedup.county.directory import write_directory
from joinedup.county.emergency_care import attendances_and_calls
from joinedup.county.events import Events
from joinedup.county.home_care import write_home_care
from joinedup.county.illness import Illness, fall_ill
from joinedup.county.lives import Lives, live
from joinedup.county.names import Names, give_names
from joinedup.county.place import staff, write_place
from joinedup.county.population import People, populate
from joinedup.county.registers import Identity, Register, keep_register
from joinedup.county.stays import stay
from joinedup.county.template import Template, figures
from joinedup.county.truth import write_truth
from joinedup.county.unpaid_care import Caring, begin_caring

Tell = Callable[[str], None]
FEWEST_PEOPLE, MOST_PEOPLE = 500, 900_000  # the range 999 of NHS numbers has about a million valid ones
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2049, 12, 31)


class CannotMakeCounty(CannotProceed):
    """The county asked for cannot be made."""


def silent(words: str) -> None:
    """Tell nobody."""


@dataclass
class World:
    """Everything that is true of the county, before any agency writes it down."""

    template: Template
    seed: int
    made: People
    illness: Illness
    caring: Caring
    smokes: Bools
    lives: Lives
    called: Names


def generate(
    *, people: int, seed: int, out: Path, place: str = "dorset", as_at: date | None = None, tell: Tell = silent
) -> dict[str, int]:
    """Make the invented county: every agency's extract, place.toml and the truth.

    Parameters
    ----------
    people : how many people, those who die during the four years among them; 500 to about 900,000.
    seed : the same seed makes the same bytes.
    out : folder to write; an earlier county there is replaced once the new one is complete.
    place : a folder of definitions/places.
    as_at : the day it speaks of; that of the place's facts if not given.
    tell : called with a few words at each stage.

    Returns
    -------
    number of rows written, by path; bad rows included.

    Raises
    ------
    CannotMakeCounty : too few or too many people, a day too far away, or `out` holds something that is no county.
    """
    check_can_make(people, out, as_at)
    template = Template(definitions.HOME / "places" / place, as_at)
    with new_directory(out, is_earlier=is_county) as folder:
        world = make_world(template, people, seed, tell)
        return write_world(world, folder, tell)


def check_can_make(people: int, out: Path, as_at: date | None) -> None:
    """Refuse what cannot be made, or would destroy something else."""
    if not FEWEST_PEOPLE <= people <= MOST_PEOPLE:
        raise CannotMakeCounty(
            f"A county of {people:,} people cannot be made", expected=f"{FEWEST_PEOPLE:,} to {MOST_PEOPLE:,}"
        )
    if as_at and not FIRST_DAY <= as_at <= LAST_DAY:
        raise CannotMakeCounty(
            f"A county as at {as_at} cannot be made", expected=f"a day from {FIRST_DAY} to {LAST_DAY}"
        )
    if out.exists() and not (out.is_dir() and (is_county(out) or not any(out.iterdir()))):
        raise CannotMakeCounty(
            f"{out} exists and is not an invented county", expected="a new folder, or an earlier county"
        )


def is_county(folder: Path) -> bool:
    """The folder holds an invented county; a real place has no truth beside it."""
    return (folder / "place.toml").is_file() and (folder / "truth").is_dir()


def make_world(template: Template, people: int, seed: int, tell: Tell) -> World:
    """People, their illnesses and their four years."""
    tell(f"{people:,} people, their homes and families")
    made = populate(template, people, seed)
    illness = fall_ill(made, seed)
    caring = begin_caring(made, illness, seed)
    smokes = happens(stream(seed, "smoking"), smoking_per_cent(made), people)
    tell("four years of falls, hospital stays, care and deaths")
    lives = live(made, illness, caring, smokes, template, seed)
    called = give_names(made, seed)
    return World(template, seed, made, illness, caring, smokes, lives, called)


def smoking_per_cent(made: People) -> Floats:
    """Chance of smoking by age, more where deprivation is higher."""
    return steps(figures("population")["smokers_per_cent"], np.maximum(made.age, 0)) * (1.75 - made.decile * 0.136)


def write_world(world: World, folder: Path, tell: Tell) -> dict[str, int]:
    """Let every agency write down what it knows, and write it as it sends it."""
    events = what_agencies_saw(world, tell)
    dwellings = addresses.house(world.made, world.lives.home_on, world.template, world.seed)
    who = identify(world, dwellings)
    rows: dict[str, int] = {}
    bad: dict[str, dict[str, int]] = {}
    registers = []
    for agency in world.template.agencies:
        tell(f"extracts of {agency['source']}")
        sent = [table for table in events if table.source == agency["source"]]
        register = keep_register(world.made, who, agency, people_in(sent, len(world.made)), world.template, world.seed)
        registers.append(register)
        write_agency(world, agency, register, sent, folder, rows, bad)
    write_areas(world.template, dwellings, folder)
    write_place(world.template, world.made, world.called, folder, world.seed)
    tell("home-care providers")
    members = staff(world.template, world.called, stream(world.seed, "staff"))
    write_home_care(world.template, world.made, world.lives, who, members, world.seed, folder)
    tell("the directory of services")
    write_directory(world.template, world.seed, folder)
    write_truth(
        world.made, who, world.illness, world.lives, world.caring, registers, bad, world.smokes, world.template, folder
    )
    return rows


def what_agencies_saw(world: World, tell: Tell) -> list[Events]:
    """Every event, by the agency that recorded it."""
    template, made, illness, lives, seed = world.template, world.made, world.illness, world.lives, world.seed
    trusts, councils = template.sources_of("hospital_spell"), template.sources_of("social_care_event")
    charity = next(source for source in template.sources_of("unpaid_carer") if source not in councils)
    is_alone = made.lives_alone
    tell("what hospitals, practices and teams recorded")
    stays = stay(made, illness, lives, template, seed)
    usual = template.neighbourhood_values("acute_trust", trusts)[made.area]
    elsewhere = happens(stream(seed, "treated elsewhere"), 6, len(stays.person))
    trust = (usual[stays.person] + elsewhere) % len(trusts)
    return [
        *hospital.spells(made, illness, lives, stays, trust, trusts, seed),
        *attendances_and_calls(made, illness, lives, stays, usual, trusts, template, seed),
        general_practice.record_events(made, illness, lives, world.caring, world.smokes, template, seed),
        general_practice.prescribe(made, illness, template, seed),
        *community.community_contacts(made, illness, lives, stays, template, seed),
        *community.mental_health_contacts(made, illness, template, seed),
        *community.referrals(made, illness, is_alone, template, seed),
        *community.safe_and_well_visits(made, illness, world.smokes, is_alone, template, seed),
        *social_care.social_care_events(made, illness, lives, world.caring, stays, councils, template, seed),
        *carers_known(made, lives, world.caring, charity, councils, template, seed),
    ]


def identify(world: World, dwellings: addresses.Addresses) -> Identity:
    """Numbers, practices and flags."""
    rng, facts, size = stream(world.seed, "identity"), figures("population"), len(world.made)
    replaced = happens(rng, facts["superseded_number_per_thousand"]["value"] / 10, size)
    drawn = nhs_numbers.draw_numbers(size + int(replaced.sum()), rng)
    old = np.zeros(size, dtype=int)
    old[replaced] = size + np.arange(int(replaced.sum()))
    old_number = pc.if_else(pa.array(replaced), drawn.take(pa.array(old)), pa.scalar(None, pa.string()))
    return Identity(
        names=world.called,
        addresses=dwellings,
        number=drawn.slice(0, size),
        old_number=old_number,
        practice=practices(world, size),
        is_sensitive=happens(rng, facts["sensitive_per_thousand"]["value"] / 10, size),
        is_opted_out=happens(rng, facts["opted_out_per_cent"]["value"], size),
    )


def practices(world: World, size: int) -> pa.Array:
    """An invented practice for each person, of those nearest."""
    rate = world.template.place["practices_per_100000_people"]["value"]
    hoods = len(world.template.place["neighbourhoods"])
    per_hood = max(1, round(rate * size / 100_000 / hoods))
    hood = world.template.neighbourhood_of_area[world.made.area]
    chosen = hood * per_hood + stream(world.seed, "practices").integers(0, per_hood, size)
    return pa.array([f"J8{number:04d}" for number in range(hoods * per_hood)]).take(pa.array(chosen))


def people_in(tables: list[Events], people: int) -> Bools:
    """Who appears in any of the tables."""
    known = np.zeros(people, dtype=bool)
    for table in tables:
        known[table.person] = True
        if table.cared_for is not None:
            known[table.cared_for] = True
    return known


def write_agency(
    world: World,
    agency: dict[str, dict[str, dict[str, str]]],
    register: Register,
    sent: list[Events],
    folder: Path,
    rows: dict[str, int],
    bad: dict[str, dict[str, int]],
) -> None:
    """Write an agency's register and extracts, with bad rows among them."""
    rng = stream(world.seed, f"extracts of {register.source}")
    tables = {"register": register.table}
    for events in sent:
        columns = {"record_id": register.record_ids(events.person, rng), **events.columns}
        if events.cared_for is not None:
            columns["cared_for_record_id"] = register.record_ids(events.cared_for, rng)
        tables[events.kind] = pa.table(columns)
    for kind, shape in agency["files"].items():
        table, counts = with_bad_rows(kind, tables[kind], world.template, rng)
        extracts.write(table, shape, folder)
        rows[shape["path"]] = table.num_rows
        bad[shape["path"]] = counts
