"""What `joinedup rounds check` says of a day, and of days planned together; and of visits that are short."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from joinedup.core.visits import Checked, Visit
    from joinedup.core.visits.travel import TravelTimes

NAMED = 20
"""So many short visits are named; of more, how many there are."""


def told_of_day(said: Any, rounds: Any, travel: TravelTimes | None) -> bool:
    """Say what rounds of a day come to.

    Returns
    -------
    whether they are good.
    """
    from joinedup.core.visits import check_rounds, day_file, read_problem

    problem = read_problem(said, travel)
    found = check_rounds(said, rounds, problem)
    tell_figures([found.checked], found.checked.broken)
    tell_words((*found.checked.broken, *found.said_otherwise))
    if day_file.is_day(said):
        tell_short(problem.visits)
    if found.said_otherwise and found.is_changed:
        typer.echo("The rounds were planned again; if that was for another day than the file has, this may be why.")
    left_out = found.checked.unplanned if problem.weights.unplanned is None else ()
    tell_words(f"{visit} must be planned, and nobody comes to it." for visit in left_out)
    return not left_out and not found.checked.broken and (found.is_changed or not found.said_otherwise)


def told_of_period(said: Any, rounds: Any, travel: TravelTimes | None) -> bool:
    """Say what rounds of days planned together come to.

    Returns
    -------
    whether they are good.
    """
    from joinedup.core.visits import period_file
    from joinedup.core.visits.period_checking import check_period

    period = period_file.read(said, travel)
    found = check_period(period, rounds)
    tell_figures(found.days.values(), found.broken)
    tell_words((*found.broken, *found.said_otherwise))
    tell_short(visit for problem in period.days.values() for visit in problem.visits)
    return not found.broken and not found.said_otherwise


def tell_figures(days: Collection[Checked], broken: Collection[str]) -> None:
    """What rounds come to, over all days, in a few lines."""
    table = Table(title="Rounds as they are", title_justify="left", show_header=False)
    for name, value in {
        "cost": f"{sum(one.cost for one in days):,.3f}",
        "travel, minutes": f"{sum(one.travel_minutes for one in days):,.1f}",
        "late, minutes": f"{sum(one.late_minutes for one in days):,.1f}",
        "longest lateness, minutes": f"{max(one.worst_late_minutes for one in days):,.1f}",
        "visits nobody comes to": f"{sum(len(one.unplanned) for one in days)}",
        "rules broken": f"{len(broken)}",
    }.items():
        table.add_row(name, value)
    Console().print(table)


def tell_words(words: Iterable[str]) -> None:
    """One line each."""
    for one in words:
        typer.echo(one)


def tell_short(visits: Iterable[Visit]) -> None:
    """Name visits shorter than the shortest there should be, which is no rule broken: a reason may only be missing."""
    from joinedup.core.visits import too_short
    from joinedup.core.visits.pay import shortest_visit

    short = list(dict.fromkeys(too_short(tuple(visits))))
    if not short:
        return
    more = f" and {len(short) - NAMED:,} more" if len(short) > NAMED else ""
    typer.echo(
        f"Shorter than {shortest_visit():g} minutes without a reason (short_because): {', '.join(short[:NAMED])}{more}."
    )
