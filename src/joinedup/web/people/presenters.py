"""How are a person, a timeline and a household put on a page?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from joinedup.web.components.words import day
from joinedup.web.people.diagnoses import in_words

ADDRESS_HIDDEN = "Address withheld: this person's details are marked sensitive"

KINDS = {
    "gp_event": "GP record",
    "gp_medicine": "Medicine",
    "hospital_spell": "Hospital stay",
    "emergency_attendance": "Emergency department",
    "ambulance_incident": "Ambulance",
    "community_contact": "Community health",
    "mental_health_contact": "Mental health",
    "social_care_event": "Social care",
    "referral": "Social prescribing and charities",
    "unpaid_carer": "Unpaid care",
    "safe_and_well_visit": "Fire and rescue visit",
    "register": "Register",
}
# Entries of these kinds without an end are still going on; of the others they were over in a day.
CONTINUING = ("social_care_event", "referral", "unpaid_carer", "hospital_spell")


def kind_words(kind: str) -> str:
    return KINDS.get(kind) or kind.replace("_", " ").capitalize()


def agency(code: str, organisations: Mapping[str, str]) -> str:
    """The organisation's name, or its code in plain letters where the place does not name it.

    >>> agency("uhd", {"uhd": "University Hospitals"}), agency("old_trust", {})
    ('University Hospitals', 'Old trust')
    """
    return organisations.get(code) or code.replace("_", " ").capitalize()


def source_words(file: str, line: int | None) -> str:
    """Where in an agency's file a record stands.

    >>> source_words("extracts/uhd/spells.csv", 1204)
    'spells.csv, line 1,204'
    """
    if not file:
        return ""
    name = file.rsplit("/", 1)[-1]
    return f"{name}, line {line:,}" if line else name


def spaced(nhs_number: str) -> str:
    """An NHS number as it is read aloud.

    >>> spaced("9990000018"), spaced("")
    ('999 000 0018', 'not known')
    """
    if len(nhs_number) != 10:
        return nhs_number or "not known"
    return f"{nhs_number[:3]} {nhs_number[3:6]} {nhs_number[6:]}"


@dataclass(frozen=True)
class Header:
    """Who a person is, for those who may know."""

    person_id: str
    reference: str
    name: str
    age: str
    born: str
    died: str
    sex: str
    nhs_number: str
    address: str
    neighbourhood: str
    gp_practice: str
    is_sensitive: bool
    is_opted_out: bool


def header(person: Any, *, as_at: date, neighbourhoods: Mapping[str, str]) -> Header:
    """A person's header; the sensitive flag hides address and practice from everyone."""
    age = person.age_on(as_at)
    address = ", ".join(part for part in (person.address, person.postcode) if part) or "not known"
    return Header(
        person_id=person.person_id,
        reference=person.reference,
        name=person.full_name,
        age="not known" if age is None else f"{age} years",
        born=day(person.birth_date),
        died=day(person.death_date, empty=""),
        sex=person.sex.capitalize() or "not known",
        nhs_number=spaced(person.nhs_number),
        address=ADDRESS_HIDDEN if person.is_sensitive else address,
        neighbourhood=neighbourhoods.get(person.neighbourhood, "not known"),
        gp_practice="Withheld" if person.is_sensitive else (person.gp_practice or "not known"),
        is_sensitive=person.is_sensitive,
        is_opted_out=person.is_opted_out,
    )


@dataclass(frozen=True)
class Summary:
    """What may be seen of a person before a care relationship is recorded."""

    person_id: str
    reference: str
    age: str
    sex: str
    neighbourhood: str
    is_opted_out: bool


def summary(person: Any, *, as_at: date, neighbourhoods: Mapping[str, str]) -> Summary:
    age = person.age_on(as_at)
    return Summary(
        person_id=person.person_id,
        reference=person.reference,
        age="not known" if age is None else f"{age} years",
        sex=person.sex.capitalize() or "not known",
        neighbourhood=neighbourhoods.get(person.neighbourhood, "not known"),
        is_opted_out=person.is_opted_out,
    )


@dataclass(frozen=True)
class Entry:
    """One line of a timeline."""

    when: str
    until: str
    kind: str
    agency: str
    words: str
    source: str


def entry(record: Any, organisations: Mapping[str, str]) -> Entry:
    until = ""
    if record.ends_on and record.ends_on != record.starts_on:
        until = f" to {day(record.ends_on)}"
    elif record.ends_on is None and record.kind in CONTINUING:
        until = ", continuing"
    return Entry(
        when=day(record.starts_on),
        until=until,
        kind=kind_words(record.kind),
        agency=agency(record.organisation, organisations),
        words=in_words(record.words[:1].upper() + record.words[1:]),
        source=source_words(record.file, record.line),
    )


def by_year(records: Iterable[Any], organisations: Mapping[str, str]) -> list[tuple[int, list[Entry]]]:
    """Entries under the year they began in, latest first."""
    return [
        (year, [entry(record, organisations) for record in group])
        for year, group in groupby(records, key=lambda record: record.starts_on.year)
    ]


@dataclass(frozen=True)
class Involved:
    """One service that has lately had to do with a person."""

    agency: str
    kind: str
    last: str
    entries: int
    is_continuing: bool


def involved(rows: Iterable[Mapping[str, Any]], organisations: Mapping[str, str]) -> list[Involved]:
    return [
        Involved(
            agency=agency(row["organisation"], organisations),
            kind=kind_words(row["kind"]),
            last=day(row["last_on"]),
            entries=row["entries"],
            is_continuing=bool(row["continuing"]),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Companion:
    """Another person of the household, or a carer: a name only where there is a care relationship."""

    person_id: str
    name: str
    age: str


def companion(person: Any, *, is_named: bool, as_at: date) -> Companion:
    age = person.age_on(as_at)
    return Companion(
        person_id=person.person_id,
        name=person.full_name if is_named else "",
        age="" if age is None or not is_named else f"{age} years",
    )


HOURS = {"1-19": "1 to 19 hours a week", "20-49": "20 to 49 hours a week", "50+": "50 hours a week or more"}


@dataclass(frozen=True)
class Caring:
    """One pair of carer and person cared for, seen from one of them."""

    other: Companion
    hours: str
    since: str
    until: str
    lives_here: str
    assessed: str


def caring(pair: Any, other: Any, *, is_named: bool, as_at: date) -> Caring:
    is_hidden = pair.carer.is_sensitive or pair.cared_for.is_sensitive  # sharing a home would tell the address
    lives = {True: "lives in the same home", False: "lives elsewhere", None: ""}[
        None if is_hidden else pair.is_co_resident
    ]
    return Caring(
        other=companion(other, is_named=is_named, as_at=as_at),
        hours=HOURS.get(pair.hours_per_week, "hours not known"),
        since=day(pair.starts_on),
        until=day(pair.ends_on, empty=""),
        lives_here=lives,
        assessed=day(pair.assessed_on, empty=""),
    )


def carer_known_from(person: Any, pairs: Iterable[Any], organisations: Mapping[str, str]) -> str:
    """Whether somebody unpaid helps although nobody who still does is named, and who says so.

    Parameters
    ----------
    pairs : those of carer and person cared for that the person is in.
    """
    if (
        any(pair.cared_for_id == person.person_id and pair.ends_on is None for pair in pairs)
        or not person.carer_said_by
    ):
        return ""
    said_by = agency(person.carer_said_by, organisations)
    return f"{said_by} recorded on {day(person.carer_said_on)} that somebody unpaid helps; who it is, is not recorded."


@dataclass(frozen=True)
class TimelineChoices:
    """What a timeline can be narrowed to, and how many entries it has."""

    agencies: list[dict[str, str]]
    kinds: list[dict[str, str]]
    agency_count: int
    entries: int


def timeline_choices(rows: Iterable[Mapping[str, Any]], organisations: Mapping[str, str]) -> TimelineChoices:
    counts_by_agency: dict[str, int] = {}
    counts_by_kind: dict[str, int] = {}
    for row in rows:
        counts_by_agency[row["organisation"]] = counts_by_agency.get(row["organisation"], 0) + row["entries"]
        counts_by_kind[row["kind"]] = counts_by_kind.get(row["kind"], 0) + row["entries"]
    agencies = [{"value": code, "text": f"{agency(code, organisations)} ({n})"} for code, n in counts_by_agency.items()]
    kinds = [{"value": code, "text": f"{kind_words(code)} ({n})"} for code, n in counts_by_kind.items()]
    return TimelineChoices(
        agencies=[{"value": "", "text": "All agencies"}, *agencies],
        kinds=[{"value": "", "text": "All kinds"}, *kinds],
        agency_count=len(agencies),
        entries=sum(counts_by_kind.values()),
    )
