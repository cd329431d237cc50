"""What is really so: who is who, who belongs to whom, and which rows are bad.

Only tests and benches may read what this writes; no extract and no place file mentions it.
"""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from joinedup.county import names
from joinedup.county.chance import Bools, Ints
from joinedup.county.days import NEVER, dates
from joinedup.county.illness import Illness
from joinedup.county.lives import Lives
from joinedup.county.population import ETHNICITIES, NOBODY, People
from joinedup.county.registers import Identity, Register
from joinedup.county.template import Template
from joinedup.county.unpaid_care import Caring

FOLDER = "truth"


def person_ids(people: Ints) -> pa.Array:
    """True ids, t0000000 and up."""
    return pc.binary_join_element_wise("t", pc.utf8_lpad(pc.cast(pa.array(people), pa.string()), 7, "0"), "")


def write_truth(
    made: People,
    who: Identity,
    illness: Illness,
    lives: Lives,
    caring: Caring,
    registers: list[Register],
    bad: dict[str, dict[str, int]],
    smokes: Bools,
    template: Template,
    folder: Path,
) -> None:
    """Write truth/person, record, relation, fall (Parquet) and rejects.json."""
    home = folder / FOLDER
    home.mkdir()
    save(people_table(made, who, illness, lives, smokes, template), home / "person.parquet")
    records = [
        pa.table(
            {
                "source": pa.array([register.source] * len(register.person)),
                "record_id": register.table["record_id"],
                "true_person_id": person_ids(register.person),
            }
        )
        for register in registers
    ]
    save(pa.concat_tables(records), home / "record.parquet")
    save(relations(made, who, caring), home / "relation.parquet")
    falls = {name: lives.falls.column(name) for name in ("person", "on", "gp", "ambulance", "ed", "admitted")}
    kept = falls["on"] <= made.death_on[falls["person"]]
    save(
        pa.table(
            {
                "true_person_id": person_ids(falls["person"][kept]),
                "fell_on": dates(falls["on"][kept]),
                **{name: falls[name][kept] for name in ("gp", "ambulance", "ed", "admitted")},
            }
        ),
        home / "fall.parquet",
    )
    (home / "rejects.json").write_text(json.dumps(bad, indent=1), encoding="utf-8")


def save(table: pa.Table, path: Path) -> None:
    """Write Parquet."""
    pyarrow.parquet.write_table(table, path, compression="zstd")


def people_table(
    made: People, who: Identity, illness: Illness, lives: Lives, smokes: Bools, template: Template
) -> pa.Table:
    """One row per person."""
    last = np.minimum(made.death_on, template.as_at)
    lsoas = pa.array([row["lsoa"] for row in template.areas])
    return pa.table(
        {
            "true_person_id": person_ids(np.arange(len(made))),
            "nhs_number": who.number,
            "superseded_nhs_number": who.old_number,
            "given_name": names.text(who.names.given_list, who.names.given),
            "family_name": names.text(who.names.family_list, who.names.family),
            "birth_date": dates(made.birth_on),
            "death_date": dates(np.where(made.death_on < template.as_at, made.death_on, NEVER)),
            "is_female": made.is_female,
            "ethnicity": pa.array(ETHNICITIES).take(pa.array(made.ethnicity)),
            "lsoa": lsoas.take(pa.array(made.area)),
            "household": made.household,
            "frailty": made.frailty,
            "deficits": np.where(last < template.as_at, -1, illness.deficits(template.as_at)),
            "smokes": smokes,
            "care_home_from": dates(np.where(lives.home_on <= last, lives.home_on, NEVER)),
            "is_sensitive": who.is_sensitive,
            "is_opted_out": who.is_opted_out,
        }
    )


def relations(made: People, who: Identity, caring: Caring) -> pa.Table:
    """One row per pair of people who belong together, and how."""
    children, couples = np.flatnonzero(made.mother != NOBODY), np.flatnonzero(made.is_female & (made.partner != NOBODY))
    fathered = np.flatnonzero(made.father != NOBODY)
    namesakes = fathered[who.names.given[fathered] == who.names.given[made.father[fathered]]]
    twins = np.array(made.twins, dtype=int).reshape(-1, 2)
    pairs = {
        "mother": (made.mother[children], children),
        "father": (made.father[fathered], fathered),
        "namesake": (made.father[namesakes], namesakes),
        "couple": (made.partner[couples], couples),
        "twin": (twins[:, 0], twins[:, 1]),
        "carer": (caring.carer, caring.cared_for),
    }
    tables = [
        pa.table(
            {
                "true_person_id": person_ids(left),
                "other_true_person_id": person_ids(right),
                "relation": pa.array([name] * len(left), pa.string()),
            }
        )
        for name, (left, right) in pairs.items()
    ]
    return pa.concat_tables(tables)
