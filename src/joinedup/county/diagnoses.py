"""Which diagnoses, ICD-10, does a hospital write for a stay?"""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from joinedup.county.chance import Ints, Rng, happens, pick
from joinedup.county.illness import Illness
from joinedup.county.population import People
from joinedup.county.stays import Stays


def secondary_diagnoses(
    made: People, illness: Illness, stays: Stays, facts: Any, causes: dict[str, int], rng: Rng
) -> pa.Array:
    """Other diagnoses of each stay: known conditions, what frailty brings, and what caused a fall."""
    row: list[Ints] = []
    code: list[Ints] = []
    codes: list[str] = []
    known = np.where(stays.method == 0, facts["recorded_of_known_conditions_per_cent"], 15)
    for condition, name in enumerate(illness.names):
        has = illness.onset_on[condition][stays.person] <= stays.admitted_on
        found = np.flatnonzero(has & happens(rng, known, len(has)))
        listed = illness.facts[name]["icd10"]
        row.append(found)
        code.append(len(codes) + pick(rng, 1 / (np.arange(len(listed)) + 1), len(found)))
        codes.extend(listed)
    old = (made.age_at(0)[stays.person] + stays.admitted_on / 365.25 >= 65) & (stays.method == 0)
    for symptom, per_cent in facts["by_frailty"].items():
        found = np.flatnonzero(old & happens(rng, per_cent * stays.deficits / 8, len(old)))
        row.append(found)
        code.append(np.full(len(found), len(codes)))
        codes.append(symptom)
    fell = np.flatnonzero(stays.reason == 0)
    row.append(fell)
    code.append(len(codes) + pick(rng, list(causes.values()), len(fell)))
    codes.extend(causes)
    return joined_by_row(np.concatenate(row), np.concatenate(code), codes, len(stays.person))


def joined_by_row(row: Ints, code: Ints, codes: list[str], rows: int) -> pa.Array:
    """For each row its codes, joined by semicolons; null where there are none."""
    order = np.lexsort((code, row))
    offsets = np.searchsorted(row[order], np.arange(rows + 1)).astype(np.int32)
    lists = pa.ListArray.from_arrays(pa.array(offsets), pa.array(codes).take(pa.array(code[order])))
    joined = pc.binary_join(lists, ";")
    return pc.if_else(pa.array(np.diff(offsets) == 0), pa.scalar(None, pa.string()), joined)
