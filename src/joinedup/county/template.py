"""What is known of the place the county imitates, and which published figures does it follow?"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from joinedup import definitions
from joinedup.county.chance import Floats, Ints
from joinedup.county.days import day


@dataclass(frozen=True)
class Template:
    """A folder of facts about a place: place.yaml, agencies.yaml, lsoa.csv, sector_lsoa.csv.

    Parameters
    ----------
    folder : where they are; `definitions/places/dorset` is one.
    moved_to : the day the county speaks of, if it is not that of place.yaml; its history moves with it.
    """

    folder: Path
    moved_to: date | None = None

    @cached_property
    def place(self) -> dict[str, Any]:
        """Organisations, neighbourhoods, money and capacity."""
        facts = dict(yaml.safe_load((self.folder / "place.yaml").read_text(encoding="utf-8")))
        if self.moved_to:
            moved_by = self.moved_to - facts["as_at"]
            facts |= {name: facts[name] + moved_by for name in ("as_at", "history_from")}
        return facts

    @cached_property
    def agencies(self) -> list[dict[str, Any]]:
        """What each agency's registers and extracts look like."""
        return list(yaml.safe_load((self.folder / "agencies.yaml").read_text(encoding="utf-8"))["agencies"])

    @cached_property
    def areas(self) -> list[dict[str, str]]:
        """One row per LSOA."""
        return rows(self.folder / "lsoa.csv")

    @cached_property
    def sectors(self) -> list[dict[str, str]]:
        """One row per postcode sector and LSOA."""
        return rows(self.folder / "sector_lsoa.csv")

    @cached_property
    def as_at(self) -> int:
        """The last day of history, excluded."""
        return day(self.date_of("as_at"))

    @cached_property
    def history_from(self) -> int:
        """The first day of history."""
        return day(self.date_of("history_from"))

    def date_of(self, name: str) -> date:
        """A date of place.yaml."""
        value = self.place[name]
        assert isinstance(value, date)
        return value

    @cached_property
    def authorities(self) -> list[str]:
        """Names of the local authorities, in order."""
        return list(self.place["local_authorities"])

    @cached_property
    def authority_of_area(self) -> Ints:
        """For each LSOA, its local authority's place in `authorities`."""
        return np.array([self.authorities.index(row["local_authority"]) for row in self.areas], dtype=np.int32)

    @cached_property
    def neighbourhood_of_area(self) -> Ints:
        """For each LSOA, its neighbourhood's place in place.yaml."""
        of_msoa = {
            msoa: number for number, hood in enumerate(self.place["neighbourhoods"]) for msoa in msoa_names(hood)
        }
        return np.array([of_msoa[row["msoa_name"]] for row in self.areas], dtype=np.int32)

    def sources_of(self, kind: str) -> list[str]:
        """The registers whose agencies send extracts of a kind."""
        return [agency["source"] for agency in self.agencies if kind in agency["files"]]

    def neighbourhood_values(self, name: str, choices: list[str]) -> Ints:
        """For each LSOA, the place in `choices` of what its neighbourhood says under `name`."""
        hoods = np.array([choices.index(hood[name]) for hood in self.place["neighbourhoods"]], dtype=np.int32)
        return hoods[self.neighbourhood_of_area]

    def column(self, name: str) -> Floats:
        """A column of numbers, one per LSOA."""
        return np.array([float(row[name]) for row in self.areas])


def msoa_names(group: dict[str, Any]) -> list[str]:
    """Names of the MSOAs of a neighbourhood or former authority.

    Examples
    --------
    >>> msoa_names({"authority": "Dorset", "msoas": [4, 12]})
    ['Dorset 004', 'Dorset 012']
    """
    return [f"{group['authority']} {number:03d}" for number in group["msoas"]]


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV table as dictionaries."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures(name: str) -> Any:
    """One file of published figures, `definitions/county/NAME.yaml`."""
    return definitions.read(f"county/{name}.yaml")
