"""Which reasons stand beside a person on a list, and what is said where there are none?"""

from dataclasses import dataclass
from typing import Any

from joinedup.web.risk.presenters import kept_parts
from joinedup.web.risk.presenters.found_reasons import reasons_from

REASONS_SHOWN = 3
NONE_STANDS_OUT = "No single reason stands out"
NOT_WORKED_OUT = "Reasons were not worked out for this score"


@dataclass(frozen=True)
class ListedReasons:
    """The main reasons, heaviest first; or, in `without`, what is said where there are none."""

    words: tuple[str, ...]
    without: str = NONE_STANDS_OUT


def listed_reasons(score: Any, scoring: Any) -> ListedReasons:
    """Those the run gave; where it gave none to anybody like them, those that the parts of the score tell."""
    if score.is_looked_up:
        return ListedReasons(tuple(one.words for one in score.person.raising[:REASONS_SHOWN]))
    known = known_parts(score, scoring)
    if known is None or not known.values:
        return ListedReasons((), NOT_WORKED_OUT)
    return ListedReasons(tuple(one.words for one in reasons_from(known)[:REASONS_SHOWN]))


def known_parts(score: Any, scoring: Any) -> kept_parts.Known | None:
    """What makes a score, without what is sealed from the reader."""
    if scoring is None or score.parts is None:
        return None
    terms = scoring.terms.get(score.outcome, [])
    is_kept = kept_parts.is_from_the_date(score.outcome)
    values = kept_parts.feature_values(score.features, scoring.features) if is_kept else {}
    return kept_parts.known(score.parts, terms, values, hidden=score.person.hidden_parts)
