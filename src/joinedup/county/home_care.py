"""Whom do the invented home-care providers visit, who works for them, and what does a usual week hold?"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from joinedup.county.chance import Ints, Rng, pick, stream
from joinedup.county.days import NEVER
from joinedup.county.lives import Lives
from joinedup.county.population import People
from joinedup.county.registers import Identity
from joinedup.county.template import Template, figures

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OLD_ENOUGH_YEARS = 72
SPREAD_DEGREES = 0.004  # how far homes lie from the middle of their small area: a few hundred metres
Member = Mapping[str, str]


@dataclass(frozen=True)
class Home:
    """Where somebody lives."""

    latitude: float
    longitude: float
    is_rural: bool

    def place(self, code: str) -> dict[str, Any]:
        """The home as a place of the file of a day."""
        return {"id": code, "latitude": self.latitude, "longitude": self.longitude, "rural": self.is_rural}


def write_home_care(
    template: Template, made: People, lives: Lives, who: Identity, staff: Sequence[Member], seed: int, folder: Path
) -> None:
    """Write home_care.json: every provider of the place with carers, clients and the visits of a usual week."""
    providers = [
        provider(facts, template, made, lives, who, [one for one in staff if one["organisation"] == code], seed)
        for facts in template.place.get("home_care_providers", ())
        if (code := facts["organisation"])
    ]
    said = {"joinedup": "home-care providers", "providers": providers}
    (folder / "home_care.json").write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")


def provider(
    facts: Mapping[str, Any],
    template: Template,
    made: People,
    lives: Lives,
    who: Identity,
    staff: Sequence[Member],
    seed: int,
) -> dict[str, Any]:
    """One provider."""
    rng, how = stream(seed, f"home care {facts['organisation']}"), figures("home_care")
    persons = clients_of(facts, template, made, lives)
    homes = [home_in(template, int(made.area[person]), rng) for person in persons]
    office = Home(
        round(float(np.mean([home.latitude for home in homes])), 5),
        round(float(np.mean([home.longitude for home in homes])), 5),
        is_rural=False,
    )
    members = [one for one in staff if one["role"] == "home_care_worker"]
    carers = [carer(number, member, facts, how, rng) for number, member in enumerate(members)]
    clients = [
        client(f"c{number + 1:02d}", int(person), home, carers, how, who, rng)
        for number, (person, home) in enumerate(zip(persons, homes, strict=True))
    ]
    places = [office.place("office"), *(home.place(one["id"]) for one, home in zip(clients, homes, strict=True))]
    return {
        "organisation": facts["organisation"],
        "pay": how["pay"],
        "carers": [{name: one[name] for name in CARER_FACTS} for one in carers],
        "clients": [{name: one[name] for name in CLIENT_FACTS} for one in clients],
        "week": {day: day_of(day, places, carers, clients) for day in WEEKDAYS},
    }


FOR_TWO = "moving and handling"
CARER_FACTS = ("id", "name", "username", "contracted_minutes_per_week", "most_minutes_per_week")
CLIENT_FACTS = ("id", "name", "nhs_number", "address", "latitude", "longitude", "rural", "likes", "calls")


def clients_of(facts: Mapping[str, Any], template: Template, made: People, lives: Lives) -> Ints:
    """The frailest old people who live at home in the provider's neighbourhoods, or in the county if these are few."""
    codes = [hood["code"] for hood in template.place["neighbourhoods"]]
    here = np.isin(template.neighbourhood_of_area[made.area], [codes.index(one) for one in facts["neighbourhoods"]])
    at_home = (made.death_on == NEVER) & (lives.home_on == NEVER)
    could = np.flatnonzero(at_home & here & (made.age >= OLD_ENOUGH_YEARS))
    if len(could) < facts["clients"]:
        could = np.flatnonzero(at_home & (made.age >= OLD_ENOUGH_YEARS))
    return could[np.argsort(-made.frailty[could], kind="stable")][: facts["clients"]]


def home_in(template: Template, area: int, rng: Rng) -> Home:
    """A home somewhere near the middle of a small area."""
    facts, aside = template.areas[area], rng.normal(0, SPREAD_DEGREES, 2)
    return Home(
        round(float(facts["latitude"]) + float(aside[0]), 5),
        round(float(facts["longitude"]) + float(aside[1]), 5),
        facts["is_rural"] == "1",
    )


def carer(number: int, member: Member, facts: Mapping[str, Any], how: Any, rng: Rng) -> dict[str, Any]:
    """A carer, with what the file of a day says of them."""
    shift = how["shifts"][number % len(how["shifts"])]
    skills = [skill for skill, share in how["carer_skill_per_cent"].items() if number < 3 or rng.random() * 100 < share]
    return {
        "id": member["username"],
        "name": member["name"],
        "username": member["username"],
        "contracted_minutes_per_week": shift["contracted_minutes_per_week"],
        "most_minutes_per_week": shift["contracted_minutes_per_week"] + how["minutes_more_a_week_at_most"],
        "skills": skills,
        "shift": shift,
        "travels_by": facts["travels"][number % len(facts["travels"])],
    }


def client(
    code: str, person: int, home: Home, carers: list[dict[str, Any]], how: Any, who: Identity, rng: Rng
) -> dict[str, Any]:
    """A client, with what the file of a day says of their visits."""
    names, addresses = who.names, who.addresses
    dwelling = int(addresses.now[person])
    chosen = how["patterns"][int(pick(rng, [one["per_cent"] for one in how["patterns"]], 1)[0])]["calls"]
    needed, by_two = needs(rng, how), bool(rng.random() * 100 < how["by_two_carers_per_cent"]) and len(chosen) < 4
    skills = {*needed, *([FOR_TWO] if by_two else [])}
    able = [one["id"] for one in carers if skills <= set(one["skills"])] or [one["id"] for one in carers]
    familiar = [able[one] for one in rng.permutation(len(able))[:4]]  # whoever has come for long can do what is needed
    return {
        "id": code,
        "name": f"{names.given_list[names.given[person]]} {names.family_list[names.family[person]]}",
        "nhs_number": who.number[person].as_py(),
        "address": f"{addresses.line[dwelling].as_py()}, {addresses.postcodes[addresses.dwelling_postcode[dwelling]]}",
        "latitude": home.latitude,
        "longitude": home.longitude,
        "rural": home.is_rural,
        "likes": how["likes"][int(rng.integers(len(how["likes"])))],
        "calls": [
            {
                "id": f"{code}-{call}",
                "name": how["calls"][call]["name"],
                "tasks": how["calls"][call]["tasks"],
                "is_short_agreed": how["calls"][call].get("is_short_agreed", False),
            }
            for call in chosen
        ],
        "needs": needed,
        "familiar": familiar[:3],
        "refused": familiar[3:] if len(familiar) > 3 and rng.random() * 100 < how["refuses_a_carer_per_cent"] else [],
        "by_two": by_two,
        "shift_minutes": int(rng.integers(-3, 4)) * 5,
    }


def needs(rng: Rng, how: Any) -> list[str]:
    """What the carers of a client must be able to do."""
    return [skill for skill, share in how["skill_needed_per_cent"].items() if rng.random() * 100 < share]


def day_of(
    day: str, places: list[dict[str, Any]], carers: list[dict[str, Any]], clients: list[dict[str, Any]]
) -> dict[str, Any]:
    """A usual weekday, as docs/reference/visits-of-a-day.md says."""
    here = [one for one in carers if day not in one["shift"]["days_off"]]
    return {
        "joinedup": "visits of a day",
        "places": places,
        "visits": [visit for one in clients for visit in visits_of(one, {carer["id"] for carer in here})],
        "carers": [
            {
                "id": one["id"],
                "skills": one["skills"],
                "begins": "office",
                "shift_starts": one["shift"]["starts"],
                "shift_ends": one["shift"]["ends"],
                "travels_by": one["travels_by"],
            }
            for one in here
        ],
    }


def visits_of(client: dict[str, Any], here: set[str]) -> list[dict[str, Any]]:
    """A client's visits of a day; each comes some time after the one before."""
    how = figures("home_care")
    found: list[dict[str, Any]] = []
    for call in client["calls"]:
        kind = call["id"].removeprefix(f"{client['id']}-")
        facts = how["calls"][kind]
        skills = [*client["needs"], *([FOR_TWO] if client["by_two"] and kind != "night" else [])]
        visit: dict[str, Any] = {
            "id": call["id"],
            "place": client["id"],
            "person": client["id"],
            "minutes": facts["minutes"] + (client["shift_minutes"] if facts["minutes"] > 40 else 0),
            "carers": 2 if client["by_two"] and kind in {"breakfast", "bed"} else 1,
            "earliest": facts["earliest"],
            "due": facts["due"],
            "latest": facts["latest"],
            "skills": skills if kind != "night" else [],
            "preferred_carers": sorted(set(client["familiar"]) & here),
            "refused_carers": sorted(set(client["refused"]) & here),
        }
        if found:
            visit["follows"] = {"visit": found[-1]["id"], "least_minutes": how["least_gap_minutes"]}
        found.append(visit)
    return found
