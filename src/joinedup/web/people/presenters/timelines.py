"""How are entries of a timeline, and the services behind them, put on a page?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from joinedup.web.components.words import day
from joinedup.web.people.diagnoses import in_words
from joinedup.web.people.words import agency, kind_words, source_words

# Entries of these kinds without an end are still going on; of the others they were over in a day.
CONTINUING = ("social_care_event", "referral", "unpaid_carer", "hospital_spell")


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
