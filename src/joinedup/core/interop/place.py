"""What does a place file say about a place: who works there, what they send, and what there is to give?"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from joinedup.core.directory import Directory
from joinedup.core.directory.conformance import parsed
from joinedup.core.directory.standards import hsds_uk_reading
from joinedup.core.interop import geography, organisations
from joinedup.core.interop.organisations import Organisation
from joinedup.core.plans.choices import PlanChoices
from joinedup.core.risk.safety.choices import RiskChoices
from joinedup.core.teams.referrals import ReferralChoices

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
Pounds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Probability = Annotated[float, Field(gt=0, lt=1)]
SERVICE_COLUMNS = ("service", "name", "organisation", "offer", "neighbourhood", "telephone")
STAFF_COLUMNS = ("username", "name", "role", "organisation", "neighbourhood")


class Part(BaseModel):
    """A part of the place file: fixed once read, and nothing in it is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Neighbourhood(Part):
    """One neighbourhood: a set of MSOAs, by name."""

    code: Code
    name: str
    msoas: tuple[str, ...] = Field(min_length=1)


class Budget(Part):
    """What one organisation can spend on packages in a year."""

    funder: str
    annual_pounds: Pounds


class Capacity(Part):
    """How many people one offer can take in a neighbourhood in a year."""

    offer: str
    neighbourhood: str
    places_per_year: Annotated[int, Field(ge=0)]


class Cost(Part):
    """What one offer costs here for one person, where the place knows better than a national average."""

    offer: str
    pounds: Pounds
    source: str = Field(min_length=1)


class EventValue(Part):
    """What one event that is avoided leaves here: capacity, valued, and cash, which are not the same."""

    outcome: str
    capacity_pounds: Pounds = 0
    cash_pounds: Pounds = 0
    source: str = Field(min_length=1)


class AgencyFile(Part):
    """One file an agency sent, and how its columns and codes translate into ours.

    Parameters
    ----------
    path : as written in the place file, relative to it.
    kind : a kind of definitions/extracts.
    organisation : code of the organisation that sent it.
    source : name of the register its record ids belong to.
    delimiter, encoding : found out from the file if None.
    date_format : strptime pattern of its dates; ISO 8601 if None.
    columns : the agency's column name by our column name.
    codes : for our column name, our code by the agency's code; "" stands for missing.
    """

    path: str
    kind: str
    organisation: str
    source: str = ""
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    encoding: str | None = None
    date_format: str | None = None
    columns: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}


class Place(Part):
    """A place, as its place file describes it, read and checked by `read_place`.

    Parameters
    ----------
    file : the place file itself; every path is relative to its folder.
    as_at : the day the job speaks of; nothing later is used.
    directory_path : services in the area, as HSDS-UK 3.0 writes them; loaded once, then kept true in the pages.
    place_names_path : names of towns and villages, for search.
    home_care_path : carers, clients and usual weeks of home-care providers; see docs/reference/provider-file.md.
    decisions_path : what people decided about pairs of records, see docs/how-to/review-outside-the-web.md.
    package_decisions_path : what people decided about packages, see docs/how-to/plan-a-month.md.
    thresholds : by outcome, the probability in 12 months from which a person counts as most at risk.
    risk : whether deprivation or ethnicity may predict, and why; as the definitions have it if None.
    plans : how packages are weighed here, and why; as `PlanParameters` has it if None.
    referrals : how long referrals may take here, and why; as the definitions have it if None.
    most_rejected_share : share (0–1) of a file's rows whose rejection earns a warning.
    max_line_megabytes : a longer line means that the file is broken.
    """

    file: Path
    name: str
    as_at: Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]
    seed: int
    areas_path: Path
    postcodes_path: Path
    services_path: Path
    boundaries_path: Path | None = None
    staff_path: Path | None = None
    directory_path: Path | None = None
    place_names_path: Path | None = None
    home_care_path: Path | None = None
    decisions_path: Path | None = None
    package_decisions_path: Path | None = None
    is_invented: bool = False
    most_rejected_share: Annotated[float, Field(ge=0, le=1)] = 0.20
    max_line_megabytes: Annotated[float, Field(ge=0.001, le=2000)] = 16
    organisations: tuple[Organisation, ...] = Field(min_length=1)
    neighbourhoods: tuple[Neighbourhood, ...] = Field(min_length=1)
    thresholds: dict[str, Probability] = {}
    risk: RiskChoices | None = None
    plans: PlanChoices | None = None
    referrals: ReferralChoices | None = None
    budgets: tuple[Budget, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    costs: tuple[Cost, ...] = ()
    event_values: tuple[EventValue, ...] = ()
    files: tuple[AgencyFile, ...] = Field(min_length=1)

    @property
    def folder(self) -> Path:
        """The folder the paths of the place file start from."""
        return self.file.parent

    def path_of(self, sent: AgencyFile) -> Path:
        """Where a file an agency sent is."""
        return self.folder / sent.path

    @cached_property
    def organisation_by_code(self) -> Mapping[str, Organisation]:
        """The organisations by code."""
        return {organisation.code: organisation for organisation in self.organisations}

    def current(self, code: str, on: date) -> str:
        """Code of the organisation that owns, on a day, the records `code` made."""
        return organisations.current(self.organisation_by_code, code, on=on)

    @cached_property
    def neighbourhood_of_msoa(self) -> Mapping[str, str]:
        """Code of the neighbourhood by name of MSOA."""
        return {msoa: hood.code for hood in self.neighbourhoods for msoa in hood.msoas}

    @cached_property
    def areas(self) -> pa.Table:
        """One row per LSOA: lsoa, its names, council, centroid, population, deprivation_decile, neighbourhood."""
        return geography.read_areas(self.areas_path, self.neighbourhood_of_msoa)

    @cached_property
    def postcodes(self) -> pa.Table:
        """One row per postcode: postcode ('BH1 1AA'), lsoa, latitude, longitude (either may be empty), is_live."""
        return geography.read_postcodes(self.postcodes_path)

    @cached_property
    def place_names(self) -> pa.Table:
        """One row per name of a town, suburb or village; no rows if the place names no file."""
        if self.place_names_path is None:
            return geography.NAME_SCHEMA.empty_table()
        return geography.read_place_names(self.place_names_path)

    @cached_property
    def services(self) -> pa.Table:
        """One row per voluntary-sector service: service, name, organisation, offer, neighbourhood, telephone."""
        return geography.read_place_table(self.services_path, dict.fromkeys(SERVICE_COLUMNS, pa.string()))

    @cached_property
    def directory(self) -> Directory | None:
        """The directory the place file names; None if it names none.

        Raises
        ------
        NotJson : the file is none of ours.
        """
        if self.directory_path is None:
            return None
        return hsds_uk_reading.read(parsed(self.directory_path.read_bytes()), self.name).directory()

    @cached_property
    def staff(self) -> pa.Table:
        """One row per person who may sign in to the demonstration; no rows if the place names no file."""
        if self.staff_path is None:
            return pa.table({name: pa.array([], pa.string()) for name in STAFF_COLUMNS})
        return geography.read_place_table(self.staff_path, dict.fromkeys(STAFF_COLUMNS, pa.string()))
