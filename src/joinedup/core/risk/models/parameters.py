"""Which settings does a fit have, and what are they for?"""

from dataclasses import dataclass, field

LEAST_BINS, ROWS_FOR_BIN = 64, 30


@dataclass(frozen=True)
class FitParameters:
    """Settings of a fit.

    Parameters
    ----------
    most_rows : rows used to fit, a sample of people if there are more. 200,000 rows settle a model of 60 features.
    most_bins, most_pair_bins : most steps of a feature's curve, and of each side of a pair. Where rows are few a curve
        has fewer, but not under 64 for that.
    fewest_in_step : fewest rows a step of a curve rests on.
    fewest_in_category : a category with fewer rows counts as "other".
    most_plain_categories : a feature with more has them put in order of risk and grouped.
    most_codes : whole numbers of more than `most_plain_categories` and at most so many values may turn out to be codes;
        0 where every number is known to be an amount.
    fewest_events : people with the outcome below which nothing is fitted.
    folds : folds of people; each bag's model leaves one out, which says when to stop and what it is worth.
    bags : how many of the folds' models are fitted and averaged; if None, more where data are few and one is noisy.
    pair_choices : how many pairs of features may have a term of their own: the choices tried, fewest first.
    fewest_for_pairs, fewest_for_pair : rows with the outcome, and without it, for pairs to be tried at all, and for
        each of them. With fewer, pairs that people left out seem to support still make risks too sure of themselves.
    groups : features by whose groups of people the model is audited: in each, risks are spread as far as people left
        out support.
    increasing, decreasing : features whose curve may only rise, or only fall.
    """

    most_rows: int = 200_000
    most_bins: int = 256
    most_pair_bins: int = 32
    fewest_in_step: int = 20
    fewest_in_category: int = 10
    most_plain_categories: int = 16
    most_codes: int = 5000
    fewest_events: int = 20
    folds: int = 5
    bags: int | None = None
    pair_choices: tuple[int, ...] = (0, 8, 20, 40)
    fewest_for_pairs: int = 200
    fewest_for_pair: int = 10
    groups: tuple[str, ...] = ()
    increasing: frozenset[str] = field(default_factory=frozenset)
    decreasing: frozenset[str] = field(default_factory=frozenset)

    def pairs_to_try(self, features: int, events: int, others: int) -> tuple[int, ...]:
        """The numbers of pairs worth trying, fewest first.

        Examples
        --------
        >>> [FitParameters().pairs_to_try(features=30, events=events, others=5000) for events in (150, 250)]
        [(0,), (0, 8, 20)]
        """
        rows = min(events, others)
        most = rows // self.fewest_for_pair if features > 1 and rows >= self.fewest_for_pairs else 0
        return tuple(pairs for pairs in self.pair_choices if pairs <= most) or self.pair_choices[:1]

    def bins_for(self, rows: int) -> int:
        """Most steps of a feature's curve, for so many rows.

        Examples
        --------
        >>> [FitParameters().bins_for(rows) for rows in (1_000, 4_500, 100_000)]
        [64, 150, 256]
        """
        return min(self.most_bins, max(LEAST_BINS, rows // ROWS_FOR_BIN))

    def bags_for(self, rows: int) -> int:
        """Models to average over, for so many rows."""
        return min(self.folds, self.bags or (5 if rows < 100_000 else 2))

    def left_out_for(self, rows: int) -> int:
        """Folds left out in turn to choose pairs and recalibrate: fewer where each is large enough to tell."""
        return min(self.folds, self.bags or (5 if rows < 30_000 else 2 if rows < 100_000 else 1))

    def left_out_by_group_for(self, rows: int) -> int:
        """Folds left out in turn to learn how risks are spread within groups, of which the smallest must tell."""
        return min(self.folds, self.bags or (5 if rows < 100_000 else 2))
