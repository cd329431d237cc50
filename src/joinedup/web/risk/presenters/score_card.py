"""How is one score of one person put on a page?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joinedup.web.components.words import percent
from joinedup.web.risk import words
from joinedup.web.risk.presenters.reason_lines import OfferWords, ReasonGroup, ReasonLine, grouped, points, reason_line


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
