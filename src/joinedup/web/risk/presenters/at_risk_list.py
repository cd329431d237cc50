"""How is the list of people most at risk put on a page, and what may be expected of it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup.web.components.words import day, percent
from joinedup.web.risk import words
from joinedup.web.risk.presenters.listed_reasons import ListedReasons, listed_reasons


@dataclass(frozen=True)
class Row:
    """One row of the list of people most at risk.

    Parameters
    ----------
    valid_until : ISO date; empty where the run did not say.
    is_old : whether that day is over.
    """

    person_id: str
    reference: str
    name: str  # empty until a care relationship is recorded
    age: str
    sex: str
    neighbourhood: str
    chance: str
    out_of_100: str
    bar_width: float
    reasons: ListedReasons
    frailty: str
    items: int
    valid_until: str
    is_old: bool


def row(score: Any, *, is_named: bool, neighbourhoods: Mapping[str, str], scoring: Any, today: date) -> Row:
    """One person of the list; the name only where a care relationship is recorded."""
    person = score.person
    return Row(
        person_id=person.person_id,
        reference=person.reference,
        name=person.full_name if is_named else "",
        age="Not known" if person.age_years is None else str(person.age_years),
        sex=person.sex.capitalize() or "Not known",
        neighbourhood=neighbourhoods.get(score.neighbourhood, ""),
        chance=words.chance(score.probability),
        out_of_100=percent(score.probability),
        bar_width=round(100 * score.probability, 1),
        reasons=listed_reasons(score, scoring),
        frailty=words.frailty(person.frailty) if person.frailty else "",
        items=score.item_count or 0,
        valid_until=score.valid_until.isoformat() if score.valid_until else "",
        is_old=bool(score.valid_until and score.valid_until < today),
    )


def about(count: int) -> str:
    """A count as one says it: exact up to 1,000, then to two figures.

    >>> about(7), about(1000), about(12345)
    ('7', '1,000', 'about 12,000')
    """
    if count <= 1000:
        return f"{count:,}"
    size = 10 ** (len(str(count)) - 2)
    return f"about {round(count / size) * size:,}"


@dataclass(frozen=True)
class Bound:
    """What the list holds, why it ends where it does, and what may be expected of it.

    Parameters
    ----------
    hits : people on the list expected to have the outcome: the sum of their probabilities.
    well : the others on it.
    missed : people off the list expected to have the outcome.
    """

    people: int
    about_people: str
    hits: str
    well: str
    missed: str
    scored: str
    will: str
    within: str
    threshold: str
    with_package: str


def bound(totals: Mapping[str, Any], outcome: str, threshold: float | None, everybody: Any | None) -> Bound:
    """
    Parameters
    ----------
    everybody : all who are scored where the list is from (`people`, `expected`), if known.
    """
    people, expected = totals["people"] or 0, totals["expected"] or 0.0
    spoken = words.outcome(outcome)
    return Bound(
        people=people,
        about_people=about(people),
        hits=about(round(expected)),
        well=about(people - round(expected)),
        missed=about(round(max(0.0, everybody.expected - expected))) if everybody else "",
        scored=about(everybody.people) if everybody else "",
        will=spoken.will,
        within=spoken.within,
        threshold=percent(threshold) if threshold else "",
        with_package=about(totals["with_package"] or 0),
    )


def download_title(run: Any, outcome: str, *, is_signed_on: bool, is_old: bool) -> str:
    """The first line of a file taken away: what it is, of when, what it is for, and whether anybody in it is real."""
    old = " OUT OF DATE: look at the record before relying on these scores." if is_old else ""
    invented = " INVENTED DATA: nobody here is real." if run.is_invented else ""
    allowed = "" if is_signed_on else " FOR EVALUATION ONLY: this model is not signed on for clinical use."
    name = words.outcome(outcome).name
    return f"People most at risk: {name}, {run.place_name}, scores of {day(run.as_at)}.{old}{allowed}{invented}"


def checked_words(performance: Mapping[str, Any], outcome: str) -> str:
    """How a list like this one did when it was checked on a later year; empty where it was not.

    >>> chosen = {"chosen": 400, "share_chosen_with_outcome": 0.41, "share_of_outcomes_found": 0.3}
    >>> checked_words({"judged_as_at": "2025-04-01", "outcomes": {"fall": {"selection": chosen}}}, "fall")
    'A list made the same way on 1 April 2025 was checked a year later: of every 100 people on it, 41 had the outcome,
    and of every 100 who had the outcome, 30 had been on it.'
    """
    found = performance.get("outcomes", {}).get(outcome, {}).get("selection")
    if not found or not found["chosen"] or not performance.get("judged_as_at"):
        return ""
    made_on = day(date.fromisoformat(performance["judged_as_at"]))
    right, caught = round(100 * found["share_chosen_with_outcome"]), round(100 * found["share_of_outcomes_found"])
    return (
        f"A list made the same way on {made_on} was checked a year later: of every 100 people on it, {right} had the"
        f" outcome, and of every 100 who had the outcome, {caught} had been on it."
    )
