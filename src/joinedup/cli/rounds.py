"""`joinedup rounds …`: who visits whom when, whether rounds are what they say, and what if something happens."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from joinedup.cli import app
from joinedup.cli.rounds_checked import tell_short, told_of_day, told_of_period
from joinedup.cli.rounds_options import asked, document, number, split, time, with_new

if TYPE_CHECKING:
    from joinedup.core.visits import Rounds

rounds = typer.Typer(
    name="rounds", help="Plan home-care rounds by individual need, and check rounds.", no_args_is_help=True
)
app.add_typer(rounds)
LONGEST_SECONDS = 24 * 3600
Routes = Annotated[
    str | None,
    typer.Option(help="A server of routes of your own: osrm=http://… or valhalla=http://…; else straight lines."),
]


@rounds.command()
def solve(
    file: Annotated[
        Path, typer.Argument(help="Visits and carers: joinedup's own form, or the HHCRSP or UHHC benchmark.")
    ],
    out: Annotated[Path, typer.Option(help="Where the rounds go, in the form that belongs to the file's.")],
    seconds: Annotated[float, typer.Option(help="How long to search, by the clock.", min=0, max=LONGEST_SECONDS)] = 30,
    moves: Annotated[
        int | None, typer.Option(help="How many changes to try instead: equal input then gives equal rounds.", min=0)
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the draws of the search.", min=0, max=2**30)] = 0,
    routes: Routes = None,
) -> None:
    """Plan rounds: skills, windows, two carers at once, gaps, shifts, who is refused or preferred.

    Interrupted (Ctrl-C), it writes the best rounds found so far.
    """
    from joinedup.core.engine import write_text
    from joinedup.core.visits import Stop, day_file, read_problem, write_rounds
    from joinedup.core.visits import solve as search

    said = document(file)
    problem = read_problem(said, asked(routes))
    with stopping_early() as is_asked:
        found = search(problem, Stop(seconds, moves, is_asked), seed)
    write_text(out, json.dumps(write_rounds(found, said), indent=1, ensure_ascii=False) + "\n")
    tell(found, out)
    if day_file.is_day(said):
        tell_short(problem.visits)
    tell_what_helps(found)


@rounds.command("plan-days")
def plan_days(
    file: Annotated[Path, typer.Argument(help="Days with their visits and carers: docs/reference/visits-of-a-day.md.")],
    out: Annotated[Path, typer.Option(help="Where the rounds of all days go.")],
    seconds: Annotated[float, typer.Option(help="How long to search for all days.", min=0, max=LONGEST_SECONDS)] = 60,
    moves: Annotated[int | None, typer.Option(help="How many changes to try for each day instead.", min=0)] = None,
    seed: Annotated[int, typer.Option(help="Of the draws of the search.", min=0, max=2**30)] = 0,
    routes: Routes = None,
) -> None:
    """Plan a week or a month together: the same faces, rests between days, hours as agreed."""
    from joinedup.core.engine import write_text
    from joinedup.core.visits import RoundsWrong, Stop, period_file, plan_period

    said = document(file)
    if not period_file.is_period(said):
        raise RoundsWrong(f"{file.name} does not hold {period_file.FORM}", expected='"joinedup": "visits of some days"')
    period = period_file.read(said, asked(routes))
    with stopping_early() as is_asked:
        found = plan_period(period, Stop(seconds, moves, is_asked), seed)
    write_text(out, json.dumps(period_file.write(found), indent=1, ensure_ascii=False) + "\n")
    table = Table("day", "calls", "carers", "nobody comes to", title="Rounds", title_justify="left")
    for on, day in found.days.items():
        table.add_row(f"{on:%A %d %B}", f"{len(day.calls):,}", f"{len(day.by_carer):,}", f"{len(day.unplanned):,}")
    Console().print(table)
    if found.faces:
        typer.echo(f"Different carers a person sees, on average: {sum(found.faces.values()) / len(found.faces):.1f}")
    for words in found.faults:
        typer.echo(words)
    tell_short(visit for problem in period.days.values() for visit in problem.visits)
    typer.echo(f"Rounds: {out}")


@rounds.command()
def check(
    file: Annotated[Path, typer.Argument(help="Visits and carers, as for `solve`, or days, as for `plan-days`.")],
    solution: Annotated[Path, typer.Argument(help="Rounds, as those write them or as the benchmark does.")],
    routes: Routes = None,
) -> None:
    """Work out what rounds cost and which rules they break, with nothing of the search; fails if any is broken.

    It fails too if the file of the rounds says something of them that is not so.
    """
    from joinedup.core.visits import period_file

    said, made = document(file), document(solution)
    told = told_of_period if period_file.is_period(said) else told_of_day
    if not told(said, made, asked(routes)):
        raise typer.Exit(1)


@rounds.command()
def replan(
    file: Annotated[Path, typer.Argument(help="Visits and carers, as for `solve`.")],
    present: Annotated[Path, typer.Argument(help="The rounds as they are.")],
    out: Annotated[Path, typer.Option(help="Where the changed rounds go.")],
    now: Annotated[str | None, typer.Option(help="The time it is, such as 10:30: what began before is a fact.")] = None,
    away: Annotated[list[str], typer.Option(help="A carer who is ill or on leave.")] = [],  # noqa: B006
    longer: Annotated[list[str], typer.Option(help="A visit that takes minutes more: breakfast=20.")] = [],  # noqa: B006
    cancelled: Annotated[list[str], typer.Option(help="A visit that is not wanted.")] = [],  # noqa: B006
    new: Annotated[Path | None, typer.Option(help="Further visits: a file of `places` and `visits`.")] = None,
    slower: Annotated[float, typer.Option(help="All ways take so many times as long.", min=0.01, max=100)] = 1.0,
    closed: Annotated[list[str], typer.Option(help="Two places with no way between: 'mill,church'.")] = [],  # noqa: B006
    pin: Annotated[list[str], typer.Option(help="Fix who comes, when, or both: 'tea=cal+dot@16:00'.")] = [],  # noqa: B006
    seconds: Annotated[float, typer.Option(help="How long to search, by the clock.", min=0, max=LONGEST_SECONDS)] = 4,
    moves: Annotated[int | None, typer.Option(help="How many changes to try instead.", min=0)] = None,
    seed: Annotated[int, typer.Option(help="Of the draws of the search.", min=0, max=2**30)] = 0,
    routes: Routes = None,
) -> None:
    """Plan again after something happened, changing as little as is worth it, and say what changes."""
    from joinedup.core import visits
    from joinedup.core.engine import write_text

    said = with_new(document(file), new)
    problem = visits.read_problem(said, asked(routes))
    before = visits.read_rounds(document(present), problem, is_part=True)
    problem = visits.without_visits(problem, cancelled)
    problem = visits.with_slower_ways(problem, slower)
    for carer in away:
        problem = visits.with_carer_away(problem, carer)
    for visit, minutes in (split(one, "=", "breakfast=20") for one in longer):
        problem = visits.with_visit_longer(problem, visit, number(minutes))
    for here, there in (split(one, ",", "mill,church") for one in closed):
        problem = visits.with_way_closed(problem, here, there)
    for visit, how in (split(one, "=", "tea=cal@16:00") for one in pin):
        who, _, when = how.partition("@")
        problem = visits.with_pin(problem, visit, [one for one in who.split("+") if one], time(when) if when else None)
    with stopping_early() as is_asked:
        stop = visits.Stop(seconds, moves, is_asked)
        found = visits.replan(problem, before, now=time(now) if now else None, stop=stop, seed=seed)
    write_text(out, json.dumps(visits.write_rounds(found, said), indent=1, ensure_ascii=False) + "\n")
    differences = visits.changes(before, found)
    typer.echo(
        f"{len(differences)} of {len(found.problem.visits)} visits change:" if differences else "Nothing changes."
    )
    for one in differences:
        typer.echo(f"  {one.words}")
    if broken := visits.still_broken(found):
        typer.echo("Rules that are broken all the same, by what has begun or is fixed:")
    for words in broken:
        typer.echo(f"  {words}")
    tell(found, out)
    tell_what_helps(found)


@rounds.command("who-can-take")
def who_can_take(
    file: Annotated[Path, typer.Argument(help="Visits and carers, as for `solve`.")],
    present: Annotated[Path, typer.Argument(help="The rounds as they are.")],
    visit: Annotated[list[str], typer.Argument(help="The visits to be taken, all by one carer if that can be.")],
    new: Annotated[Path | None, typer.Option(help="Further visits: a file of `places` and `visits`.")] = None,
    most: Annotated[int, typer.Option(help="So many carers who could, and so many who could not.", min=1)] = 10,
    routes: Routes = None,
) -> None:
    """Say who could take visits, at what cost to others, and why not the rest."""
    from joinedup.core.visits import read_problem, read_rounds, who_can_take
    from joinedup.core.visits.times import clock

    problem = read_problem(with_new(document(file), new), asked(routes))
    found = who_can_take(problem, read_rounds(document(present), problem, is_part=True), visit)
    table = Table(title="Who could take them", title_justify="left")
    for name in ("carer", "visits", "costs", "travel, minutes", "others late, minutes", "moves for others"):
        table.add_column(name)
    for one in [each for each in found if each.takes][:most]:
        when = ", ".join(
            f"{taken.visit} {clock(taken.start)}" + "".join(f" with {other}" for other in taken.others)
            for taken in one.takes
        )
        moves = " ".join(change.words for change in one.changes) or "nothing"
        table.add_row(
            one.carer, when, f"{one.cost:,.1f}", f"{one.travel_minutes:,.0f}", f"{one.late_minutes:,.0f}", moves
        )
    Console().print(table)
    for one in [each for each in found if each.why_not][:most]:
        typer.echo(f"{one.carer}: " + " ".join(f"{name}: {why}" for name, why in one.why_not.items()))


def tell_what_helps(found: Rounds) -> None:
    """What would let somebody come to each visit nobody comes to."""
    from joinedup.core.visits import what_would_help

    for visit, ways in what_would_help(found).items():
        typer.echo(f"What would help {visit}:" if ways else f"No one thing would help {visit}.")
        for way in ways:
            typer.echo(f"  {way.words} ({way.cost:,.0f})")


@contextmanager
def stopping_early() -> Iterator[Callable[[], bool]]:
    """Whether somebody asked to stop: within, that ends the search and not the program."""
    asked = Event()
    before = {number: signal.signal(number, lambda *_: asked.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def tell(found: Rounds, out: Path) -> None:
    """What was found, in a few lines."""
    table = Table(title="Rounds", title_justify="left", show_header=False)
    working = {call.carer for call in found.calls}
    for name, value in {
        "calls": f"{len(found.calls):,} by {len(working):,} carers",
        "cost": f"{found.cost:,.2f}",
        **{f"of it {name.replace('_', ' ')}": f"{value:,.2f}" for name, value in found.costs.items()},
        "visits nobody comes to": f"{len(found.unplanned):,}",
        "changes tried": f"{found.moves:,} in {found.seconds:.0f} s",
    }.items():
        table.add_row(name, value)
    Console().print(table)
    for visit, why in found.unplanned.items():
        typer.echo(f"{visit}: {why}")
    typer.echo(f"Rounds: {out}")
