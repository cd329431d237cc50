"""Packages chosen for any table of people, kept in a folder, and what-ifs on what a folder keeps."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from joinedup import definitions
from joinedup.core.engine import Engine, new_directory
from joinedup.core.plans import Library, Limits, PackagePlan, PlanParameters, library, plan_of, prepare
from joinedup.core.plans.catalogue import library_with
from joinedup.core.plans.change import Change
from joinedup.core.plans.evidence import OUTCOMES, EvidenceWrong
from joinedup.core.plans.outline import Outline
from joinedup.core.plans.saved import NotSaved
from joinedup.core.plans.what_if import Comparison, compared, with_changes
from joinedup.core.units import pounds
from joinedup.job import plan_folder


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
    with new_directory(out, is_earlier=plan_folder.is_plan) as into:
        with Engine(memory_gigabytes=1, threads=2) as engine:
            prepared = prepare(people, offers, limits, parameters, engine=engine)
        plan = plan_of(prepared, draws=draws)
        plan_folder.write(into, prepared, plan)
    return plan


def what_if_in(
    folder: Path, changes: Sequence[Change], *, offers: Path | None, effects: Path | None, people: pa.Table | None
) -> Comparison:
    """A folder's choice beside the one with changes; a new offer needs the people's table again.

    Raises
    ------
    NotSaved : the folder holds no choice, or a new offer comes without people.
    """
    prepared, before, book = plan_folder.read(folder)
    if offers is None and not changes:
        return Comparison(before, before, gained=0, lost=0, prices=book)
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
    return [
        ("people with a package", f"{before.people:,}", f"{after.people:,}"),
        ("offers in packages", f"{before.items:,}", f"{after.items:,}"),
        ("worth (weighted events avoided and needs met)", f"{before.worth:.2f}", f"{after.worth:.2f}"),
        *avoided_rows(before, after),
        *(
            (f"spent by {funder}", pounds(before.cost_pence.get(funder, 0)), pounds(after.cost_pence.get(funder, 0)))
            for funder in funders
        ),
        *rights_rows(before, after),
        ("gap to the bound", f"{before.gap:.3%}", f"{after.gap:.3%}"),
        ("offers gained, lost", "", f"{comparison.gained:,}, {comparison.lost:,}"),
    ]


def avoided_rows(before: Outline, after: Outline) -> list[tuple[str, str, str]]:
    """Events avoided, a row for each outcome that either choice speaks to."""
    return [
        (f"avoided: {words}", f"{before.avoided.get(outcome, 0):.2f}", f"{after.avoided.get(outcome, 0):.2f}")
        for outcome, words in OUTCOMES.items()
        if outcome in before.avoided or outcome in after.avoided
    ]


def rights_rows(before: Outline, after: Outline) -> list[tuple[str, str, str]]:
    """Whether rights are met within the limits, how many are not, and a row for whatever stands in the way."""
    kept = ["yes" if one.is_feasible else "NO" for one in (before, after)]
    now, then = (dict(collision_row(row) for row in one.collisions) for one in (before, after))
    return [
        ("rights met, limits kept", kept[0], kept[1]),
        ("offers people have a right to, not met", f"{before.rights_not_met:,}", f"{after.rights_not_met:,}"),
        *((what, now.get(what, "–"), then.get(what, "–")) for what in sorted({*now, *then})),
    ]


def collision_row(collision: Mapping[str, Any]) -> tuple[str, str]:
    """What stands in the way of a right, and how much.

    Examples
    --------
    >>> collision_row({"limit": "right", "offer": "review", "reason": "Nobody pays.", "needed": 2.0})
    ('review not met: Nobody pays.', '2')
    """
    if collision["limit"] == "right":
        return f"{collision['offer']} not met: {collision['reason']}", f"{collision['needed']:,.0f}"
    needed, there = amounts(collision)
    return f"needed of {limit_words(collision)}", f"{needed}, {there} there"


def limit_words(collision: Mapping[str, Any]) -> str:
    """Which limit is passed."""
    offer = f"{collision['offer']} in {collision['neighbourhood']}"
    return f"the budget of {collision['funder']}" if collision["funder"] else offer


def amounts(collision: Mapping[str, Any]) -> tuple[str, str]:
    """How much of a limit is needed, and is there; a budget in pounds."""
    needed, there = collision["needed"], collision["available"]
    return (pounds(int(needed)), pounds(int(there))) if collision["funder"] else (f"{needed:,.0f}", f"{there:,.0f}")
