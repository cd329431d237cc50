"""What do names, date of birth, sex and number alone say about a pair, before homes are compared?

Most pairs of a block are two people, and this is enough to see it: they are left out before anything dearer is asked.
What is found is exact, so that nothing is left out that could have been joined.
"""

from joinedup.core.engine import Engine
from joinedup.core.people.linking.model_json import Comparison, Model, comparisons, prior_weight
from joinedup.core.people.linking.weights import UNBOUNDED, adjusted, base, columns, graded, most

COLUMNS = ("given", "nicks", "middle", "family", "birth", "born", "sex", "number", "disputed")
COMMON = ("given", "family")  # of these columns, the shares of common values are at hand
DIGIT = 64  # levels of all first comparisons are one whole number, a digit each
MOST_DIGITS = 10
SLACK = 0.001  # bits: sums differ in their last digits


def first(model: Model) -> dict[int, Comparison]:
    """The comparisons that need nothing but `COLUMNS`, by their place in the model."""
    found = enumerate(comparisons(model))
    return dict([(place, each) for place, each in found if _is_first(each)][:MOST_DIGITS])


def rest(model: Model) -> dict[int, Comparison]:
    """The other comparisons, by their place in the model."""
    known = first(model)
    return {place: each for place, each in enumerate(comparisons(model)) if place not in known}


def most_of_rest(model: Model) -> float:
    """The most that all other comparisons together can weigh (bits)."""
    return sum(max(0.0, *(most(level) for level in each.levels)) for each in rest(model).values())


def write_macros(engine: Engine, model: Model) -> None:
    """Write what the SQL asks of the first comparisons.

    `people_first_levels`, the level of each, as one number; of that number `people_most_weight`, the most the pair can
    weigh in all (without a bound where a value is shared that may be rare), and `people_first_weight`, what they weigh.
    """
    known = list(enumerate(first(model).values()))
    values = ", ".join(f"{column}_{side}" for side in "lr" for column in COLUMNS)
    levels = "".join(f" + (coalesce({graded(each)}, -2) + 2) * {DIGIT**at}" for at, each in known)
    bounds = "".join(f" + {_bound(each, _digit(at))}" for at, each in known)
    weights = "".join(f" + {base(each, _digit(at))} + {adjusted(each, _digit(at))}" for at, each in known)
    shares = ", ".join(f"share_{column}_{side}" for column in COMMON for side in "lr")
    prior = prior_weight(model)
    for macro, body in {
        f"people_first_levels({values})": f"0::bigint{levels}",
        "people_most_weight(levels)": f"{prior + SLACK + most_of_rest(model)!r}::double{bounds}",
        f"people_first_weight(levels, {shares})": f"{prior!r}::double{weights}",
    }.items():
        engine.execute(f"create or replace temp macro {macro} as {body}")


def _is_first(comparison: Comparison) -> bool:
    common = {level.common for level in comparison.levels if level.common}
    return columns(comparison) <= set(COLUMNS) and common <= set(COMMON)


def _digit(at: int) -> str:
    """The level of one comparison out of the number of all, -2 where it reached none."""
    return f"(levels // {DIGIT**at} % {DIGIT} - 2)"


def _bound(comparison: Comparison, level: str) -> str:
    steps = "".join(f" when {each.value} then {most(each)!r}::double" for each in comparison.levels)
    return f"case {level}{steps} else {UNBOUNDED!r}::double end"
