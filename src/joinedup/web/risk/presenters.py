"""How are scores and their reasons put on a page?"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from joinedup.core.risk.features.reference_scores import reference_scores
from joinedup.web.components.words import day, percent
from joinedup.web.people.presenters import agency, kind_words, source_words
from joinedup.web.risk import words

REASONS_SHOWN = 3
VALID_DAYS = 35  # scores are made monthly; a few days more for the run to arrive
REASON_GROUPS = ("health", "function", "social", "use", "medicines", "person")
BAR_WIDTH = 100  # units of the drawing on each side of the middle


@dataclass(frozen=True)
class ReasonLine:
    """One row per reason: what it is, which way it pulls, and what it rests on."""

    words: str
    group: str
    points: str
    raises: bool
    is_changeable: bool
    rests_on: str
    file_line: str
    bar_x: float
    bar_width: float
    offers: tuple["OfferWords", ...] = ()


@dataclass(frozen=True)
class OfferWords:
    """An offer that addresses a reason, and where this person stands with it."""

    code: str
    name: str
    state: str  # "proposed", "left out", …; empty: only in the catalogue
    is_on_page: bool


@dataclass(frozen=True)
class ReasonGroup:
    """The reasons of one kind: health, function, social, use, medicines."""

    name: str
    reasons: tuple[ReasonLine, ...]


@dataclass(frozen=True)
class ScoreCard:
    """One score of one person."""

    outcome: str
    name: str
    will: str
    chance: str
    out_of_100: str
    in_100: str
    within: str
    is_above: bool
    threshold: str
    reasons: tuple[ReasonLine, ...]
    changeable: tuple[ReasonGroup, ...]
    unchangeable: tuple[ReasonGroup, ...]
    log_odds: float
    baseline: str
    baseline_chance: str
    others: str
    total: str
    explains: bool  # whether baseline and reasons are known, so that the sum can be shown


def score_card(
    score: Any,
    reasons: Sequence[Any],
    *,
    threshold: float | None,
    organisations: Mapping[str, str],
    offers: Mapping[str, tuple[OfferWords, ...]] | None = None,
) -> ScoreCard:
    """A score with its reasons; what is shown adds up to the score exactly.

    Parameters
    ----------
    offers : by feature, the offers that address it.
    """
    outcome = words.outcome(score.outcome)
    largest = max((abs(reason.contribution) for reason in reasons), default=1.0) or 1.0
    shown = tuple(
        reason_line(reason, largest=largest, organisations=organisations, offers=(offers or {}).get(reason.feature, ()))
        for reason in reasons
    )
    known = score.intercept is not None
    rest = score.log_odds - (score.intercept or 0.0) - math.fsum(reason.contribution for reason in reasons)
    return ScoreCard(
        outcome=score.outcome,
        name=outcome.name,
        will=outcome.will,
        chance=words.chance(score.probability),
        out_of_100=percent(score.probability),
        in_100=words.in_100(score.probability),
        within=outcome.within,
        is_above=score.is_above_threshold,
        threshold=percent(threshold) if threshold else "",
        reasons=shown,
        changeable=grouped(shown, is_changeable=True),
        unchangeable=grouped(shown, is_changeable=False),
        log_odds=score.log_odds,
        baseline=points(score.intercept or 0.0),
        baseline_chance=percent(1 / (1 + math.exp(-(score.intercept or 0.0)))),
        others=points(rest),
        total=points(score.log_odds),
        explains=known,
    )


def grouped(reasons: Sequence[ReasonLine], *, is_changeable: bool) -> tuple[ReasonGroup, ...]:
    """Reasons that help may change, or those it may not, by group in the order groups always have."""
    names = [words.group(code) for code in REASON_GROUPS]
    wanted = [one for one in reasons if one.is_changeable is is_changeable]
    found = sorted({one.group for one in wanted}, key=lambda name: names.index(name) if name in names else len(names))
    return tuple(ReasonGroup(name, tuple(one for one in wanted if one.group == name)) for name in found)


def reason_line(
    reason: Any, *, largest: float, organisations: Mapping[str, str], offers: tuple[OfferWords, ...] = ()
) -> ReasonLine:
    width = BAR_WIDTH * abs(reason.contribution) / largest
    raises = reason.contribution > 0
    return ReasonLine(
        words=reason.words,
        group=words.group(reason.feature_group),
        points=points(reason.contribution),
        raises=raises,
        is_changeable=reason.is_changeable,
        rests_on=rests_on(reason, organisations),
        file_line=source_words(reason.file, reason.line),
        bar_x=round(BAR_WIDTH if raises else BAR_WIDTH - width, 1),
        bar_width=round(max(width, 1.5), 1),
        offers=offers if reason.is_changeable else (),
    )


def rests_on(reason: Any, organisations: Mapping[str, str]) -> str:
    """The latest record behind a reason, and how many there are."""
    if not reason.kind and reason.happened_on is None:
        from_register = reason.record_count is None or reason.feature_group == "person"
        return "From the register" if from_register else "No record in the time looked at"
    parts = [kind_words(reason.kind), agency(reason.organisation, organisations), day(reason.happened_on, empty="")]
    latest = ", ".join(part for part in parts if part)
    if reason.record_count and reason.record_count > 1:
        return f"{reason.record_count} records; latest: {latest}"
    return latest


def points(log_odds: float) -> str:
    """Log-odds as points with a sign, a real minus and two decimals.

    >>> points(0.514), points(-1.2), points(-0.001)
    ('+0.51', '−1.20', '0.00')
    """
    rounded = round(log_odds, 2)
    if rounded == 0:
        return "0.00"
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):.2f}"


@dataclass(frozen=True)
class ReferenceLine:
    """One published score of one person: for whom it was built, how it did there, and who says so."""

    name: str
    value: str
    category: str
    population: str
    performance: str
    source: str


def reference_line(score: Any) -> ReferenceLine:
    known = next((one for one in reference_scores() if one.name == score.score), None)
    value = f"{score.value:.2f}" if 0 < score.value < 1 else f"{score.value:.1f}".removesuffix(".0")
    category = words.frailty(score.category) if score.score == "efi" else score.category.replace("_", " ").capitalize()
    return ReferenceLine(
        name=known.title if known else score.score.upper(),
        value=value,
        category=category,
        population=known.population if known else "",
        performance=getattr(known, "published_performance", "") if known else "",
        source=known.source if known else "",
    )


@dataclass(frozen=True)
class ScoreDate:
    """When the scores were made, and whether that is too long ago."""

    made_on: str
    is_old: bool
    days_old: int


def score_date(as_at: date, today: date, valid_until: Iterable[str] = ()) -> ScoreDate:
    """
    Parameters
    ----------
    valid_until : ISO dates of the scores shown; the first of them counts. Without any, scores hold for 35 days.

    >>> score_date(date(2026, 4, 1), date(2026, 5, 20)).is_old
    True
    >>> score_date(date(2026, 4, 1), date(2026, 5, 2), ["2026-05-01"]).is_old
    True
    """
    ends = [date.fromisoformat(day) for day in valid_until] or [as_at + timedelta(days=VALID_DAYS)]
    return ScoreDate(made_on=day(as_at), is_old=today > min(ends), days_old=(today - as_at).days)


@dataclass(frozen=True)
class Row:
    """One row of the list of people most at risk."""

    person_id: str
    reference: str
    name: str  # empty until a care relationship is recorded
    age: str
    sex: str
    neighbourhood: str
    chance: str
    out_of_100: str
    bar_width: float
    reasons: tuple[str, ...]
    frailty: str
    items: int


def row(score: Any, *, is_named: bool, neighbourhoods: Mapping[str, str]) -> Row:
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
        reasons=tuple(reason.words for reason in person.raising[:REASONS_SHOWN]),
        frailty=words.frailty(person.frailty) if person.frailty else "",
        items=score.item_count or 0,
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


def download_title(run: Any, outcome: str, *, is_signed_on: bool) -> str:
    """The first line of a file taken away: what it is, of when, what it is for, and whether anybody in it is real."""
    invented = " INVENTED DATA: nobody here is real." if run.is_invented else ""
    allowed = "" if is_signed_on else " FOR EVALUATION ONLY: this model is not signed on for clinical use."
    name = words.outcome(outcome).name
    return f"People most at risk: {name}, {run.place_name}, scores of {day(run.as_at)}.{allowed}{invented}"


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
