"""What do councils record of adult social care: requests, assessments, services, reviews?

Shapes follow the national Client Level Data return. Each council sends the events of the people who live there.
"""

from typing import Any

import numpy as np

from joinedup.county.chance import Floats, Ints, Rng, happens, pick, steps, stream
from joinedup.county.client_level_data import PROVIDERS, CareLog, as_sent
from joinedup.county.days import NEVER
from joinedup.county.events import Events
from joinedup.county.illness import Illness
from joinedup.county.lives import Lives, curve
from joinedup.county.population import People
from joinedup.county.stays import Stays
from joinedup.county.template import Template, figures
from joinedup.county.unpaid_care import Caring


def social_care_events(
    made: People,
    illness: Illness,
    lives: Lives,
    caring: Caring,
    stays: Stays,
    councils: list[str],
    template: Template,
    seed: int,
) -> list[Events]:
    """Events of adult social care, one table per council."""
    rng, facts = stream(seed, "social care"), figures("care")["social_care"]
    log = CareLog()
    ask_for_help(made, illness, lives, stays, facts, template, log, rng)
    support_working_age(made, illness, facts, template, log, rng)
    pay_for_care_homes(made, lives, facts, template, log, rng)
    support_carers(lives, caring, log, rng)
    return as_sent(made, illness, lives, caring, log, councils, template, rng)


OUTCOMES = ("advice", "low level", "short term", "long term")
"""What follows from a request, in the order of its shares."""
WRITTEN = (4, 7, 0, 1)
"""The same, as the return words them."""
HOSPITAL = 1
"""The route of requests at discharge, as the return counts them."""


def ask_for_help(
    made: People, illness: Illness, lives: Lives, stays: Stays, facts: Any, template: Template, log: CareLog, rng: Rng
) -> None:
    """Requests from the community and after hospital, and what follows from each."""
    deficits = illness.deficits(template.as_at - 700)
    person, on, route = requests(made, deficits, lives, stays, facts, template, rng)
    outcome = pick(rng, list(facts["outcome_per_cent"].values()), len(person))
    after_hospital = (route == HOSPITAL) & happens(rng, 55, len(person))
    outcome = np.where(after_hospital, OUTCOMES.index("short term"), outcome)
    until = on + rng.integers(0, 4, len(person))
    log.note(person, on, until, "request", route=route, outcome=np.array(WRITTEN)[outcome])
    low, short, long = (outcome == OUTCOMES.index(name) for name in OUTCOMES[1:])
    give_equipment(person[low], on[low] + 14, log)
    goes_on, ends = reable(person[short], on[short], facts, log, rng)
    begins = np.concatenate([on[long] + 28, ends[goes_on] + 1])
    begin_home_care(np.concatenate([person[long], person[short][goes_on]]), begins, deficits, facts, template, log, rng)


def requests(
    made: People, deficits: Ints, lives: Lives, stays: Stays, facts: Any, template: Template, rng: Rng
) -> tuple[Ints, Ints, Ints]:
    """Who asks, on which day and by which route: from the community, and after an emergency stay; at home all."""
    fact = facts["requests_per_year"]
    rate = curve(fact, np.maximum(made.age, 0)) * np.exp(fact["per_deficit"] * (deficits - 4))
    asks = np.repeat(np.arange(len(made), dtype=np.int32), np.minimum(rng.poisson(rate * 4), 6))
    asks_on = rng.integers(template.history_from, template.as_at, len(asks))
    left = (
        (stays.method == 0) & (stays.discharged_on != NEVER) & (made.death_on[stays.person] > stays.discharged_on + 7)
    )
    stay = np.flatnonzero(left)
    stay = stay[happens(rng, steps(facts["after_discharge_per_cent"], made.age[stays.person[stay]]), len(stay))]
    route = np.concatenate([pick(rng, [6, 0, 4], len(asks)), np.full(len(stay), HOSPITAL)])
    person = np.concatenate([asks, stays.person[stay]])
    on = np.concatenate([asks_on, stays.discharged_on[stay]])
    at_home = lives.home_on[person] > on
    return person[at_home], on[at_home], route[at_home]


def give_equipment(person: Ints, on: Ints, log: CareLog) -> None:
    """Low-level support, once."""
    log.note(person, on, on, "service", service=4, component=4, mechanism=0, cost=180.0, frequency=2, outcome=7)


def reable(person: Ints, on: Ints, facts: Any, log: CareLog, rng: Rng) -> tuple[Any, Ints]:
    """Reablement of some weeks: who needs care after it, and when it ends."""
    ends = on + rng.integers(14, 43, len(person))
    start = on + rng.integers(0, 4, len(person))
    price = hourly_price(person, facts)
    said = {"service": 3, "component": 3, "mechanism": 0, "frequency": 0, "units": 7.0, "outcome": 5}
    log.note(person, start, np.maximum(ends, start), "service", cost=price, **said)
    return happens(rng, facts["reablement_then_long_term_per_cent"], len(person)), ends


def begin_home_care(
    person: Ints, on: Ints, deficits: Ints, facts: Any, template: Template, log: CareLog, rng: Rng
) -> None:
    """An assessment, then care at home for as long as it lasts, reviewed each year; one package per person."""
    order = np.lexsort((on, person))
    person, on = person[order], on[order]
    first = np.append(True, person[1:] != person[:-1]) if len(person) else np.zeros(0, bool)
    person, on = person[first], on[first]
    log.note(person, on - 14, on - 7, "assessment", outcome=2)
    lasts = rng.exponential(620, len(person)).astype(int) + 20
    until = np.where(on + lasts < template.as_at, on + lasts, NEVER)
    spread = facts["home_care_hours_per_week"]
    hours = spread["mean"] * np.exp(
        spread["deviation"] * rng.standard_normal(len(person)) - 0.15 + 0.03 * (deficits[person] - 8)
    )
    direct = happens(rng, 18, len(person))
    log.note(
        person,
        on,
        until,
        "service",
        service=2,
        component=np.where(direct, 6, 2),
        mechanism=np.where(direct, 1, 0),
        cost=hourly_price(person, facts),
        frequency=0,
        units=np.clip(np.round(hours * 2) / 2, 2, 56),
        outcome=3,
    )
    for year in (1, 2, 3):
        reviewed = np.flatnonzero(
            (until > on + 365 * year) & (on + 365 * year < template.as_at) & happens(rng, 60, len(person))
        )
        day = on[reviewed] + 365 * year
        log.note(person[reviewed], day, day, "review", outcome=3)


def support_working_age(made: People, illness: Illness, facts: Any, template: Template, log: CareLog, rng: Rng) -> None:
    """Long-term support of younger adults, for a learning disability or mental illness, begun earlier."""
    for name, per_cent in facts["working_age_long_term_per_cent"].items():
        person = np.flatnonzero(
            illness.has(name, template.history_from)
            & (made.age > 22)
            & (made.age < 80)
            & happens(rng, per_cent, len(made))
        )
        on = template.history_from - rng.integers(30, 2000, len(person))
        log.note(
            person.astype(np.int32),
            on,
            NEVER,
            "service",
            service=2,
            component=2,
            mechanism=pick(rng, [6, 3, 1], len(person)),
            cost=hourly_price(person, facts),
            frequency=0,
            units=np.round(rng.uniform(6, 40, len(person))),
            outcome=3,
        )


def pay_for_care_homes(made: People, lives: Lives, facts: Any, template: Template, log: CareLog, rng: Rng) -> None:
    """Care-home places that a council pays for, until death."""
    person = np.flatnonzero((lives.home_on < template.as_at) & (lives.home_on <= made.death_on)).astype(np.int32)
    person = person[~happens(rng, facts["self_funders_per_cent"]["value"], len(person))]
    on = lives.home_on[person]
    nursing = happens(rng, 34, len(person))
    prices = facts["care_home_pounds_per_week"]
    cost = np.where(nursing, prices["nursing"], prices["residential"]) + np.round(rng.normal(0, 60, len(person)))
    log.note(person, on - 21, on - 14, "request", route=pick(rng, [5, 3, 2], len(person)), outcome=1)
    log.note(person, on - 14, on - 5, "assessment", outcome=2)
    log.note(
        person,
        on,
        NEVER,
        "service",
        service=np.where(nursing, 0, 1),
        component=np.where(nursing, 0, 1),
        mechanism=0,
        cost=cost,
        frequency=1,
        units=1.0,
        outcome=3,
    )


def support_carers(lives: Lives, caring: Caring, log: CareLog, rng: Rng) -> None:
    """A carer's breakdown brings a request for the person cared for, and help for some carers."""
    pair, on = lives.breakdowns.column("pair").astype(int), lives.breakdowns.column("on")
    log.note(caring.cared_for[pair], on, on + 2, "request", route=3, outcome=1)
    helped = happens(rng, 45, len(pair))
    log.note(caring.carer[pair[helped]], on[helped] + 10, on[helped] + 12, "assessment", client=1, outcome=2)
    log.note(
        caring.carer[pair[helped]],
        on[helped] + 20,
        on[helped] + 20,
        "service",
        client=1,
        service=5,
        component=5,
        mechanism=1,
        cost=300.0,
        frequency=2,
        outcome=3,
    )


def hourly_price(person: Ints, facts: Any) -> Floats:
    """Pounds for an hour of home care: the average fee, a little more or less by provider."""
    average = float(facts["home_care_pounds_per_hour"]["value"])
    return np.asarray(np.round(average * (0.94 + person % PROVIDERS / PROVIDERS * 0.12), 2))
