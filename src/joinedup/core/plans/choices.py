"""What has a place decided about how packages are weighed, and why?"""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from joinedup.core.plans.evidence import Row
from joinedup.core.plans.limits import LimitsWrong
from joinedup.core.plans.parameters import PlanParameters

NOT_THE_PLACES = {"thresholds", "seed", "stop"}
"""What a place file says elsewhere, or what is no matter of judgement."""
KNOWN = sorted(set(PlanParameters.__dataclass_fields__) - NOT_THE_PLACES)


class PlanChoices(Row):
    """The section `[plans]` of a place file: any of `PlanParameters` but thresholds and seed, and the reason.

    Parameters
    ----------
    why : the reason, with who decided; it stands on the planning page.

    Examples
    --------
    >>> choices = PlanChoices(decide_by="cautious", weights={"fall": 0.5}, why="Programme board, 3 March 2026")
    >>> parameters = choices.applied_to({"fall": 0.25}, seed=1)
    >>> parameters.decide_by, parameters.weights["fall"], parameters.most_items
    ('cautious', 0.5, 5)
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    why: Annotated[str, Field(min_length=1)]

    @property
    def given(self) -> dict[str, Any]:
        """What was decided, by name."""
        return dict(self.model_extra or {})

    def applied_to(self, thresholds: dict[str, float], *, seed: int) -> PlanParameters:
        """The parameters of the place's choice.

        Raises
        ------
        LimitsWrong : a name is unknown, or a value is not possible.
        """
        if unknown := sorted(set(self.given) - set(KNOWN)):
            raise LimitsWrong(f"[plans] '{unknown[0]}' is unknown", available=["why", *KNOWN])
        return parameters_from(thresholds, self.given, "[plans]", seed=seed)


def parameters_from(
    thresholds: dict[str, float], given: dict[str, Any], where: str, *, seed: int = 0
) -> PlanParameters:
    """Parameters with some values given by name, the rest as `PlanParameters` has them.

    Raises
    ------
    LimitsWrong : a value is not possible.
    """
    try:
        return PlanParameters(thresholds, **{"seed": seed, **given})
    except (TypeError, AttributeError) as problem:
        raise LimitsWrong(f"{where}: a value is of the wrong kind", expected="numbers") from problem
