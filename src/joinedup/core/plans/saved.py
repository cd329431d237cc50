"""How is what a choice was made from kept, so that another choice needs no features and no scores?

Two tables and one text: who is at risk, what fits them, and the limits and parameters. No name, address or NHS number.
"""

import json
from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow as pa

from joinedup.core.errors import CannotProceed
from joinedup.core.plans.candidates import Fits
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.evidence import OUTCOMES
from joinedup.core.plans.limits import Limits, LocalCost, LocalValue
from joinedup.core.plans.optimiser.solve import Stop
from joinedup.core.plans.parameters import PlanParameters
from joinedup.core.plans.prepared import Prepared, with_limits

FLAGS = ("is_open", "has_already", "is_kept", "is_refused", "is_wished", "was_proposed")
NUMBERS = ("need_count", "no_effect")
CREDITS = tuple(f"credit_{outcome}" for outcome in OUTCOMES)
PERSON = ("person_id", "neighbourhood", "local_authority", "deprivation_decile")


class NotSaved(CannotProceed):
    """What was kept cannot be read as a choice's beginnings."""


def person_table(prepared: Prepared) -> pa.Table:
    """One row per person most at risk: where they live, and the chance of each outcome."""
    chances = [f"probability_{outcome}" for outcome in OUTCOMES]
    columns = [name for name in (*PERSON, *chances) if name in prepared.people.column_names]
    return prepared.people.select(columns)


def fit_table(prepared: Prepared) -> pa.Table:
    """One row per person and offer that looks fitting, in the order of `Fits`."""
    fits, library = prepared.fits, prepared.library
    codes = np.array([offer.code for offer in library.offers], object)
    columns: dict[str, Any] = {
        "person_id": prepared.people["person_id"].take(pa.array(fits.person)),
        "offer": pa.array(codes[fits.offer], pa.string()),
        "need_words": pa.array(fits.need_words, pa.string()),
    }
    for name in (*FLAGS, *NUMBERS):
        columns[name] = pa.array(getattr(fits, name))
    for at, name in enumerate(CREDITS):
        columns[name] = pa.array(np.ascontiguousarray(fits.credit[:, at]))
    return pa.table(columns)


def settings_text(limits: Limits, parameters: PlanParameters) -> str:
    """Limits and parameters as JSON; pairs become three-part rows."""
    said = {
        "limits": {
            "capacities": [[*key, places] for key, places in sorted(limits.capacities.items())],
            "budgets_pence": dict(sorted(limits.budgets_pence.items())),
            "payers": [[*key, code] for key, code in sorted(limits.payers.items())],
            "deliverers": [[*key, code] for key, code in sorted(limits.deliverers.items())],
            "neighbourhood_names": dict(limits.neighbourhood_names),
            "funder_names": dict(limits.funder_names),
            "costs": {offer: [cost.pence, cost.source] for offer, cost in sorted(limits.costs.items())},
            "event_values": {outcome: asdict(value) for outcome, value in sorted(limits.event_values.items())},
        },
        "parameters": asdict(parameters),
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def settings_of(text: str) -> tuple[Limits, PlanParameters]:
    """Limits and parameters of such a text.

    Raises
    ------
    NotSaved : it is not one.
    """
    try:
        said = json.loads(text)
        given = said["limits"]
        pairs: dict[str, Any] = {
            name: {(one, other): value for one, other, value in given[name]}
            for name in ("capacities", "payers", "deliverers")
        }
        names: dict[str, Any] = {name: given[name] for name in ("budgets_pence", "neighbourhood_names", "funder_names")}
        costs = {offer: LocalCost(pence, source) for offer, (pence, source) in given["costs"].items()}
        values = {outcome: LocalValue(**value) for outcome, value in given.get("event_values", {}).items()}
        parameters = dict(said["parameters"])
        parameters["stop"] = Stop(**parameters["stop"])
        return Limits(**pairs, **names, costs=costs, event_values=values), PlanParameters(**parameters)
    except (KeyError, TypeError, ValueError) as problem:
        raise NotSaved("Limits and parameters cannot be read", expected="choice.json as a plan writes it") from problem


def prepared_from(
    person: pa.Table, fit: pa.Table, library: Library, limits: Limits, parameters: PlanParameters
) -> Prepared:
    """What a choice is made from, as it was when it was kept, within limits that may be others.

    Raises
    ------
    NotSaved : a column is missing, or an offer is no longer in the catalogue.
    """
    needed = {"person_id", "offer", "need_words", *FLAGS, *NUMBERS, *CREDITS}
    if missing := sorted(needed - set(fit.column_names)):
        raise NotSaved(f"The fits lack {', '.join(missing)}", expected="the table a plan writes")
    ids = {one: at for at, one in enumerate(person["person_id"].to_pylist())}
    codes = fit["offer"].cast(pa.string()).to_pylist()
    if unknown := sorted({code for code in codes if code not in library.position}):
        raise NotSaved(f"'{unknown[0]}' is not an offer any more", expected="offers of", available=library.position)
    who = np.array([ids[one] for one in fit["person_id"].to_pylist()], np.int64)
    offer = np.array([library.position[code] for code in codes], np.int64)
    order = np.lexsort((who, offer))
    words = np.array(fit["need_words"].cast(pa.string()).to_pylist(), object)
    fits = Fits(
        person=who[order],
        offer=offer[order],
        need_words=words[order],
        credit=np.column_stack([fit[name].to_numpy() for name in CREDITS])[order],
        **{name: fit[name].to_numpy()[order] for name in (*FLAGS, *NUMBERS)},
    )
    return with_limits(person, fits, library, limits, parameters)
