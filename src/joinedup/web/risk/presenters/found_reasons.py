"""What are the reasons of somebody to whom the run gave none?"""

from dataclasses import dataclass

from joinedup.web.risk.presenters.kept_parts import Known
from joinedup.web.risk.presenters.terms import features_of, group_of, reason_words

SMALLEST_REASON = 0.1  # in log-odds; less is not worth a person's attention
MOST_REASONS = 8


@dataclass(frozen=True)
class FoundReason:
    """A reason worked out from the contributions, for somebody to whom the run gave none; no record was looked up."""

    feature: str
    feature_group: str
    contribution: float
    words: str
    is_changeable: bool
    kind: str = ""
    organisation: str = ""
    happened_on: None = None
    record_count: int | None = 0
    file: str = ""
    line: None = None


def reasons_from(of: Known) -> list[FoundReason]:
    """The reasons of somebody to whom the run gave none: what raises the odds by a tenth or more, heaviest first."""
    found = [
        FoundReason(term, group_of(term), added, said, any(one.is_changeable for one in features_of(term)))
        for term, added in zip(of.terms, of.added, strict=True)
        if added >= SMALLEST_REASON and (said := reason_words(term, of.values))
    ]
    return sorted(found, key=lambda one: -one.contribution)[:MOST_REASONS]
