"""What do general practices write in their records?"""

from typing import Any

import numpy as np
import pyarrow as pa

from joinedup import definitions
from joinedup.county.chance import Bools, Ints, Rng, happens, pick, steps, stream
from joinedup.county.days import NEVER, YEAR_DAYS, dates
from joinedup.county.events import Events, coded, days_in_life, in_order_of_day
from joinedup.county.illness import Illness
from joinedup.county.lives import Lives
from joinedup.county.logbook import Logbook
from joinedup.county.population import People
from joinedup.county.template import Template, figures, rows
from joinedup.county.unpaid_care import Caring

RECORDED_PER_CENT = 92  # of conditions a person has
NURSING_PER_CENT = 34  # of care-home residents; as in social care
FALL_CODES = ("161898004", "1912002")
FRACTURE_CODES = ("263225007", "263102004", "207957008")
SMOKER, EX_SMOKER, NEVER_SMOKED = "77176002", "8517006", "266919005"
OLDEST_COURSE_DAYS = 12 * 365
FLU_VACCINE, LIVES_ALONE, IS_CARER = "86198006", "105529008", "224484003"
RESIDENTIAL_HOME, NURSING_HOME = "394923006", "160734000"
PRESSURE, BODY_MASS = "271649006", "60621009"


def record_events(
    made: People, illness: Illness, lives: Lives, caring: Caring, smokes: Bools, template: Template, seed: int
) -> Events:
    """Coded entries: conditions at onset, falls, fractures, smoking, measurements, vaccinations, who cares."""
    rng = stream(seed, "general practice")
    terms = {row["snomed_code"]: row["term"] for row in rows(definitions.HOME / "codelists" / "conditions.csv")}
    codes = tuple(terms)
    number = {code: place for place, code in enumerate(codes)}
    log = Logbook("person", "on", "code", "value")
    note_conditions(illness, number, log, rng)
    note_falls(lives, number, log, rng)
    note_lifestyle(made, smokes, number, template, log, rng)
    note_measurements(made, illness, number, template, log, rng)
    note_carers(caring, number, template, log, rng)
    note_care_homes(lives, number, log, rng)
    person, on, code, value = (log.column(name) for name in ("person", "on", "code", "value"))
    kept = (on < template.as_at) & (on <= made.death_on[person]) & (on >= made.birth_on[person])
    person, on, code, value = person[kept], on[kept], code[kept], value[kept]
    order = in_order_of_day(person, on)
    person, on, code, value = person[order].astype(np.int32), on[order].astype(np.int32), code[order], value[order]
    units = np.where(code == number[PRESSURE], 0, np.where(code == number[BODY_MASS], 1, -1))
    columns = {
        "recorded_on": dates(on),
        "code": coded(codes, code),
        "term": coded(tuple(terms.values()), code),
        "value": pa.array(value, mask=np.isnan(value)),
        "unit": coded(("mmHg", "kg/m2"), units),
    }
    return Events("gp_event", template.sources_of("gp_event")[0], person, columns)


def add(log: Logbook, person: Ints, on: Any, code: Any, value: Any = None) -> None:
    """Add entries; one code for all, or one each."""
    size = len(person)
    values = np.full(size, np.nan) if value is None else value
    log.add(person=person, on=np.asarray(on), code=np.broadcast_to(np.asarray(code), (size,)), value=values)


def note_conditions(illness: Illness, number: dict[str, int], log: Logbook, rng: Rng) -> None:
    """Most conditions are coded, some days after they begin."""
    for row, name in enumerate(illness.names):
        person = np.flatnonzero(illness.onset_on[row] != NEVER).astype(np.int32)
        person = person[happens(rng, RECORDED_PER_CENT, len(person))]
        choices = np.array([number[code] for code in illness.facts[name]["snomed"]])
        code = choices[pick(rng, 1 / (np.arange(len(choices)) + 1), len(person))]
        add(log, person, illness.onset_on[row][person] + rng.exponential(25, len(person)).astype(int), code)


def note_care_homes(lives: Lives, number: dict[str, int], log: Logbook, rng: Rng) -> None:
    """Most moves to a care home are coded, some days after."""
    person = np.flatnonzero(lives.home_on != NEVER).astype(np.int32)
    person = person[happens(rng, RECORDED_PER_CENT, len(person))]
    code = np.where(happens(rng, NURSING_PER_CENT, len(person)), number[NURSING_HOME], number[RESIDENTIAL_HOME])
    add(log, person, lives.home_on[person] + rng.exponential(25, len(person)).astype(int), code)


def note_falls(lives: Lives, number: dict[str, int], log: Logbook, rng: Rng) -> None:
    """Falls told to the practice, and the fractures that hospitals write about."""
    falls = {name: lives.falls.column(name) for name in ("person", "on", "gp", "admitted", "ed")}
    told = np.flatnonzero(falls["gp"])
    codes = np.array([number[code] for code in FALL_CODES])
    add(
        log,
        falls["person"][told],
        falls["on"][told] + rng.integers(0, 8, len(told)),
        codes[pick(rng, [3, 2], len(told))],
    )
    facts = figures("care")["fall"]
    broken = np.flatnonzero(
        falls["ed"] & happens(rng, facts["other_fracture_of_emergency_department_per_cent"], len(falls["ed"]))
    )
    codes = np.array([number[code] for code in FRACTURE_CODES])
    add(
        log,
        falls["person"][broken],
        falls["on"][broken] + rng.integers(2, 20, len(broken)),
        codes[pick(rng, [0, 3, 1], len(broken))],
    )


def note_lifestyle(
    made: People, smokes: Bools, number: dict[str, int], template: Template, log: Logbook, rng: Rng
) -> None:
    """Smoking status of most adults; who lives alone, for a few."""
    adults = np.flatnonzero((made.age > 16) & happens(rng, 82, len(made))).astype(np.int32)
    status = np.where(
        smokes[adults], number[SMOKER], np.where(happens(rng, 30, len(adults)), number[EX_SMOKER], number[NEVER_SMOKED])
    )
    add(
        log,
        adults,
        days_in_life(adults, template.history_from - 900, template.as_at, rng),
        status,
    )
    alone = made.lives_alone
    told = np.flatnonzero(alone & (made.age > 70) & happens(rng, 30, len(made))).astype(np.int32)
    add(
        log,
        told,
        days_in_life(told, template.history_from - 900, template.as_at, rng),
        number[LIVES_ALONE],
    )
    for year in range(4):
        autumn = template.history_from + int(YEAR_DAYS * year) + 160
        given = np.flatnonzero((made.age_at(autumn) >= 65) & happens(rng, 76, len(made))).astype(np.int32)
        add(log, given, autumn + rng.integers(0, 90, len(given)), number[FLU_VACCINE])


def note_measurements(
    made: People, illness: Illness, number: dict[str, int], template: Template, log: Logbook, rng: Rng
) -> None:
    """Blood pressure and body mass of those who are checked."""
    checked = np.where(
        illness.has("hypertension", template.as_at) | illness.has("diabetes", template.as_at),
        130,
        np.where(made.age > 40, 45, 8),
    )
    raised = illness.has("hypertension", template.as_at)
    heavy = illness.has("obesity", template.as_at)
    for code, normal, spread, more in ((PRESSURE, 126, 12, raised * 12), (BODY_MASS, 25.5, 3, heavy * 8)):
        person = np.repeat(
            np.arange(len(made), dtype=np.int32), rng.poisson(checked / 100 * (1 if code == PRESSURE else 0.7))
        )
        person = person[made.age[person] > 16]
        value = np.round(normal + more[person] + rng.normal(0, spread, len(person)), 0 if code == PRESSURE else 1)
        add(
            log,
            person,
            days_in_life(person, template.history_from, template.as_at, rng),
            number[code],
            value,
        )


def note_carers(caring: Caring, number: dict[str, int], template: Template, log: Logbook, rng: Rng) -> None:
    """Some carers are noted as such."""
    told = np.flatnonzero(happens(rng, 18.0 + 14 * caring.hours, len(caring.carer)))
    person = caring.carer[told]
    add(log, person, days_in_life(person, caring.starts_on[told], template.as_at, rng), number[IS_CARER])


def prescribe(made: People, illness: Illness, template: Template, seed: int) -> Events:
    """Courses of medicines for the conditions people have."""
    rng = stream(seed, "medicines")
    log = Logbook("person", "starts_on", "ends_on", "medicine")
    listed = rows(definitions.HOME / "codelists" / "medicines.csv")
    for place, row in enumerate(listed):
        fact = figures("medicines").get(row["bnf_code"])
        if fact:
            prescribe_one(made, illness, fact, place, template, log, rng)
    person, starts_on, ends_on, medicine = (log.column(name) for name in ("person", "starts_on", "ends_on", "medicine"))
    kept = (starts_on < np.minimum(template.as_at, made.death_on[person])) & (starts_on >= made.birth_on[person])
    person, starts_on, ends_on, medicine = person[kept], starts_on[kept], ends_on[kept], medicine[kept]
    last = np.minimum(ends_on, made.death_on[person])
    ends_on = np.where(last < template.as_at, np.maximum(last, starts_on), NEVER)
    order = in_order_of_day(person, starts_on)
    columns = {
        "starts_on": dates(starts_on[order]),
        "ends_on": dates(ends_on[order]),
        "bnf_code": coded(tuple(row["bnf_code"] for row in listed), medicine[order]),
        "medicine": coded(tuple(row["medicine"] for row in listed), medicine[order]),
    }
    return Events("gp_medicine", template.sources_of("gp_medicine")[0], person[order].astype(np.int32), columns)


def prescribe_one(
    made: People, illness: Illness, fact: dict[str, Any], place: int, template: Template, log: Logbook, rng: Rng
) -> None:
    """One medicine: since the earliest condition that it is for, or at an age."""
    since = np.full(len(made), NEVER, dtype=np.int32)
    for name, per_cent in fact.get("of", {}).items():
        onset = illness.onset_on[illness.names.index(name)]
        since = np.where((onset != NEVER) & happens(rng, per_cent, len(made)), np.minimum(since, onset), since)
    if "age" in fact:
        by_age = happens(rng, steps(fact["age"], made.age, "per_cent"), len(made))
        since = np.where(by_age, np.minimum(since, template.as_at - rng.integers(1, 1500, len(made))), since)
    taken = since != NEVER
    taken &= ~(made.is_female if fact.get("male_only") else np.zeros(len(made), bool))
    taken &= made.is_female if fact.get("female_only") else np.ones(len(made), bool)
    person = np.flatnonzero(taken).astype(np.int32)
    earliest = template.history_from - rng.integers(0, OLDEST_COURSE_DAYS, len(person))  # older courses were renewed
    starts_on = np.maximum(since[person] + rng.exponential(60, len(person)).astype(int), earliest)
    if fact.get("acute"):
        starts_on = rng.integers(template.history_from, template.as_at, len(person))
        ends_on = starts_on + 7
    else:
        stopped = happens(rng, 15, len(person))
        ends_on = np.where(stopped, starts_on + rng.exponential(900, len(person)).astype(int) + 28, NEVER)
    log.add(person=person, starts_on=starts_on, ends_on=ends_on, medicine=np.full(len(person), place))
