"""What does each hospital trust send about a stay?"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from joinedup.county.chance import Ints, happens, stream
from joinedup.county.days import NEVER, dates
from joinedup.county.diagnoses import secondary_diagnoses
from joinedup.county.events import Events, by_source, coded
from joinedup.county.illness import Illness
from joinedup.county.lives import Lives
from joinedup.county.population import People
from joinedup.county.stays import Stays
from joinedup.county.template import figures

METHODS = ("emergency", "elective", "maternity")
DESTINATIONS = ("usual_home", "care_home", "died")


def spells(
    made: People,
    illness: Illness,
    lives: Lives,
    stays: Stays,
    trust: Ints,
    trusts: list[str],
    seed: int,
) -> list[Events]:
    """The stays as each trust sends them."""
    rng, facts = stream(seed, "spells"), figures("care")
    died = stays.discharged_on == made.death_on[stays.person]
    home_on = lives.home_on[stays.person]
    soon = (home_on - stays.admitted_on < 92) & (home_on >= stays.admitted_on) & (stays.method == 0)
    to_home = soon & happens(rng, facts["care_home_entry"]["discharged_there_per_cent"], len(home_on))
    destination = np.where(died, 2, np.where(to_home, 1, 0))
    destination[stays.discharged_on == NEVER] = -1
    move = np.flatnonzero(to_home & ~died & (stays.discharged_on != NEVER))
    lives.home_on[stays.person[move]] = stays.discharged_on[move]
    columns = {
        "admitted_on": dates(stays.admitted_on),
        "discharged_on": dates(stays.discharged_on),
        "admission_method": coded(METHODS, stays.method),
        "primary_diagnosis": stays.primary,
        "secondary_diagnoses": secondary_diagnoses(
            made, illness, stays, facts["secondary_diagnoses"], facts["fall"]["causes_icd10"], rng
        ),
        "discharge_destination": coded(DESTINATIONS, destination),
    }
    tables = by_source("hospital_spell", stays.person, stays.admitted_on, columns, trust, trusts)
    for table in tables:
        number = pc.cast(pa.array(np.arange(len(table.person)) + 100_001), pa.string())
        table.columns = {"spell_id": pc.binary_join_element_wise(table.source.upper(), number, "-"), **table.columns}
    return tables
