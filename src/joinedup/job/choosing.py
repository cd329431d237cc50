"""Packages chosen for any table of people, kept in a folder, and what-ifs on what a folder keeps."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from joinedup import definitions
from joinedup.core.engine import Engine, new_directory, write_text
from joinedup.core.plans import Library, Limits, PackagePlan, PlanParameters, Prepared, library, plan_of, prepare, saved
from joinedup.core.plans.catalogue import library_with
from joinedup.core.plans.change import Change
from joinedup.core.plans.decide import decide
from joinedup.core.plans.evidence import OUTCOMES, EvidenceWrong
from joinedup.core.plans.prepared import PriceBook, starting_prices
from joinedup.core.plans.saved import NotSaved
from joinedup.core.plans.what_if import Comparison, Outline, compared, outline, with_changes
from joinedup.core.units import pounds
from joinedup.job.plans import SETTINGS

TABLES = ("package", "item", "without", "left_out", "limit", "unmet", "promise", "ledger", "collision")
WRITTEN = (*TABLES, "person", "fit")
FILE_OF = {"item": "package_item", "without": "without_package"}


def read_library(offers: Path | None, effects: Path | None, *, beside: Library | None = None) -> Library:
    """The offers of a YAML file with the effects of a CSV; those that come with joinedup where none is given.

    Parameters
    ----------
    beside : offers to which those of the file are added at the end.

    Raises
    ------
    EvidenceWrong : an entry cannot be used as written; it is named.
    """
    if offers is None and effects is None:
        return library()
    try:
        written = (
            yaml.safe_load(offers.read_text(encoding="utf-8")) if offers else definitions.read("evidence/offers.yaml")
        )
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        raise EvidenceWrong(f"The offers of {offers} cannot be read", expected="YAML as offers.yaml") from problem
    if not isinstance(written, list) or not all(isinstance(entry, dict) for entry in written):
        raise EvidenceWrong(f"{offers} is not a list of offers", expected="YAML as offers.yaml")
    return library_with(written, effects, beside=beside)


def choose_into(
    out: Path, people: pa.Table, offers: Library, limits: Limits, parameters: PlanParameters, *, draws: int
) -> PackagePlan:
    """Choose, and fill a folder with the tables of the plan and what it was made from; whole or not at all.

    Raises
    ------
    WouldBeLost : the folder holds anything but an earlier plan.
    """
    with new_directory(out, is_earlier=is_plan) as into:
        with Engine(memory_gigabytes=1, threads=2) as engine:
            prepared = prepare(people, offers, limits, parameters, engine=engine)
        plan = plan_of(prepared, draws=draws)
        for name in TABLES:
            pq.write_table(getattr(plan, name), into / f"{FILE_OF.get(name, name)}.parquet")
        pq.write_table(saved.person_table(prepared), into / "person.parquet")
        pq.write_table(saved.fit_table(prepared), into / "fit.parquet")
        write_text(into / SETTINGS, saved.settings_text(limits, parameters))
    return plan


def is_plan(folder: Path) -> bool:
    """Whether a folder holds a plan and nothing else."""
    held = {one.name for one in folder.iterdir()}
    return SETTINGS in held and held <= {SETTINGS, *(f"{FILE_OF.get(name, name)}.parquet" for name in WRITTEN)}


def read_prepared(folder: Path, offers: Library) -> tuple[Prepared, PriceBook]:
    """What the choice of a folder was made from, and its prices.

    Raises
    ------
    NotSaved : the folder holds no choice.
    """
    parts = {name: folder / f"{name}.parquet" for name in ("person", "fit", "limit")}
    if missing := [path.name for path in (*parts.values(), folder / SETTINGS) if not path.is_file()]:
        raise NotSaved(f"{folder} lacks {', '.join(missing)}", expected="the folder of a plan")
    person, fit, limit = (pq.read_table(path) for path in parts.values())
    limits, parameters = saved.settings_of((folder / SETTINGS).read_text(encoding="utf-8"))
    book = {
        (row["offer"] or "", row["neighbourhood"] or "", row["funder"] or ""): row["price"] for row in limit.to_pylist()
    }
    return saved.prepared_from(person, fit, offers, limits, parameters), book


def chosen_again(prepared: Prepared, book: PriceBook) -> Outline:
    """The figures of the choice there is, made again from its own prices."""
    start = starting_prices(prepared, book)
    return outline(
        prepared, decide(prepared.assembled, prepared.fits, prepared.library, prepared.parameters, start=start)
    )


def what_if_in(
    folder: Path, changes: Sequence[Change], *, offers: Path | None, effects: Path | None, people: pa.Table | None
) -> Comparison:
    """A folder's choice beside the one with changes; a new offer needs the people's table again.

    Raises
    ------
    NotSaved : the folder holds no choice, or a new offer comes without people.
    """
    prepared, book = read_prepared(folder, library())
    before = chosen_again(prepared, book)
    if offers is None:
        return compared(before, with_changes(prepared, before, changes), book)
    if people is None:
        raise NotSaved("A new offer needs to know whom it fits", expected="--people, the table the plan was made from")
    more = read_library(offers, effects, beside=prepared.library)
    with Engine(memory_gigabytes=1, threads=2) as engine:
        wider = prepare(people, more, prepared.limits, prepared.parameters, engine=engine)
    return compared(before, with_changes(wider, before, changes), book)


def words(comparison: Comparison, funders: Sequence[str]) -> list[tuple[str, str, str]]:
    """A comparison as rows: what, before, after."""
    before, after = comparison.before, comparison.after
    rows = [
        ("people with a package", f"{before.people:,}", f"{after.people:,}"),
        ("offers in packages", f"{before.items:,}", f"{after.items:,}"),
        ("worth (weighted events avoided and needs met)", f"{before.worth:.2f}", f"{after.worth:.2f}"),
    ]
    for outcome in OUTCOMES:
        if outcome in before.avoided or outcome in after.avoided:
            both = (before.avoided.get(outcome, 0), after.avoided.get(outcome, 0))
            rows.append((f"avoided: {OUTCOMES[outcome]}", f"{both[0]:.2f}", f"{both[1]:.2f}"))
    rows += [
        (f"spent by {funder}", pounds(before.cost_pence.get(funder, 0)), pounds(after.cost_pence.get(funder, 0)))
        for funder in funders
    ]
    rows += [
        ("gap to the bound", f"{before.gap:.3%}", f"{after.gap:.3%}"),
        ("offers gained, lost", "", f"{comparison.gained:,}, {comparison.lost:,}"),
    ]
    return rows
