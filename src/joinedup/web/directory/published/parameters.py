"""What may be asked of the open API? Names and meanings as uk-profile's openapi.json @ecdfabf has them."""

from datetime import UTC, datetime, time
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, Field

MOST_PER_PAGE = 1000
MOST_METRES = 200_000


def first_two(value: Any) -> Any:
    """A day as the standard has it, MO … SU, also from its name in English."""
    return value[:2].upper() if isinstance(value, str) else value


def without_nul(value: str) -> str:
    """Text without the letter that PostgreSQL cannot hold."""
    if "\x00" in value:
        raise ValueError("holds a letter that is none")
    return value


def in_time_zone(value: datetime) -> datetime:
    """A moment; without a time zone it is UTC's."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


Text = Annotated[str, Field(max_length=200), AfterValidator(without_nul)]
Key = Annotated[str, Field(max_length=100), AfterValidator(without_nul)]
Day = Annotated[Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"], BeforeValidator(first_two)]
Age = Annotated[float, Field(ge=0, le=200)]
Moment = Annotated[datetime, AfterValidator(in_time_zone)]
Metres = Annotated[float, Field(gt=0, le=MOST_METRES)]


class Paging(Schema):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=1_000_000, description="Number of the page, from 1.")
    per_page: int = Field(50, ge=1, le=MOST_PER_PAGE, description="Entries on a page.")


class Search(Paging):
    """A list that can be searched, and sent as one line per entry."""

    search: Text = Field("", description="Words that all stand in the entry.")
    format: Literal["json", "ndjson"] = Field("json", description="ndjson sends every entry, one a line, unpaged.")


class ServiceFilters(Search):
    """Which services."""

    taxonomy_term_id: Key = Field("", description="Tied to this term.")
    taxonomy_id: Key = Field("", description="Tied to any term of this taxonomy.")
    organization_id: Key = Field("", description="Of this organisation.")
    modified_after: Moment | None = Field(None, description="Changed at or after this moment.")
    minimum_age: Age | None = Field(None, description="With a minimum age of at least this.")
    maximum_age: Age | None = Field(None, description="With a maximum age of at most this.")
    start_time: time | None = Field(None, description="Opening at this time or later.")
    end_time: time | None = Field(None, description="Closing at this time or earlier.")
    day: Day | None = Field(None, description="Open on this day: MO … SU.")
    full: bool = Field(False, description="Everything that hangs on an entry, in the list already.")


class Services(ServiceFilters):
    """Services as a list."""

    minimal: bool = Field(False, description="Only id and last_modified of each, to see what is new.")


class Places(ServiceFilters):
    """Services at locations as a list."""

    postcode: Annotated[str, Field(max_length=10), AfterValidator(without_nul)] = Field(
        "", description="A postcode in the place; nearest first."
    )
    proximity: Metres | None = Field(None, description="Within so many metres of the postcode.")


class Terms(Search):
    """Terms of taxonomies."""

    taxonomy_id: Key = Field("", description="Of this taxonomy.")
    parent_id: Key = Field("", description="Directly under this term.")
    top_only: bool = Field(False, description="Only terms under no other.")


class Organisations(Search):
    """Organisations."""

    full: bool = Field(False, description="With identifiers and attributes.")
    full_service: bool = Field(False, description="With the organisation's services, each in full.")


class OldServices(Paging):
    """Services as 1.0 asks for them."""

    text: Text = ""
    taxonomy_id: list[Key] = Field(default_factory=list, max_length=50)
    vocabulary: list[Text] = Field(default_factory=list, max_length=50)
    need: list[Text] = Field(default_factory=list, max_length=50)
    circumstance: list[Text] = Field(default_factory=list, max_length=50)
    coverage: Text = ""
    postcode: Annotated[str, Field(max_length=10), AfterValidator(without_nul)] = ""
    proximity: Metres | None = None
    day: Day | None = None
    start_time: time | None = None
    end_time: time | None = None
    minimum_age: Age | None = None
    maximum_age: Age | None = None


class OldTaxonomies(Paging):
    """Terms as 1.0 asks for them."""

    text: Text = ""
    vocabulary: Text = ""
    parent_id: Key = ""
    root_only: bool = False
