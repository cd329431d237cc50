"""How is the invented county described to the job: place.toml, services, staff, money and capacity?"""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import tomli_w

from joinedup.county.chance import Rng, stream
from joinedup.county.names import Names
from joinedup.county.population import People
from joinedup.county.template import Template, msoa_names

TEAM_ROLES = {
    "community_nurse": "community_trust",
    "gp": "general_practice",
    "social_worker": "council",
    "social_prescriber": "charity",
}
PLACE_ROLES = ("analyst", "information_governance_lead")
# Of the whole place too; last and in the order they were added, so that no earlier name changes.
LAST_ROLES = (
    *("records_reviewer", "records_reviewer", "clinical_safety_officer", "directory_editor"),
    *("programme_lead", "caldicott_guardian"),
    *("dentist", "optician", "police_officer", "fire_safe_and_well_officer"),
)
LATER_TEAM_ROLES = {"pharmacist": "general_practice", "paramedic": "ambulance", "voluntary_worker": "charity"}
WHOLE_PLACE_EMPLOYERS = {
    "dentist": "community_trust",
    "optician": "community_trust",
    "police_officer": "police",
    "fire_safe_and_well_officer": "fire",
}
HOME_CARE_ROLES = ("home_care_scheduler", "home_care_worker")
STAFF_COLUMNS = ("username", "name", "role", "organisation", "neighbourhood")
HOODS_WITH_WHOLE_TEAM = 6
FILE_FACTS = ("delimiter", "encoding", "date_format")


def write_place(template: Template, made: People, called: Names, folder: Path, seed: int) -> None:
    """Write place.toml, services.csv and staff.csv."""
    facts = template.place
    content: dict[str, Any] = {
        "place": {
            "name": facts["name"],
            "as_at": facts["as_at"],
            "seed": seed,
            "areas": "areas.csv",
            "postcodes": "postcodes.csv",
            "boundaries": "neighbourhoods.geojson",
            "services": "services.csv",
            "staff": "staff.csv",
            "directory": "directory.json",
            "place_names": "places.csv",
            "home_care": "home_care.json",
            "is_invented": True,
        },
        "organisations": facts["organisations"],
        "neighbourhoods": [
            {"code": hood["code"], "name": hood["name"], "msoas": msoa_names(hood)} for hood in facts["neighbourhoods"]
        ],
        "thresholds": facts["thresholds"],
        "budgets": [
            {"funder": funder, "annual_pounds": round(pounds * len(made) / 100_000)}
            for funder, pounds in facts["budgets_pounds_per_100000_people"].items()
        ],
        "capacities": capacities(template, made),
        "costs": facts["costs"],
        "files": [
            file_entry(agency, kind, shape) for agency in template.agencies for kind, shape in agency["files"].items()
        ],
    }
    (folder / "place.toml").write_bytes(tomli_w.dumps(content).encode())
    write_table(services(template), folder / "services.csv")
    members = staff(template, called, stream(seed, "staff"))
    write_table({name: [one[name] for one in members] for name in STAFF_COLUMNS}, folder / "staff.csv")


def file_entry(agency: dict[str, Any], kind: str, shape: dict[str, Any]) -> dict[str, Any]:
    """What place.toml says about one extract: our column = theirs, and their code = ours."""
    entry: dict[str, Any] = {
        "path": shape["path"],
        "kind": kind,
        "organisation": agency["organisation"],
        "source": agency["source"],
    }
    entry |= {name: shape[name] for name in FILE_FACTS if name in shape}
    entry["columns"] = dict(shape["columns"])
    codes = {
        column: {theirs: ours for ours, theirs in mapping.items()} for column, mapping in shape.get("codes", {}).items()
    }
    return entry | ({"codes": codes} if codes else {})


def capacities(template: Template, made: People) -> list[dict[str, Any]]:
    """Places of each offer in each neighbourhood, shared by people of 65 and over."""
    hood = template.neighbourhood_of_area[made.area]
    old = np.bincount(hood[made.age >= 65], minlength=len(template.place["neighbourhoods"]))
    edges = np.concatenate([[0], np.cumsum(old) / max(old.sum(), 1)])
    rates = template.place["capacities_places_per_year_per_100000_people"]
    places = {offer: np.diff(np.round(edges * rate * len(made) / 100_000)).astype(int) for offer, rate in rates.items()}
    return [
        {"offer": offer, "neighbourhood": hood["code"], "places_per_year": int(places[offer][number])}
        for offer in rates
        for number, hood in enumerate(template.place["neighbourhoods"])
    ]


def services(template: Template) -> dict[str, list[str]]:
    """Voluntary-sector help: one row per neighbourhood and service."""
    rows = []
    for number, hood in enumerate(template.place["neighbourhoods"]):
        for place, service in enumerate(template.place["services"]):
            telephone = template.place["telephone"].format(
                number=(number * len(template.place["services"]) + place) % 1000
            )
            organisation = service["organisation"][hood["acute_trust"]]
            rows.append(
                (
                    f"{service['offer']}_{hood['code']}",
                    service["name"].format(place=hood["name"]),
                    organisation,
                    service["offer"],
                    hood["code"],
                    telephone,
                )
            )
    return dict(
        zip(
            ("service", "name", "organisation", "offer", "neighbourhood", "telephone"),
            map(list, zip(*rows, strict=True)),
            strict=True,
        )
    )


def staff(template: Template, called: Names, rng: Rng) -> list[dict[str, str]]:
    """Who may sign in to the demonstration: whole teams in some neighbourhoods, a team lead in each, a few for all.

    Last come those of home-care providers: a scheduler and the carers of each.
    """
    hoods = template.place["neighbourhoods"]
    wanted = [(role, "", "") for role in PLACE_ROLES] + [
        ("team_lead", hood["code"], hood["acute_trust"]) for hood in hoods
    ]
    chosen = hoods[:: max(1, len(hoods) // HOODS_WITH_WHOLE_TEAM)]
    wanted += [(role, hood["code"], hood["acute_trust"]) for hood in chosen for role in TEAM_ROLES]
    wanted += [(role, "", "") for role in LAST_ROLES]
    wanted += [(role, hood["code"], hood["acute_trust"]) for hood in chosen for role in LATER_TEAM_ROLES]
    posts = [(role, employer(template, role, hood, trust), hood) for role, hood, trust in wanted]
    for provider in template.place.get("home_care_providers", ()):
        roles = ["home_care_scheduler", *["home_care_worker"] * provider["carers"]]
        posts += [(role, provider["organisation"], "") for role in roles]
    taken: set[str] = set()
    return [member(staff_name(called, taken, rng), *post) for post in posts]


def member(name: str, role: str, organisation: str, hood: str) -> dict[str, str]:
    """One member of staff, as staff.csv says it."""
    username = name.lower().replace(" ", ".").replace("'", "").encode("ascii", "ignore").decode()
    return {"username": username, "name": name, "role": role, "organisation": organisation, "neighbourhood": hood}


def staff_name(called: Names, taken: set[str], rng: Rng) -> str:
    """A name that nobody else on the staff has."""
    while True:
        given = called.given_list[int(called.given[rng.integers(len(called.given))])]
        family = called.family_list[int(rng.integers(200))]
        name = f"{given} {family}"
        if name not in taken and name.isascii():
            taken.add(name)
            return name


def employer(template: Template, role: str, hood: str, trust: str) -> str:
    """The organisation that somebody of a role works for."""
    facts = template.place
    by_kind = {entry["kind"]: entry["code"] for entry in reversed(facts["organisations"]) if "ends_on" not in entry}
    if not hood:
        return str(by_kind[WHOLE_PLACE_EMPLOYERS.get(role, "commissioner")])
    kind = {**TEAM_ROLES, **LATER_TEAM_ROLES}.get(role, "community_trust")
    if kind == "council":
        authority = next(entry["authority"] for entry in facts["neighbourhoods"] if entry["code"] == hood)
        return str(facts["local_authorities"][authority]["council"])
    if kind == "charity":
        return str(facts["services"][0]["organisation"][trust])
    return str(by_kind[kind])


def write_table(columns: dict[str, list[str]], path: Path) -> None:
    """Write a small table as CSV."""
    pa.csv.write_csv(pa.table(columns), path, pa.csv.WriteOptions(quoting_style="needed"))
