"""How are services for a person, and earlier signposts, said on a page for staff?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup.core.directory import Seeker, reasons_against
from joinedup.core.directory.gazetteer import Spot, metres_between
from joinedup.core.directory.search import Document, Found
from joinedup.core.directory.search.reasons import area_words, for_whom, how_far, kind_words, ways
from joinedup.core.directory.summary import hours_words, venue_words
from joinedup.web.components.words import day, moment
from joinedup.web.directory.current import Current
from joinedup.web.directory.signposting.choices import HELPED, HOW

NO_ANSWER = "Not asked yet"
FEWEST_ASKED = 5


@dataclass(frozen=True)
class ServiceLine:
    """A service that may fit.

    Parameters
    ----------
    facts : short lines: what to know now and whom it is not for, which nobody here can judge, come first.
    against : what speaks against it for this person; empty if nothing that is known does.
    """

    id: str
    name: str
    kind: str
    description: str
    facts: tuple[str, ...]
    why: tuple[str, ...]
    against: tuple[str, ...]
    telephone: str


def service_line(
    one: Document, now: Current, seeker: Seeker, spot: Spot | None, today: date, why: tuple[str, ...] = ()
) -> ServiceLine:
    """A service, judged for a person by the rules of its entry."""
    summary = now.summaries[one.service_id]
    metres = min((metres_between(*point, spot) for point in one.points), default=None) if spot else None
    near = how_far(metres, "home") if metres is not None and not one.is_remote else ""
    hours = "; ".join(hours_words(one.schedules, today))
    venue = venue_words(summary, spot)
    not_for = [f"Not for {words}" for words in one.eligibility.not_for]
    reach = (near, ways(one) if one.is_remote else "", venue)
    facts = (summary.alert, *not_for, *reach, summary.cost, hours, area_words(one), *for_whom(one))
    return ServiceLine(
        id=one.service_id,
        name=one.name,
        kind=kind_words(one),
        description=summary.description,
        facts=tuple(fact for fact in facts if fact),
        why=why,
        against=reasons_against(one.eligibility, seeker, one.limits),
        telephone=summary.telephone,
    )


def found_lines(
    found: Sequence[Found], now: Current, seeker: Seeker, spot: Spot | None, today: date
) -> list[ServiceLine]:
    """What a search found, those that fit first."""
    lines = [service_line(one.document, now, seeker, spot, today, one.why) for one in found]
    return sorted(lines, key=lambda line: bool(line.against))


def best_lines(
    services: Sequence[Document], now: Current, seeker: Seeker, spot: Spot | None, most: int, today: date
) -> list[ServiceLine]:
    """The services that fit, the nearest first; those that come to people count as near."""

    def far(one: Document) -> float:
        if spot is None or one.is_remote or not one.points:
            return 0.0
        return min(metres_between(*point, spot) for point in one.points)

    fitting = [one for one in services if not reasons_against(one.eligibility, seeker, one.limits)]
    return [service_line(one, now, seeker, spot, today) for one in sorted(fitting, key=far)[:most]]


def helped_words(pointed: int, asked: int, helped: int) -> str:
    """What colleagues found, once enough were asked that nobody can be made out.

    >>> helped_words(9, 6, 4), helped_words(9, 4, 4)
    ('Of 6 people asked so far, it helped 4.', '')
    """
    return f"Of {asked} people asked so far, it helped {helped}." if asked >= FEWEST_ASKED and pointed else ""


@dataclass(frozen=True)
class SignpostLine:
    """One earlier signpost, with what came of it."""

    number: int
    service: str
    how: str
    said: str
    note: str
    helped: str
    outcome_note: str
    is_due: bool
    follow_up: str


def signpost_line(one: Any, today: date) -> SignpostLine:
    """A signpost as a line; its outcomes are sorted, the latest first."""
    outcome = next(iter(one.outcomes.all()), None)
    return SignpostLine(
        number=one.pk,
        service=one.service_name,
        how=dict(HOW)[one.how],
        said=f"{one.by.name}, {moment(one.at)}",
        note=one.note,
        helped=dict(HELPED)[outcome.helped] if outcome else NO_ANSWER,
        outcome_note=outcome.note if outcome else "",
        is_due=outcome is None and one.follow_up_on <= today,
        follow_up=day(one.follow_up_on),
    )
