"""Has a place agreed its own targets for referrals, and why?"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from joinedup.core.teams.referrals.kinds import Hours, Kind, kinds


class Targets(BaseModel):
    """The hours one kind of referral may take here; what is left out is as the definitions have it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seen_hours: Hours | None = None
    answered_hours: Hours | None = None
    done_hours: Hours | None = None


class ReferralChoices(BaseModel):
    """The section `[referrals]` of a place file.

    Parameters
    ----------
    targets : by kind of referral, what was agreed.
    why : the reason, with who agreed; it stands beside the targets on the pages.

    Examples
    --------
    >>> agreed = ReferralChoices(targets={"pharmacy": {"answered_hours": 72}}, why="Practices, May 2026")
    >>> here = agreed.applied_to(kinds()["pharmacy"])
    >>> here.seen_hours, here.answered_hours, here.reason
    (48, 72, 'Practices, May 2026')
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    targets: Annotated[dict[str, Targets], Field(min_length=1)]
    why: Annotated[str, Field(min_length=1, max_length=300)]

    @model_validator(mode="after")
    def _can_be_kept(self) -> "ReferralChoices":
        for code in self.targets:
            if code not in kinds():
                raise ValueError(f"names {code}, which is not a kind of referral; there are {', '.join(kinds())}")
            here = self.applied_to(kinds()[code])
            if here.seen_hours > here.answered_hours:
                found = f"{here.seen_hours} hours to look at one and {here.answered_hours} to answer it"
                raise ValueError(f"gives {code} {found}: nobody answers what they have not looked at")
        return self

    def applied_to(self, kind: Kind) -> Kind:
        """A kind with the targets agreed here, and their reason in place of the definitions'."""
        agreed = self.targets.get(kind.code)
        given = agreed.model_dump(exclude_none=True) if agreed else {}
        return kind.model_copy(update={**given, "reason": self.why}) if given else kind
