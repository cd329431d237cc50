"""A tiny place, made by hand, for any test of the core: `small_place(tmp_path)` writes it, `place` reads it."""

from pathlib import Path

import pytest

from joinedup.core.interop import Place, read_place

PLACE = """
[place]
name = "Smallshire"
as_at = 2026-04-01
seed = 7
areas = "areas.csv"
postcodes = "postcodes.csv"
services = "services.csv"
staff = "staff.csv"
is_invented = true

[[organisations]]
code = "smallshire"
name = "Smallshire Council"
kind = "council"
starts_on = 2019-04-01

[[organisations]]
code = "old_town"
name = "Old Town Council"
kind = "council"
ends_on = 2019-04-01
successor = "smallshire"

[[organisations]]
code = "infirmary"
name = "Smallshire Infirmary"
kind = "acute_trust"

[[neighbourhoods]]
code = "hill"
name = "Hill"
msoas = ["Smallshire 001"]

[[neighbourhoods]]
code = "vale"
name = "Vale"
msoas = ["Smallshire 002"]

[thresholds]
fall = 0.25

[[budgets]]
funder = "smallshire"
annual_pounds = 900000

[[capacities]]
offer = "falls_exercise"
neighbourhood = "hill"
places_per_year = 12

[[files]]
path = "extracts/people.csv"
kind = "register"
organisation = "smallshire"
date_format = "%d/%m/%Y"

[files.columns]
record_id = "Person ID"
birth_date = "Date of Birth"

[files.codes.sex]
1 = "male"
2 = "female"

[[files]]
path = "extracts/old_town.csv"
kind = "register"
organisation = "old_town"

[[files]]
path = "extracts/patients.csv"
kind = "register"
organisation = "infirmary"

[[files]]
path = "extracts/spells.csv"
kind = "hospital_spell"
organisation = "infirmary"
"""
TABLES = {
    "areas.csv": """lsoa,lsoa_name,msoa_name,local_authority,latitude,longitude,population,deprivation_decile
E01000001,Smallshire 001A,Smallshire 001,Smallshire,50.70,-2.00,1500,3
E01000002,Smallshire 001B,Smallshire 001,Smallshire,50.71,-2.01,1600,1
E01000003,Smallshire 002A,Smallshire 002,Smallshire,50.72,-2.02,1700,9
""",
    "postcodes.csv": """postcode,lsoa
ZZ1 1AA,E01000001
ZZ1 1AB,E01000002
ZZ12AA,E01000003
""",
    "services.csv": """service,name,organisation,offer,neighbourhood,telephone
s1,Hill Walkers,Hill Walkers,falls_exercise,hill,01632 960001
""",
    "staff.csv": """username,name,role,organisation,neighbourhood
ann,Ann Nurse,community_nurse,infirmary,hill
""",
    "extracts/people.csv": """Person ID,given_name,family_name,Date of Birth,sex,postcode,nhs_number
P1,Rose,Allen,03/02/1941,2,zz11aa,999 000 0018
P2,Jack,Brown,04/05/1938,1,ZZ1 1AB,9990000026
P3,May,Carter,,2,ZZ1 2AA,
""",
    "extracts/old_town.csv": """record_id,given_name,family_name,birth_date,sex
T1,Rosie,Allen,1941-02-03,female
""",
    "extracts/patients.csv": """record_id,given_name,family_name,birth_date,sex,nhs_number
H1,Rose,Allen,1941-02-03,female,9990000018
H2,Jack,Brown,1938-05-04,male,9990000026
""",
    "extracts/spells.csv": """spell_id,record_id,admitted_on,discharged_on,admission_method,secondary_diagnoses
S2,H2,2025-06-01,,emergency,
S1,H1,2025-01-10,2025-01-14,emergency,I10;E119
""",
}


def write_small_place(folder: Path, **tables: str) -> Path:
    """Write the place and its files into a folder; `tables` replace or add files by path. Returns place.toml."""
    for path, text in {"place.toml": PLACE, **TABLES, **tables}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder / "place.toml"


@pytest.fixture
def small_place_file(tmp_path: Path) -> Path:
    """The small place, written; its place.toml."""
    return write_small_place(tmp_path / "small")


@pytest.fixture
def small_place(small_place_file: Path) -> Place:
    """The small place, read."""
    return read_place(small_place_file)
