"""Has a place decided that deprivation or ethnicity may predict, for which outcomes, and why?

Both are always audited. Neither predicts unless somebody decided so and wrote down why: the definitions for every
place, a place for itself in the section `[risk]` of its place file.
"""

from typing import Annotated

from pydantic import Field, field_validator

from joinedup import definitions
from joinedup.core.risk.failures import ChoiceNotPossible
from joinedup.core.risk.features.catalogue import Part
from joinedup.core.risk.features.outcomes import Outcome

DEPRIVATION = ("deprivation_decile",)
ETHNICITY = ("ethnicity_asian", "ethnicity_black", "ethnicity_mixed", "ethnicity_other")
Outcomes = tuple[str, ...] | None


class RiskChoices(Part):
    """The section `[risk]` of a place file.

    Parameters
    ----------
    deprivation_predicts, ethnicity_predicts : the outcomes whose models may use it; as the definitions have it if None.
    why : the reason, with who decided; it stands in the model card.

    Examples
    --------
    >>> from joinedup.core.risk.features.outcomes import outcomes
    >>> admission, _, fall, _ = outcomes()
    >>> choices = RiskChoices(deprivation_predicts=["fall"], why="Equity group, 3 March 2026")
    >>> ["deprivation_decile" in choices.applied_to(outcome).predictors for outcome in (admission, fall)]
    [False, True]
    >>> choices.applied_to(admission).excluded["deprivation_decile"]
    'Equity group, 3 March 2026'
    """

    deprivation_predicts: Outcomes = None
    ethnicity_predicts: Outcomes = None
    why: Annotated[str, Field(min_length=1)]

    @field_validator("deprivation_predicts", "ethnicity_predicts")
    @classmethod
    def _names_outcomes(cls, named: Outcomes) -> Outcomes:
        unknown = sorted(set(named or ()) - set(definitions.names("outcomes")))
        if unknown:
            raise ValueError(f"names {unknown[0]}, which is not an outcome")
        return named

    def applied_to(self, outcome: Outcome) -> Outcome:
        """The outcome as the place uses it.

        Raises
        ------
        ChoiceNotPossible
            if the outcome cannot be foretold honestly with what was chosen.
        """
        choices = {
            feature: outcome.name in named
            for features, named in ((DEPRIVATION, self.deprivation_predicts), (ETHNICITY, self.ethnicity_predicts))
            if named is not None
            for feature in features
        }
        barred = [feature for feature, used in choices.items() if used and feature in outcome.never]
        if barred:
            raise ChoiceNotPossible(
                f"{barred[0]} may not predict {outcome.name}: {outcome.excluded[barred[0]]}",
                expected="another outcome in the section [risk] of the place file",
            )
        return outcome.choosing(choices, why=self.why)
