"""How is the choice written down for the place: limits and prices, unmet need, promises, who pays and who saves?"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from joinedup.core.plans.assembly import DEPRIVED
from joinedup.core.plans.candidates import Flags
from joinedup.core.plans.chosen import Chosen
from joinedup.core.plans.decide import Decided
from joinedup.core.plans.event_values import EventValue, event_values
from joinedup.core.plans.limits import Limits
from joinedup.core.plans.measures import Floats
from joinedup.core.plans.optimiser.searcher import Searcher
from joinedup.core.plans.prepared import Prepared
from joinedup.core.plans.promises import with_plenty

POUND = 100


def limit_table(prepared: Prepared, decided: Decided, chosen: Chosen) -> pa.Table:
    """Every limit with what there was, what is used and what one more unit is worth: places or pounds."""
    rows, counts = prepared.priced.rows, most_counted(decided)
    places, budgets = len(rows.capacities), len(rows.funders)
    words = [price_words(prepared, row, price, counts) for row, price in enumerate(chosen.prices.tolist())]
    return pa.table(
        {
            "limit": pa.array(["capacity"] * places + ["budget"] * budgets, pa.string()),
            "offer": pa.array([*(name for name, _ in rows.capacities), *[None] * budgets], pa.string()),
            "neighbourhood": pa.array([*(hood for _, hood in rows.capacities), *[None] * budgets], pa.string()),
            "funder": pa.array([*[None] * places, *rows.funders], pa.string()),
            "available": pa.array(rows.room.astype(float)),
            "used": pa.array((rows.room - chosen.room_left).astype(float)),
            "price": pa.array(chosen.prices),
            "price_words": pa.array(words, pa.string()),
        }
    )


def price_words(prepared: Prepared, row: int, price: float, counts: float) -> str:
    """What one more unit of a limit is worth, as a sentence.

    A price is of the linear programme: it holds for a few units more or less, not for many.

    Parameters
    ----------
    counts : how many times an event avoided counts, at the most, where a promise is not kept.
    """
    limits = prepared.limits
    name, hood, funder = prepared.priced.rows.unit(row)
    if funder:
        what, size = f"£1,000 more from {limits.funder_names.get(funder, funder)}", 1000 * POUND
    else:
        offer = next(one for one in prepared.library.offers if one.draws_on == name)
        unit = offer.name if not offer.capacity else name.replace("_", " ")
        what, size = f"One more place on '{unit}' in {limits.neighbourhood_names.get(hood, hood)}", 1
    worth = price * size
    if worth <= 0:
        return f"{what} would be worth nothing: there is enough."
    if counts > 1:
        return (
            f"{what} would be worth {worth:.3f}: not events alone, for where a promise is not kept an event avoided "
            f"counts up to {counts:.1f} times."
        )
    return f"{what} would be worth {worth:.3f} events avoided a year."


def most_counted(decided: Decided) -> float:
    """How many times an event avoided counts, at the most, in prices: once where every promise is kept."""
    if kept(decided).all():
        return 1.0
    return float(Searcher(decided.problem).scales(decided.answer.prices.floors).max(initial=1.0))


def kept(decided: Decided) -> Flags:
    """Which promises are kept."""
    return np.asarray(decided.reached >= decided.problem.floors * (1 - 1e-6) - 1e-9)


def unmet_table(prepared: Prepared, decided: Decided, chosen: Chosen) -> pa.Table:
    """What people would have if nothing were scarce and have not: one row per offer and neighbourhood."""
    problem, assembled, fits = decided.problem, prepared.assembled, prepared.fits
    free = Searcher(with_plenty(problem))
    masks, _ = free.best(np.zeros(len(problem.room)), np.zeros(len(problem.floors)))
    missing = problem.bits(masks) & ~problem.bits(decided.answer.masks)
    fit = assembled.fit[missing]
    hood = prepared.priced.neighbourhood[fit]
    codes = np.array([offer.code for offer in prepared.library.offers], object)[fits.offer[fit]]
    is_right = np.isin(fit, chosen.unmet)
    rows = pa.table(
        {
            "offer": pa.array(codes, pa.string()),
            "neighbourhood": pa.array(hood, pa.string()),
            "worth": pa.array(np.maximum(chosen.gain[fit], 0.0)),
            "right": pa.array(is_right.astype(np.int64)),
        }
    )
    found = rows.group_by(["offer", "neighbourhood"], use_threads=False).aggregate(
        [("worth", "count"), ("worth", "sum"), ("right", "sum")]
    )
    found = found.rename_columns(["offer", "neighbourhood", "people", "worth", "rights"])
    return found.sort_by([("offer", "ascending"), ("neighbourhood", "ascending")])


def promise_table(prepared: Prepared, decided: Decided) -> pa.Table:
    """What each neighbourhood and the most deprived fifth was promised, what reaches it, and what the promise costs."""
    names = prepared.assembled.groups.names
    floors, reached = decided.problem.floors, decided.reached
    deprived = [name == DEPRIVED for name in names]
    return pa.table(
        {
            "group": pa.array(["most_deprived_fifth" if last else "neighbourhood" for last in deprived], pa.string()),
            "neighbourhood": pa.array(
                [None if last else name for name, last in zip(names, deprived, strict=True)], pa.string()
            ),
            "need_share": pa.array(decided.need),
            "promised": pa.array(floors),
            "worth": pa.array(reached),
            "is_kept": pa.array(kept(decided)),
            "price": pa.array(
                decided.answer.prices.floors if len(decided.answer.prices.floors) else np.zeros(len(names))
            ),
        }
    )


def ledger_table(item: pa.Table, effect: pa.Table, people: pa.Table, limits: Limits) -> pa.Table:
    """Who pays and who saves: one row per organisation. Capacity freed is not cash; the two are kept apart."""
    columns = ("pays_pence", "frees_low_pence", "frees_pence", "frees_high_pence", "saves_cash_pence")
    ledger: dict[str, dict[str, float]] = {}

    def add(code: str, **amounts: float) -> None:
        row = ledger.setdefault(code, dict.fromkeys(columns, 0.0))
        for name, amount in amounts.items():
            row[name] += amount

    paid = item.group_by("funder", use_threads=False).aggregate([("cost_pence", "sum")]).to_pylist()
    for row in paid:
        if row["funder"] and row["cost_pence_sum"]:
            add(row["funder"], pays_pence=row["cost_pence_sum"])
    values = values_here(limits)
    for (outcome, authority), avoided in avoided_by_authority(effect, people).items():
        value = values[outcome]
        low, middle, high = avoided
        if saver := limits.payer(value.saved_by, authority):
            freed = value.freed_pence
            add(
                saver,
                frees_low_pence=low * freed,
                frees_pence=middle * freed,
                frees_high_pence=high * freed,
                saves_cash_pence=middle * value.cash_pence,
            )
    rows = [
        {"organisation": code} | {name: round(amount) for name, amount in row.items()}
        for code, row in sorted(ledger.items())
    ]
    return pa.Table.from_pylist(rows, pa.schema({"organisation": pa.string(), **dict.fromkeys(columns, pa.int64())}))


def values_here(limits: Limits) -> Mapping[str, EventValue]:
    """What an avoided event leaves, by outcome: the place's own figure where it has one."""
    own = {
        outcome: {
            "capacity": None,
            "capacity_pence": local.capacity_pence,
            "cash_pence": local.cash_pence,
            "source": local.source,
        }
        for outcome, local in limits.event_values.items()
    }
    return {str(outcome): value.model_copy(update=own.get(outcome)) for outcome, value in event_values().items()}


def avoided_by_authority(effect: pa.Table, people: pa.Table) -> Mapping[tuple[str, str], Floats]:
    """Events avoided (low, middle, high) by outcome and local authority."""
    joined = effect.join(people.select(["person_id", "local_authority"]), "person_id")
    sums = [(name, "sum") for name in ("avoided_low", "avoided_mid", "avoided_high")]
    rows = joined.group_by(["outcome", "local_authority"], use_threads=False).aggregate(sums).to_pylist()
    return {
        (row["outcome"], row["local_authority"] or ""): np.array([row[f"{name}_sum"] for name, _ in sums])
        for row in sorted(rows, key=lambda row: (row["outcome"], row["local_authority"] or ""))
    }
