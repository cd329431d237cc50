"""Where can what people have a right to and receive not be had, why, and whom does that concern?"""

from typing import Any

import numpy as np
import pyarrow as pa

from joinedup.core.plans.candidates import Indices
from joinedup.core.plans.chosen import Chosen
from joinedup.core.plans.decide import Decided
from joinedup.core.plans.left_out import Reasons
from joinedup.core.plans.left_out_words import RIGHT_REMAINS
from joinedup.core.plans.prepared import Prepared

Row = dict[str, Any]
COLLISIONS = pa.schema(
    {
        "limit": pa.string(),
        "offer": pa.string(),
        "neighbourhood": pa.string(),
        "funder": pa.string(),
        "available": pa.float64(),
        "needed": pa.float64(),
        "reason": pa.string(),
        "person_ids": pa.list_(pa.string()),
        "receiving_ids": pa.list_(pa.string()),
    }
)


def collision_table(prepared: Prepared, decided: Decided, chosen: Chosen, found: Reasons) -> pa.Table:
    """Limits that rights and what is received would pass, by how much; and rights not met for another reason."""
    rows = [limit_row(prepared, decided, row) for row in decided.settled.over.tolist()]
    return pa.Table.from_pylist([*rows, *other_rows(prepared, decided, chosen, found)], COLLISIONS)


def limit_row(prepared: Prepared, decided: Decided, row: int) -> Row:
    """One limit, with those whose right is not met for want of it and those who receive what it is for."""
    settled, problem, fit = decided.settled, decided.problem, prepared.assembled.fit
    name, hood, funder = prepared.priced.rows.unit(row)
    uses = (problem.rows == row).any(axis=1)
    unmet = settled.unmet[uses[settled.unmet]]
    return {
        "limit": "budget" if funder else "capacity",
        "offer": name or None,
        "neighbourhood": hood or None,
        "funder": funder or None,
        "available": float(prepared.priced.rows.room[row]),
        "needed": float(settled.needed[row]),
        "reason": None,
        "person_ids": ids_of(prepared, problem.person[unmet]),
        "receiving_ids": ids_of(prepared, problem.person[uses & prepared.fits.is_kept[fit]]),
    }


def other_rows(prepared: Prepared, decided: Decided, chosen: Chosen, found: Reasons) -> list[Row]:
    """Rights that no limit is named for: one row per offer and reason."""
    fits, offers, assembled = prepared.fits, prepared.library.offers, prepared.assembled
    is_over = np.isin(decided.problem.rows, decided.settled.over).any(axis=1)
    is_right = np.array([offer.is_statutory for offer in offers], bool)[fits.offer]
    is_missing = is_right & fits.is_open & ~chosen.is_chosen
    is_missing[assembled.fit[is_over]] = False
    together: dict[tuple[str, str], list[int]] = {}
    for at in np.flatnonzero(is_missing[found.out]).tolist():
        key = offers[fits.offer[found.out[at]]].code, found.why[at].removesuffix(RIGHT_REMAINS)
        together.setdefault(key, []).append(int(fits.person[found.out[at]]))
    return [
        {
            "limit": "right",
            "offer": code,
            "available": 0.0,
            "needed": float(len(people)),
            "reason": why,
            "person_ids": ids_of(prepared, np.array(people)),
            "receiving_ids": [],
        }
        for (code, why), people in sorted(together.items())
    ]


def ids_of(prepared: Prepared, people: Indices) -> list[str]:
    """Their ids, each once, in order."""
    ids = prepared.people["person_id"].take(pa.array(np.unique(people)))
    return sorted(str(one) for one in ids.to_pylist())
