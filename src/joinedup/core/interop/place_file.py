"""How is a place file read, and what in it is refused before any work begins?"""

import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import ValidationError

from joinedup import definitions
from joinedup.core.errors import CannotProceed
from joinedup.core.interop.geography import check_boundaries
from joinedup.core.interop.organisations import check_succession
from joinedup.core.interop.place import Place
from joinedup.core.plans import library
from joinedup.core.plans.evidence import OUTCOMES
from joinedup.core.risk.features.outcomes import outcomes

SECTIONS = (
    "organisations",
    "neighbourhoods",
    "thresholds",
    "risk",
    "plans",
    "referrals",
    "budgets",
    "capacities",
    "costs",
    "event_values",
    "files",
)
PATHS = (
    *("areas", "postcodes", "services", "boundaries", "staff", "decisions", "package_decisions"),
    *("directory", "place_names", "home_care"),
)


class PlaceFileWrong(CannotProceed):
    """The place file cannot be used, and the message names the entry."""


def read_place(path: Path) -> Place:
    """Read and check a place file.

    Parameters
    ----------
    path : the place file, TOML as docs/reference/place-file.md describes.

    Raises
    ------
    PlaceFileWrong : not there, not TOML, an entry unknown, missing, of the wrong type, or naming what is not there.
    """
    written = read_toml(path)
    place = validated(path, written)
    check_succession(place.organisations)
    check_codes(place)
    check_neighbourhoods(place)
    check_money_and_places(place)
    check_files(place)
    check_tables(place)
    return place


def read_toml(path: Path) -> dict[str, Any]:
    """The file as TOML says it."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise PlaceFileWrong(f"The place file {path} cannot be opened", expected="a TOML file") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        where = str(problem) if isinstance(problem, tomllib.TOMLDecodeError) else "it is not UTF-8"
        raise PlaceFileWrong(f"{path.name} is not TOML: {where}", expected="a TOML file in UTF-8") from problem


def validated(path: Path, written: dict[str, Any]) -> Place:
    """The place as types, or a sentence that names the entry that does not fit."""
    head = written.get("place")
    if not isinstance(head, dict):
        raise PlaceFileWrong(f"{path.name} has no section [place]", expected="[place] with name, as_at and so on")
    unknown = [section for section in written if section not in {"place", *SECTIONS}]
    unknown += [f"[place] {name}" for name in head if name in SECTIONS or name.endswith("_path")]
    if unknown:
        raise PlaceFileWrong(f"{path.name} has {', '.join(unknown)}, which is unknown there", available=SECTIONS)
    paths = {f"{name}_path": path.resolve().parent / head[name] for name in PATHS if isinstance(head.get(name), str)}
    plain = {name: entry for name, entry in head.items() if f"{name}_path" not in paths}
    sections = {section: entry for section, entry in written.items() if section != "place"}
    try:
        return Place.model_validate({**plain, **paths, **sections, "file": path.resolve()})
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
        raise PlaceFileWrong(
            f"{path.name}, {entry_name(first['loc'])}: {first['msg'][0].lower()}{first['msg'][1:]}",
            expected="an entry as docs/reference/place-file.md describes",
        ) from problem


def entry_name(location: tuple[int | str, ...]) -> str:
    """Where in the place file an entry is, in the file's own words.

    Examples
    --------
    >>> entry_name(("files", 2, "kind"))
    'files entry 3, kind'
    >>> entry_name(("areas_path",))
    '[place] areas'
    """
    words = [f"entry {part + 1}" if isinstance(part, int) else str(part).removesuffix("_path") for part in location]
    sections = {"organisations", "neighbourhoods", "files", "budgets", "capacities", "costs", "event_values"}
    if len(location) == 1 and words[0] not in sections:
        return f"[place] {words[0]}"
    if len(words) > 1 and words[1].startswith("entry"):
        words[:2] = [f"{words[0]} {words[1]}"]
    return ", ".join(words)


def refuse_twice(names: Iterable[str], what: str) -> None:
    """Raise if a name comes twice."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise PlaceFileWrong(f"{what} {', '.join(twice)} is given more than once", expected="each once")


def refuse_unknown(code: str, known: Iterable[str], where: str) -> None:
    """Raise if a code is not among those known."""
    if code not in set(known):
        raise PlaceFileWrong(
            f"{where} names '{code}', which is not known", expected="a code as listed", available=known
        )


def check_codes(place: Place) -> None:
    """Each code once; the tables the place names are there."""
    refuse_twice((organisation.code for organisation in place.organisations), "Organisation")
    refuse_twice((hood.code for hood in place.neighbourhoods), "Neighbourhood")
    refuse_twice((f"{sent.path} as {sent.kind}" for sent in place.files), "File")
    for name in PATHS:
        path: Path | None = getattr(place, f"{name}_path")
        if path is not None and not path.is_file():
            raise PlaceFileWrong(f"[place] {name} names {path}, which is not a file", expected="a file that is there")


def check_neighbourhoods(place: Place) -> None:
    """Each MSOA is in one neighbourhood and in areas.csv."""
    refuse_twice((msoa for hood in place.neighbourhoods for msoa in hood.msoas), "In [[neighbourhoods]], the MSOA")
    known = set(place.areas["msoa_name"].to_pylist())
    for hood in place.neighbourhoods:
        for msoa in hood.msoas:
            if msoa not in known:
                raise PlaceFileWrong(
                    f"Neighbourhood '{hood.code}' names the MSOA '{msoa}', which {place.areas_path.name} does not have",
                    expected="a name in its column msoa_name",
                    available=sorted(known - set(place.neighbourhood_of_msoa) - {None})[:20],
                )


def check_money_and_places(place: Place) -> None:
    """Budgets name organisations, capacities and costs name offers, capacities name neighbourhoods."""
    for outcome in place.thresholds:
        refuse_unknown(outcome, definitions.names("outcomes"), "[thresholds]")
    if place.risk:
        for foretold in outcomes():
            place.risk.applied_to(foretold)
    if place.plans:
        place.plans.applied_to({}, seed=place.seed)
    refuse_twice((budget.funder for budget in place.budgets), "The budget of")
    refuse_twice((f"{given.offer} in {given.neighbourhood}" for given in place.capacities), "The capacity of")
    refuse_twice((cost.offer for cost in place.costs), "The cost of")
    refuse_twice((value.outcome for value in place.event_values), "The value of")
    for value in place.event_values:
        refuse_unknown(value.outcome, OUTCOMES, "[[event_values]] outcome")
    for budget in place.budgets:
        refuse_unknown(budget.funder, place.organisation_by_code, "[[budgets]] funder")
    neighbourhoods, offers = [hood.code for hood in place.neighbourhoods], [offer.code for offer in library().offers]
    for section, entries in (("capacities", place.capacities), ("costs", place.costs)):
        for entry in entries:
            refuse_unknown(entry.offer, offers, f"[[{section}]] offer")
    for capacity in place.capacities:
        refuse_unknown(capacity.neighbourhood, neighbourhoods, f"[[capacities]] of {capacity.offer}")


def check_tables(place: Place) -> None:
    """The tables beside the place file speak of its small areas, neighbourhoods and offers."""
    lsoas = place.areas["lsoa"].combine_chunks()
    strange = pc.sum(pc.invert(pc.is_in(place.postcodes["lsoa"], value_set=lsoas))).as_py()
    if strange:
        raise PlaceFileWrong(
            f"{strange:,} rows of {place.postcodes_path.name} name an lsoa that {place.areas_path.name} does not have",
            expected=f"postcodes of the {len(lsoas):,} small areas of the place only",
        )
    hoods, offers = [hood.code for hood in place.neighbourhoods], [offer.code for offer in library().offers]
    refuse_strange(place.services_path, place.services, "neighbourhood", hoods)
    refuse_strange(place.services_path, place.services, "offer", offers)
    refuse_strange(place.staff_path or place.file, place.staff, "neighbourhood", hoods)
    refuse_strange(place.staff_path or place.file, place.staff, "organisation", place.organisation_by_code)
    if place.boundaries_path:
        check_boundaries(place.boundaries_path)


def refuse_strange(path: Path, table: pa.Table, column: str, known: Iterable[str]) -> None:
    """Raise if a column names anything that is not known; it may be empty."""
    for code in table[column].unique().drop_null().to_pylist():
        refuse_unknown(code, known, f"{path.name}, column {column},")


def check_files(place: Place) -> None:
    """Files are there, of a known kind and from a known organisation."""
    for sent in place.files:
        where = f"[[files]] {sent.path}"
        refuse_unknown(sent.kind, definitions.names("extracts"), f"{where}, kind")
        refuse_unknown(sent.organisation, place.organisation_by_code, f"{where}, organisation")
        if not place.path_of(sent).is_file():
            raise PlaceFileWrong(f"{where} is not there", expected=f"a file at {place.path_of(sent)}")
