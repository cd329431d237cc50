"""Where does each kind of service exist, and what is each called and run by?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from joinedup.county.chance import Rng
from joinedup.county.directory.settlements import TOWNS, Settlement
from joinedup.county.template import Template

Kind = dict[str, Any]
RUN_BY = {"trust": "dorset_healthcare"}  # organisations of the place file, where one runs a kind everywhere
CITY_SHARE = 2.0  # a city has so many of what a town has one of


@dataclass(frozen=True)
class Spot:
    """One service to be: its kind, where it is given, and for whom by place.

    Parameters
    ----------
    settlement : where it is, or where its office is.
    reach : county, authority, hood, town or all: for whom it is.
    number : which of several of its kind at the same reach.
    """

    kind: str
    settlement: Settlement
    reach: str
    number: int


@dataclass
class Spots:
    """Every service to be, drawn for a place.

    Parameters
    ----------
    fullness : 1 for a county like ours; 5 for five times as many services.
    """

    template: Template
    settlements: list[Settlement]
    rng: Rng
    fullness: float = 1.0

    def draw(self, kinds: dict[str, Kind]) -> Iterator[Spot]:
        """One spot after another, kind by kind."""
        for code, kind in kinds.items():
            for reach, rate in kind["where"].items():
                for homes, share in self._homes(reach):
                    for number in range(self._count(rate * share)):
                        yield Spot(code, homes[int(self.rng.integers(len(homes)))], reach, number)

    def _count(self, rate: float) -> int:
        rate *= self.fullness
        return int(rate) + int(self.rng.random() < rate % 1)

    def _homes(self, reach: str) -> list[tuple[Sequence[Settlement], float]]:
        """The sets of settlements of which each has services of its own, and how many in proportion."""
        if reach == "county":
            return [(self.towns[:3], 1.0)]
        if reach == "authority":
            by = range(len(self.template.authorities))
            return [([town for town in self.towns if town.authority == number], 1.0) for number in by]
        if reach == "hood":
            return [(self._of_hood(number), 1.0) for number in range(len(self.template.place["neighbourhoods"]))]
        if reach == "town":
            return [([town], CITY_SHARE if town.size == "city" else 1.0) for town in self.towns]
        return [([one], 1.0) for one in self.real]

    @cached_property
    def real(self) -> list[Settlement]:
        """Settlements that are one place, districts left out."""
        return [one for one in self.settlements if one.size != "district"]

    @cached_property
    def towns(self) -> list[Settlement]:
        """Cities and towns."""
        return [one for one in self.settlements if one.size in TOWNS]

    def _of_hood(self, number: int) -> list[Settlement]:
        own = [one for one in self.real if one.hood == number]
        return own or [min(self.real, key=lambda one: abs(one.hood - number))]


def organisation_name(spot: Spot, kind: Kind, template: Template, rng: Rng) -> str:
    """Who runs it: a council or trust of the place file, or an invented name."""
    by = kind["by"]
    if by == "council":
        council = template.place["local_authorities"][template.authorities[spot.settlement.authority]]["council"]
        return _place_organisation(template, council)
    if by == "gp":
        return ""  # a practice is called what its service is called
    if isinstance(by, str):
        return _place_organisation(template, RUN_BY[by])
    names = next(iter(by.values()))
    choices = [names] if isinstance(names, str) else names
    return str(choices[int(rng.integers(len(choices)))])


def _place_organisation(template: Template, code: str) -> str:
    return next(str(entry["name"]) for entry in template.place["organisations"] if entry["code"] == code)
