"""How is the county's directory made, from kinds of service to entries of the open standard?"""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from joinedup.core.directory import (
    Address,
    Attending,
    Attribute,
    Directory,
    Location,
    Organisation,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
    service_types,
)
from joinedup.core.directory.standards import hsds_uk
from joinedup.county.chance import Rng, stream
from joinedup.county.directory import writing
from joinedup.county.directory.settlements import settlements, write_settlements
from joinedup.county.directory.spots import Kind, Spot, Spots, organisation_name
from joinedup.county.template import Template, figures

FULLNESS = 0.85  # about 1,000 services
TAGGED_SHARE = 0.9  # of services whose organisation said what kind of service it is
CHECKED_WITHIN_DAYS = 500
JITTER_DEGREES = 0.002


def write_directory(template: Template, seed: int, folder: Path) -> int:
    """Write directory.json (HSDS-UK 3.0) and places.csv; returns how many services there are."""
    directory = make_directory(template, seed).directory()
    text = json.dumps(hsds_uk.whole(directory), ensure_ascii=False, separators=(",", ":"))
    (folder / "directory.json").write_text(text, encoding="utf-8")
    write_settlements(settlements(template, seed), template, folder / "places.csv")
    return len(directory.services)


def make_directory(template: Template, seed: int, *, fullness: float = FULLNESS) -> "Maker":
    """The invented directory of a place: `.directory()`, and `.kind_of` each service, whether it says so or not.

    Parameters
    ----------
    seed : the same seed makes the same directory.
    fullness : how many services in proportion; the default makes about 1,000.
    """
    maker = Maker(template, figures("directory"), stream(seed, "directory"))
    everywhere = settlements(template, seed)
    for spot in Spots(template, everywhere, maker.rng, fullness).draw(maker.facts["kinds"]):
        maker.add(spot)
    return maker


@dataclass
class Maker:
    """Makes services one after another, with the organisations and locations they need."""

    template: Template
    facts: dict[str, Any]
    rng: Rng
    organisations: dict[str, Organisation] = field(default_factory=dict)
    locations: dict[str, Location] = field(default_factory=dict)
    services: list[Service] = field(default_factory=list)
    places: list[ServiceAtLocation] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    kind_of: dict[str, str] = field(default_factory=dict)  # by service

    def __post_init__(self) -> None:
        self.numbers = writing.Numbers(self.facts)
        taxonomy, terms = service_types.taxonomy()
        self.taxonomy, self.terms = taxonomy, {term.code: term for term in terms}

    def directory(self) -> Directory:
        """Everything made so far."""
        return Directory.of(
            self.organisations.values(),
            self.services,
            self.locations.values(),
            self.places,
            [self.taxonomy],
            self.terms.values(),
        )

    def add(self, spot: Spot) -> None:
        """Make the service of a spot."""
        kind = self.facts["kinds"][spot.kind]
        owner = organisation_name(spot, kind, self.template, self.rng)
        venue = self._venue(spot, kind)
        name = self._name(spot, kind, owner, venue)
        body = self._organisation(owner or name)
        words = {"place": self._place_words(spot), "venue": venue.name if venue else spot.settlement.name, "org": owner}
        service = self._service(spot, kind, name, body, words)
        self.services.append(service)
        self.kind_of[service.id] = spot.kind
        if venue:
            self.locations[venue.id] = venue
            self.places.append(ServiceAtLocation(writing.key(service.id, "at", venue.id), service.id, venue.id))

    def _name(self, spot: Spot, kind: Kind, owner: str, venue: Location | None) -> str:
        words = {
            "place": self._place_words(spot),
            "venue": venue.name if venue else spot.settlement.name,
            "org": owner,
        }
        name = str(writing.one_of(kind["names"], self.rng)).format(**words)
        return self._unlike_others(name, f"at {venue.name}" if venue else f"{spot.settlement.name} office")

    def _unlike_others(self, name: str, where: str) -> str:
        """A name that no other service has: with where it is, or else a number."""
        choices = [name, f"{name}, {where}", *(f"{name} {number}" for number in range(2, 100))]
        unique = next(choice for choice in choices if choice not in self.names)
        self.names.add(unique)
        return unique

    def _place_words(self, spot: Spot) -> str:
        if spot.reach == "county":
            return str(self.template.place["name"])
        if spot.reach == "hood" and self.rng.random() < 0.5:
            return str(self.template.place["neighbourhoods"][spot.settlement.hood]["name"])
        return spot.settlement.name

    def _organisation(self, name: str) -> Organisation:
        if name not in self.organisations:
            site = writing.domain(name)
            self.organisations[name] = Organisation(
                writing.key("organisation", name),
                name,
                f"{name} provides services in {self.template.place['name']}.",
                email=f"directory@{site}",
                website=f"https://{site}",
            )
        return self.organisations[name]

    def _venue(self, spot: Spot, kind: Kind) -> Location | None:
        if "venue" not in kind.get("attending", ["venue"]) or kind.get("address_kept_secret"):
            return None
        where = spot.settlement
        postcode, area = where.postcodes[int(self.rng.integers(len(where.postcodes)))]
        name = str(writing.one_of(self.facts["venues"], self.rng)).format(place=where.name)
        if spot.kind in self.facts["own_buildings"]:
            name = f"{self.facts['own_buildings'][spot.kind]}, {where.name}"
        id_ = writing.key("location", name, postcode)
        row = self.template.areas[area]
        jitter = self.rng.normal(0, JITTER_DEGREES, 2)
        return Location(
            id_,
            name,
            latitude=round(float(row["latitude"]) + float(jitter[0]), 5),
            longitude=round(float(row["longitude"]) + float(jitter[1]), 5),
            addresses=(self._address(id_, name, postcode),),
            accessibility=writing.access(self.facts["access"], id_, self.rng),
        )

    def _address(self, id_: str, name: str, postcode: str) -> Address:
        street = figures("streets")
        road = f"{writing.one_of(street['first'], self.rng)} {writing.one_of(list(street['kind']), self.rng)}"
        town = self.template.place["post_towns"][postcode.split(" ")[0]]
        return Address(
            writing.key(id_, "address"), f"{name.split(',')[0]}, {road}", town, self.template.place["name"], postcode
        )

    def _service(self, spot: Spot, kind: Kind, name: str, body: Organisation, words: dict[str, str]) -> Service:
        id_ = writing.key("service", name, body.name, len(self.services))
        today = self.template.date_of("as_at")
        checked = today - timedelta(days=int(self.rng.integers(1, CHECKED_WITHIN_DAYS)))
        number = str(kind["phone"]) if "phone" in kind else self.numbers.next(self._range(spot, kind))
        site = writing.domain(body.name)
        return Service(
            id_,
            body.id,
            name,
            writing.describe(kind, words, self.facts["asides"], self.rng),
            url=f"https://{site}/{spot.kind.replace('_', '-')}",
            email=f"hello@{site}",
            attending=tuple(Attending(way) for way in kind.get("attending", ["venue"])),
            eligibility=writing.eligibility(kind, self.rng),
            offers=tuple(kind.get("offers", ())),
            assured_date=checked,
            assurer_email=f"directory@{site}",
            last_modified=_noon(checked),
            schedules=writing.hours(kind, self.facts["hours"], date(today.year, 1, 1), id_, self.rng),
            service_areas=self._areas(spot, id_),
            languages=writing.languages(self.facts["languages"], self.facts["codes"], id_, self.rng),
            cost_options=writing.prices(kind, id_),
            contacts=(writing.contact(number, f"hello@{site}", id_),),
            attributes=self._attributes(spot, id_),
        )

    def _range(self, spot: Spot, kind: Kind) -> str:
        if spot.reach in ("county", "authority"):
            return "freephone" if "phone" in kind.get("attending", ()) else "uk_wide"
        return "mobile" if self.rng.random() < 0.25 else "no_area"

    def _areas(self, spot: Spot, id_: str) -> tuple[ServiceArea, ...]:
        """Whom it is for by place: the county is everywhere; a venue in a town turns nobody away."""
        place, where = self.template.place, spot.settlement
        authority = self.template.authorities[where.authority]
        if spot.reach == "authority":
            code = str(place["local_authorities"][authority]["ons_code"])
            return (ServiceArea(writing.key(id_, "area"), authority, code),)
        if spot.reach == "hood":
            hood = place["neighbourhoods"][where.hood]
            return (ServiceArea(writing.key(id_, "area"), hood["name"], hood["code"]),)
        return ()

    def _attributes(self, spot: Spot, id_: str) -> tuple[Attribute, ...]:
        """What kind of service it says it is; one in ten says only which topic."""
        term: TaxonomyTerm = self.terms[spot.kind]
        tied = term.id if self.rng.random() < TAGGED_SHARE else term.parent_id
        return (Attribute(writing.key(id_, "type"), tied, service_types.LINK_TYPE),)


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
