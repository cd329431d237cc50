"""How does a home-care provider's file say who its carers and clients are? docs/reference/provider-file.md."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from joinedup.core.visits.day_file import DayFile, Entry, Name
from joinedup.core.visits.wrong_days import RoundsWrong

Line = Annotated[str, Field(max_length=200)]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
LARGEST_BYTES = 50_000_000
A_FILE = "docs/reference/provider-file.md"


class ProviderFileWrong(RoundsWrong):
    """A provider's file, or a file of its day, cannot be used."""


class CallEntry(Entry):
    """One of a client's visits: what it is called, what there is to do, whether under 30 minutes was agreed."""

    id: Name
    name: Annotated[str, Field(min_length=1, max_length=60)]
    tasks: Annotated[tuple[Line, ...], Field(max_length=20)] = ()
    is_short_agreed: bool = False


class PayEntry(Entry):
    """How carers are paid, in pence an hour: at visits, and on ways and short waits between them."""

    contact_pence_an_hour: Annotated[int, Field(ge=0, le=100_00)]
    travel_pence_an_hour: Annotated[int, Field(ge=0, le=100_00)]
    holiday_times: Annotated[float, Field(ge=1, le=5)] = 1.0


Week = Annotated[int, Field(ge=0, le=7 * 24 * 60)]


class CarerEntry(Entry):
    """A carer, with the account they sign in with, if they have one."""

    id: Name
    name: Annotated[str, Field(min_length=1, max_length=150)]
    username: Annotated[str, Field(max_length=150)] = ""
    contracted_minutes_per_week: Week | None = None
    most_minutes_per_week: Week | None = None
    is_opted_out: bool = False
    wage_age: Annotated[int, Field(ge=16, le=21)] = 21
    pay: PayEntry | None = None


class ClientEntry(Entry):
    """Somebody who is visited."""

    id: Name
    name: Annotated[str, Field(min_length=1, max_length=150)]
    nhs_number: Annotated[str, Field(pattern=r"^(\d{10})?$")] = ""
    address: Annotated[str, Field(max_length=500)]
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    rural: bool = False
    likes: Annotated[str, Field(max_length=2000)] = ""
    calls: Annotated[tuple[CallEntry, ...], Field(max_length=50)] = ()


class Provider(Entry):
    """One provider; `week` has the visits of a usual day for each weekday there is one of, `pay` is everybody's."""

    organisation: Annotated[str, Field(min_length=1, max_length=80)]
    pay: PayEntry | None = None
    carers: tuple[CarerEntry, ...]
    clients: tuple[ClientEntry, ...]
    week: Mapping[Weekday, DayFile] = Field(default_factory=dict)


class ProvidersFile(Entry):
    """The whole file."""

    joinedup: Literal["home-care providers"]
    providers: Annotated[tuple[Provider, ...], Field(min_length=1)]


def read_providers(path: Path) -> tuple[Provider, ...]:
    """The providers of a file.

    Raises
    ------
    ProviderFileWrong : it cannot be opened, is not JSON, or an entry does not fit.
    """
    try:
        return ProvidersFile.model_validate(parsed(path)).providers
    except ValidationError as problem:
        raise in_words(problem) from problem


def parsed(path: Path) -> Any:
    """What a file of JSON says.

    Raises
    ------
    ProviderFileWrong : it cannot be opened, is too large, or is not JSON.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise ProviderFileWrong(f"{path.name} is larger than {LARGEST_BYTES:,} bytes", expected=A_FILE)
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise ProviderFileWrong(f"{path.name} cannot be opened", expected="a file of JSON") from problem
    except ValueError as problem:
        raise ProviderFileWrong(f"{path.name} is not JSON", expected=A_FILE) from problem


def in_words(problem: ValidationError) -> ProviderFileWrong:
    """The first thing that does not fit, and where; never what was written there, which may be personal."""
    first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ", ".join(f"entry {part + 1}" if isinstance(part, int) else str(part) for part in first["loc"])
    return ProviderFileWrong(f"{where or 'The file'}: {first['msg'][0].lower()}{first['msg'][1:]}", expected=A_FILE)
