"""How useful is each service for a query, judged by what the person needs and where they are?

`queries.csv` holds what people write, with an intent and a place; `intents.yaml` what would help each intent, by kind
of service; the rules below turn both into a grade from 0 to 3 for each service of the invented county. Nothing here
knows how the search works, and the search knows nothing of this: kinds are the truth of the county, not what services
say.
"""

import csv
import math
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from joinedup.core.directory import Directory
from joinedup.core.directory.atlas import Atlas
from joinedup.core.directory.gazetteer import Spot, metres_between

HERE = Path(__file__).parent
SPLIT_SEED = 2026
REACH_METRES = 13_000  # as far as people go for help, 8 miles


@dataclass(frozen=True)
class Query:
    """One query of the set. `half` is tuning or reporting."""

    text: str
    intent: str
    place: str
    half: str


def queries() -> list[Query]:
    """The whole set; the half of each is drawn from the split's seed and its own words."""
    with (HERE / "queries.csv").open(encoding="utf-8", newline="") as file:
        return [Query(row["query"], row["intent"], row["place"], half(row["query"])) for row in csv.DictReader(file)]


@cache
def queries_cached() -> list[Query]:
    """The whole set, read once."""
    return queries()


def half(text: str) -> str:
    """Which half a query belongs to."""
    return "tuning" if zlib.crc32(f"{SPLIT_SEED}:{text}".encode()) % 2 else "reporting"


class Judge:
    """Grades services for queries."""

    def __init__(self, directory: Directory, kind_of: dict[str, str], atlas: Atlas) -> None:
        self.directory, self.kind_of, self.atlas = directory, kind_of, atlas
        self.intents = yaml.safe_load((HERE / "intents.yaml").read_text(encoding="utf-8"))

    def grades(self, query: Query) -> dict[str, int]:
        """The grade of every service that has one above 0, by id."""
        intent = self.intents[query.intent]
        spot = self._spot(query.place)
        found = {}
        for service in self.directory.services.values():
            grade = intent["grades"].get(self.kind_of[service.id], 0)
            if grade and not self._takes(service, intent.get("age")):
                grade = 0
            if grade and spot and not self._within_reach(service, spot):
                grade = 1 if grade == 3 else 0
            if grade:
                found[service.id] = grade
        return found

    def _spot(self, place: str) -> Spot | None:
        if not place:
            return None
        where = self.atlas.of_text(place)
        if where.spot is None:
            raise LookupError(f"queries.csv names {place!r}, which is not one place")
        return where.spot

    @staticmethod
    def _takes(service, age) -> bool:
        rules = service.eligibility
        return age is None or (
            (rules.minimum_age or 0) <= age and (rules.maximum_age is None or age < rules.maximum_age + 1)
        )

    def _within_reach(self, service, spot: Spot) -> bool:
        """Comes to people there or is tied to no address; or has an address within reach. Not of another area."""
        names = {name for area in service.service_areas for name in (area.code, area.name)}
        if names and not names & set(spot.areas):
            return False
        places = [self.directory.locations[place.location_id] for place in self.directory.places_of.get(service.id, ())]
        if service.is_remote or not places:
            return True
        return any(metres_between(one.latitude, one.longitude, spot) <= REACH_METRES for one in places)


def ndcg(ranking: list[str], grades: dict[str, int], at: int = 10) -> float:
    """Normalised discounted cumulative gain with gain 2^grade − 1 (Burges and others, 2005)."""
    gain = sum((2 ** grades.get(one, 0) - 1) / math.log2(place + 2) for place, one in enumerate(ranking[:at]))
    best = sorted(grades.values(), reverse=True)[:at]
    ideal = sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(best))
    return gain / ideal if ideal else 0.0


def is_right_in_first(ranking: list[str], grades: dict[str, int], first: int = 3) -> bool:
    """Whether a service judged the right help is among the first few."""
    return any(grades.get(one, 0) == 3 for one in ranking[:first])
