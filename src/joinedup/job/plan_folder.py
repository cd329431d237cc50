"""What does the folder of a plan hold, and what is read from it again?"""

import json
from pathlib import Path

import pyarrow.parquet as pq

from joinedup.core.engine import write_text
from joinedup.core.plans import Library, PackagePlan, Prepared, library, saved
from joinedup.core.plans.outline import Outline, outline_again
from joinedup.core.plans.prepared import PriceBook
from joinedup.core.plans.saved import NotSaved
from joinedup.core.plans.saved_library import library_of, library_text
from joinedup.job.plans import FIGURES, SETTINGS, figures

OFFERS = "offers.json"
TABLES = {
    "package": "package",
    "package_item": "item",
    "without_package": "without",
    **{name: name for name in ("left_out", "limit", "unmet", "promise", "ledger", "collision")},
}
"""The tables of a plan by the name of their file."""
BEGINNINGS = ("person", "fit")
HELD = {SETTINGS, FIGURES, OFFERS, *(f"{name}.parquet" for name in (*TABLES, *BEGINNINGS))}


def is_plan(folder: Path) -> bool:
    """Whether a folder holds a plan and nothing else."""
    held = {one.name for one in folder.iterdir()}
    return SETTINGS in held and held <= HELD


def write(into: Path, prepared: Prepared, plan: PackagePlan) -> None:
    """Write the tables of a plan, and what it was made from."""
    for name, of_plan in TABLES.items():
        pq.write_table(getattr(plan, of_plan), into / f"{name}.parquet")
    pq.write_table(saved.person_table(prepared), into / "person.parquet")
    pq.write_table(saved.fit_table(prepared), into / "fit.parquet")
    write_text(into / SETTINGS, saved.settings_text(prepared.limits, prepared.parameters))
    write_text(into / FIGURES, json.dumps(figures(plan, prepared), indent=1))
    write_text(into / OFFERS, library_text(prepared.library))


def read(folder: Path) -> tuple[Prepared, Outline, PriceBook]:
    """What the plan of a folder was made from, the plan in figures, and its prices.

    Raises
    ------
    NotSaved : the folder holds no plan.
    """
    names = (*BEGINNINGS, "limit", "package_item", "collision")
    needed = [*(f"{name}.parquet" for name in names), SETTINGS, FIGURES]
    if missing := [name for name in needed if not (folder / name).is_file()]:
        raise NotSaved(f"{folder} lacks {', '.join(missing)}", expected="the folder of a plan")
    person, fit, limit, item, collision = (pq.read_table(folder / f"{name}.parquet") for name in names)
    limits, parameters = saved.settings_of((folder / SETTINGS).read_text(encoding="utf-8"))
    prepared = saved.prepared_from(person, fit, offers_of(folder), limits, parameters)
    said = json.loads((folder / FIGURES).read_text(encoding="utf-8"))
    chosen = zip(item["person_id"].to_pylist(), item["offer"].cast("string").to_pylist(), strict=True)
    book = {
        (row["offer"] or "", row["neighbourhood"] or "", row["funder"] or ""): row["price"] for row in limit.to_pylist()
    }
    return prepared, outline_again(said, chosen, prepared, collision.to_pylist()), book


def offers_of(folder: Path) -> Library:
    """The offers a plan was made of; those that come with joinedup where a run made it."""
    path = folder / OFFERS
    return library_of(path.read_text(encoding="utf-8")) if path.is_file() else library()
