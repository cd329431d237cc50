"""`joinedup plans place`, `choose`, `what-if`: the best combined packages for a place, or for any table of people."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from joinedup.cli import app
from joinedup.cli.options import Memory, PlaceFile, RunFolder

if TYPE_CHECKING:
    from joinedup.core.plans import PackagePlan

plans = typer.Typer(
    name="plans",
    help="Choose the best combined packages within money and hands, and ask what if.",
    no_args_is_help=True,
)
app.add_typer(plans)
Offers = Annotated[Path | None, typer.Option(help="Offers, YAML as definitions/evidence/offers.yaml.")]
Effects = Annotated[Path | None, typer.Option(help="Effects of your own, CSV as definitions/evidence/effects.csv.")]
FEWEST, MOST = 0, 200


@plans.command("place")
def of_place(place: PlaceFile, out: RunFolder, memory_gigabytes: Memory = 4) -> None:
    """Propose a package of care, support and advice for everybody above the place's thresholds."""
    from joinedup.cli.step import bring_up_to_date

    bring_up_to_date(place, out, "plans", memory_gigabytes)


@plans.command()
def choose(
    people: Annotated[Path, typer.Argument(help="CSV or Parquet: one row per person, with chances and features.")],
    limits: Annotated[Path, typer.Option(help="TOML: thresholds, capacities, budgets, payers, costs, parameters.")],
    out: Annotated[Path, typer.Option(help="Folder for the plan's tables.")],
    offers: Offers = None,
    effects: Effects = None,
    draws: Annotated[
        int, typer.Option(help="Draws of the effects, to tell how often an item stays.", min=FEWEST, max=MOST)
    ] = 20,
) -> None:
    """Choose packages for any table of people, and write them with their reasons, prices and bound."""
    from joinedup.core.plans.limits_file import read_limits
    from joinedup.core.risk.any_table.reading import notes_on, read_table
    from joinedup.job.choosing import choose_into, read_library

    given, parameters = read_limits(limits)
    table = read_table(people)
    for note in notes_on(table):
        typer.echo(f"note: {note}")
    plan = choose_into(out, table, read_library(offers, effects), given, parameters, draws=draws)
    report(plan, out)


@plans.command("what-if")
def what_if(
    plan: Annotated[Path, typer.Argument(help="Folder of a plan: of `plans choose`, or plans/ of a run.")],
    capacity: Annotated[
        list[str] | None, typer.Option(help="falls_exercise=+10%, or reablement@purbeck=40; repeat for more.")
    ] = None,
    budget: Annotated[list[str] | None, typer.Option(help="icb=-5%, or icb=+20000 (pounds); repeat for more.")] = None,
    offers: Annotated[
        Path | None, typer.Option(help="New offers beside those there are, YAML; needs --people.")
    ] = None,
    effects: Effects = None,
    people: Annotated[Path | None, typer.Option(help="With --offers: the table the plan was made from.")] = None,
) -> None:
    """Show what would be different with more places, less money or a new offer, side by side."""
    from joinedup.core.plans.change import changes_of
    from joinedup.core.risk.any_table.reading import read_table
    from joinedup.job.choosing import what_if_in, words

    changes = changes_of([*(capacity or ()), *(budget or ())])
    table = read_table(people) if people else None
    found = what_if_in(plan, changes, offers=offers, effects=effects, people=table)
    shown = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("", "now", "then"):
        shown.add_column(heading, justify="left" if not heading else "right")
    for row in words(found, sorted(set(found.before.cost_pence) | set(found.after.cost_pence))):
        shown.add_row(*row)
    Console(highlight=False).print(shown)


def how_good(plan: PackagePlan) -> str:
    """What a plan is worth, and how near to the best it is; what is bounded is worth less what missed promises cost."""
    if abs(plan.objective - plan.worth) < 0.0005:
        return f"worth {plan.worth:.3f}, at most {plan.bound:.3f}: within {plan.gap:.3%} of the best"
    return (
        f"worth {plan.worth:.3f}; with missed promises and packages that stay counted {plan.objective:.3f}, "
        f"at most {plan.bound:.3f}: within {plan.gap:.3%} of the best"
    )


def collision_words(row: Mapping[str, Any]) -> str:
    """What rights and what is received would pass, or why a right is not met, and for how many.

    Examples
    --------
    >>> right = {"limit": "right", "offer": "carer_assessment", "reason": "Nobody pays.", "person_ids": ["p1"]}
    >>> collision_words(right)
    'carer_assessment, not met for 1: Nobody pays.'
    """
    from joinedup.job.choosing import amounts, limit_words

    missing = f"not met for {len(row['person_ids']):,}"
    if row["limit"] == "right":
        return f"{row['offer']}, {missing}: {row['reason']}"
    (needed, there), receiving = amounts(row), f"{len(row['receiving_ids']):,} receive it already"
    return f"{limit_words(row)}: {needed} needed, {there} there; {missing}, {receiving}"


def report(plan: PackagePlan, out: Path) -> None:
    """Print what came of a choice."""
    console = Console(soft_wrap=True, highlight=False, markup=False)
    console.print(
        f"{plan.people_at_risk:,} people at risk, {plan.package.num_rows:,} packages, {plan.item.num_rows:,} offers"
    )
    console.print(how_good(plan))
    if not plan.is_feasible:
        console.print(
            f"NOT FEASIBLE, the least bad plan: {plan.rights_not_met:,} offers people have a right to are not met."
        )
        for row in plan.collision.to_pylist():
            console.print(f"  {collision_words(row)}")
    console.print(f"written to {out}")
