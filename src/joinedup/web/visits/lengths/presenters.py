"""What visits took and what length is proposed, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from joinedup.web.components.words import plural
from joinedup.web.visits.lengths.queries import Proposed
from joinedup.web.visits.words import call_name, length_words


@dataclass(frozen=True)
class LengthLine:
    """One proposal as a row."""

    visit: str
    client: str
    name: str
    planned: str
    took: str
    seen: str
    proposed: str
    minutes: float


def lines(found: Iterable[Proposed]) -> list[LengthLine]:
    """Every proposal as a row."""
    return [
        LengthLine(
            visit=one.visit,
            client=one.client.name,
            name=call_name(one.visit, one.client),
            planned=length_words(one.length.planned_minutes),
            took=f"{length_words(one.length.median_minutes)}, give or take {length_words(one.length.spread_minutes)}",
            seen=plural(one.length.visits, "visit"),
            proposed=length_words(one.length.proposed_minutes),
            minutes=one.length.proposed_minutes,
        )
        for one in found
    ]
