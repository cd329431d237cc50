"""What the options of `joinedup rounds …` say: files, times, minutes and servers of routes."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from joinedup.core.visits.travel import TravelTimes


def document(path: Path) -> Any:
    """A JSON file.

    Raises
    ------
    RoundsWrong : it is not there, not JSON, or says something twice.
    """
    from joinedup.core.visits import RoundsWrong

    try:
        return json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=each_once)
    except OSError as problem:
        raise RoundsWrong(f"The file {path} cannot be opened", expected="a JSON file") from problem
    except (ValueError, RecursionError) as problem:
        raise RoundsWrong(f"{path.name} is not JSON, or was cut off", expected="a whole JSON file") from problem


def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The entries of an object, in which nothing stands twice: else all but the last would be lost.

    Raises
    ------
    RoundsWrong : one does.
    """
    from joinedup.core.visits import RoundsWrong

    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise RoundsWrong(f"The file says '{name[:40]}' twice in one place", expected="each once")
        found[name] = value
    return found


def asked(routes: str | None) -> TravelTimes | None:
    """Who is asked how long ways take."""
    from joinedup.feeds.routes import Dialect, Osrm, RouteServer, Valhalla

    if routes is None:
        return None
    kind, url = split(routes, "=", "osrm=http://localhost:5000")
    kinds: dict[str, Dialect] = {"osrm": Osrm(), "valhalla": Valhalla()}
    if kind not in kinds:
        raise typer.BadParameter(f"'{kind}' is no server of routes known: {', '.join(kinds)}")
    return RouteServer(url, kinds[kind])


def with_new(said: Any, new: Path | None) -> Any:
    """A document of visits with the places and visits of another."""
    from joinedup.core.visits import RoundsWrong

    if new is None:
        return said
    more = document(new)
    if not isinstance(said, dict) or not isinstance(more, dict) or set(more) - {"places", "visits", "joinedup"}:
        raise RoundsWrong(f"{new.name} holds other things than places and visits", expected="places and visits")
    return said | {part: [*said.get(part, []), *more.get(part, [])] for part in ("places", "visits")}


def split(said: str, by: str, example: str) -> tuple[str, str]:
    """The two parts of an option."""
    left, found, right = said.partition(by)
    if not (left and found and right):
        raise typer.BadParameter(f"'{said}' is not such as {example}")
    return left, right


def number(said: str) -> float:
    """A number of an option."""
    try:
        minutes = float(said)
    except ValueError:
        minutes = math.nan
    if not math.isfinite(minutes):
        raise typer.BadParameter(f"'{said}' is no number of minutes")
    return minutes


def time(said: str) -> float:
    """A time of day of an option, in minutes from midnight."""
    from joinedup.core.visits.times import minutes_of

    try:
        return float(minutes_of(said))
    except ValueError as problem:
        raise typer.BadParameter(str(problem)) from None
