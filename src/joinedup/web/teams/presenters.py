"""How are a team's figures, map and table put on a page?"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from joinedup.core.governance import shown_count, shown_rate_per_1000
from joinedup.web.components.choropleth import Legend, Map, choropleth
from joinedup.web.components.words import day
from joinedup.web.governance.counts import sees_exactly
from joinedup.web.risk import words

CLASSES = 5
ANY = "any"


@dataclass(frozen=True)
class HoodLine:
    """One row per neighbourhood: the map's figures in a table."""

    number: int
    code: str
    name: str
    population: str
    people: str
    rate: float | None
    rate_words: str
    shade: int  # class on the map, 1 (lowest) to 5; 0: not shown
    is_own: bool

    @property
    def map_words(self) -> str:
        """What the shape on the map says."""
        return f"{self.rate_words} per 1,000"


def outcome_name(code: str) -> str:
    return "Any of these" if code == ANY else words.outcome(code).name


def hood_lines(
    hoods: Sequence[Any], counts: Mapping[str, Mapping[str, int]], *, outcome: str, user: Any
) -> tuple[list[HoodLine], list[Legend]]:
    """The table of neighbourhoods, and the legend of the map; numbers of others' patches are suppressed."""
    lines = [
        hood_line(number, hood, counts.get(hood.code, {}).get(outcome, 0), user=user)
        for number, hood in enumerate(hoods, start=1)
    ]
    edges = class_edges([line.rate for line in lines if line.rate is not None])
    shaded = [replace(line, shade=shade(line.rate, edges)) for line in lines]
    return shaded, legend(edges, has_hidden=any(line.rate is None for line in lines))


def hood_line(number: int, hood: Any, count: int, *, user: Any) -> HoodLine:
    shown = shown_count(count, is_exact=sees_exactly(user, hood.code))
    rate = shown_rate_per_1000(shown, hood.population)
    return HoodLine(
        number=number,
        code=hood.code,
        name=hood.name,
        population=f"{hood.population:,}",
        people=shown.words,
        rate=rate,
        rate_words="Not shown" if rate is None else f"{rate:,.0f}",
        shade=0,
        is_own=bool(user.neighbourhood) and hood.code == user.neighbourhood,
    )


def class_edges(rates: Sequence[float]) -> list[int]:
    """Upper ends of the map's classes, per 1,000: equal numbers of neighbourhoods in each, whole numbers.

    >>> class_edges([10, 20, 30, 40, 50])
    [10, 20, 30, 40, 50]
    >>> class_edges([7.2, 7.3])
    [8]
    """
    if not rates:
        return []
    ordered = sorted(rates)
    ends = (ordered[min(len(ordered) - 1, -(-len(ordered) * part // CLASSES) - 1)] for part in range(1, CLASSES + 1))
    return sorted({-int(-end // 1) for end in ends})


def shade(rate: float | None, edges: Sequence[int]) -> int:
    if rate is None:
        return 0
    found = next((position for position, edge in enumerate(edges, start=1) if rate <= edge), len(edges))
    return found + (CLASSES - len(edges)) // 2


def legend(edges: Sequence[int], *, has_hidden: bool) -> list[Legend]:
    """What each shade of the map stands for, lowest first."""
    first = 1 + (CLASSES - len(edges)) // 2
    starts = [0, *edges]
    classes = [
        Legend(shade=first + position, words=span(starts[position] + (1 if position else 0), edge))
        for position, edge in enumerate(edges)
    ]
    return [*classes, Legend(shade=0, words="Not shown")] if has_hidden else classes


def span(low: int, high: int) -> str:
    """
    >>> span(0, 23), span(37, 37)
    ('0 to 23', '37')
    """
    return f"{low:,} to {high:,}" if low < high else f"{high:,}"


def not_scored(performance: Mapping[str, Any]) -> list[str]:
    """The outcomes that could not be scored here, each with the reason."""
    outcomes = performance.get("outcomes", {})
    return [
        f"{words.outcome(code).name} is not scored. {figures['not_fitted']}"
        for code, figures in sorted(outcomes.items())
        if "not_fitted" in figures
    ]


def risk_map(hoods: Sequence[Any], lines: Sequence[HoodLine], classes: Sequence[Legend], *, outcome: str) -> Map:
    title = f"People most at risk per 1,000 residents: {outcome_name(outcome).lower()}"
    return choropleth(hoods, lines, classes, title=title, description=description(lines))


def description(lines: Sequence[HoodLine]) -> str:
    """The map in a sentence, made from its figures."""
    rated = sorted((line for line in lines if line.rate is not None), key=lambda line: line.rate or 0.0)
    if len(rated) < 2:
        return "The figures are in the table."
    low, high = rated[0], rated[-1]
    return (
        f"From {low.rate_words} per 1,000 in {low.name} to {high.rate_words} in {high.name}. "
        "The figures of every neighbourhood are in the table."
    )


@dataclass(frozen=True)
class Tile:
    """One figure of the dashboard, with where it leads."""

    figure: str
    words: str
    outcome: str = ""


def risk_tiles(counts: Mapping[str, int], outcomes: Sequence[str], *, is_exact: bool) -> list[Tile]:
    return [
        Tile(shown_count(counts.get(code, 0), is_exact=is_exact).words, words.outcome(code).name, outcome=code)
        for code in outcomes
    ]


TASK_KINDS = {
    "action": "Action from a meeting",
    "referral": "Referral you accepted",
    "came_back": "Referral that came back to you",
    "offer": "Offer you accepted, to be arranged",
    "signpost": "Ask whether it helped",
    "plan": "Action of the person's plan",
}


@dataclass(frozen=True)
class TaskLine:
    """One thing to do."""

    kind: str
    what: str
    words: str
    who: str
    person_id: str
    key: str
    due: str
    is_overdue: bool


def task_line(task: Any, who: str, *, on: date) -> TaskLine:
    return TaskLine(
        kind=task.kind,
        what=TASK_KINDS[task.kind],
        words=task.words,
        who=who,
        person_id=task.person_id,
        key=task.key,
        due="No day was said" if task.due_on == date.max else day(task.due_on),
        is_overdue=task.is_overdue(on),
    )


@dataclass(frozen=True)
class CaseloadLine:
    """One person in the team's care, and who cares for them."""

    person_id: str
    who: str
    about: str
    is_named: bool
    carers: tuple[tuple[str, str, str, str], ...]  # name, role, since, on what grounds


GROUNDS = {
    "registration": "registered",
    "referral": "referred",
    "contact": "in contact",
    "team": "team",
    "named": "named for an action or in the plan",
    "break_glass": "break-glass",
}


def caseload_lines(held: Sequence[Any], named: Collection[str]) -> list[CaseloadLine]:
    """A caseload.

    Parameters
    ----------
    named : ids of those whose name the reader may see.
    """
    lines = []
    for one in held:
        is_named = one.person.person_id in named
        lines.append(
            CaseloadLine(
                person_id=one.person.person_id,
                who=one.person.full_name if is_named else one.person.reference,
                about="age not known" if one.person.age_years is None else f"{one.person.age_years} years",
                is_named=is_named,
                carers=carers(one.relationships),
            )
        )
    return lines


def carers(relationships: Iterable[Any]) -> tuple[tuple[str, str, str, str], ...]:
    """Each member once, since the first of their relationships, with the ground of each.

    Parameters
    ----------
    relationships : the earliest first.
    """
    by_member: dict[int, list[Any]] = {}
    for row in relationships:
        by_member.setdefault(row.user_id, []).append(row)
    return tuple(
        (
            rows[0].user.name,
            rows[0].user.role_words,
            day(timezone.localdate(rows[0].starts_at)),
            ", ".join(dict.fromkeys(GROUNDS[row.ground] for row in rows if row.ground in GROUNDS)),
        )
        for rows in by_member.values()
    )
