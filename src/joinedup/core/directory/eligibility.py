"""Whom is a service for, as rules: age, area, need, carer, referral route; and why is it not for somebody?

Used by search, where little may be known about who asks, and by packages of care, where more is.
What is not known never rules anybody out.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from joinedup.core.errors import CannotProceed


class Carers(StrEnum):
    """What a service has to do with unpaid carers."""

    ANYBODY = "anybody"
    WELCOME = "carers welcome"
    ONLY = "carers only"


class ReferralRoute(StrEnum):
    """A way in."""

    SELF = "self"
    DROP_IN = "drop-in"
    APPOINTMENT = "appointment"
    MEMBERSHIP = "membership"
    GP = "gp"
    PROFESSIONAL = "professional"


class EligibilityMakesNoSense(CannotProceed):
    """Ages that nobody can have."""


@dataclass(frozen=True)
class Eligibility:
    """Whom a service is for.

    Parameters
    ----------
    minimum_age, maximum_age : whole or part years, both included; None is open.
    needs : codes of needs of which somebody has at least one; none is for any need.
    carers : whether it is for carers.
    referral_routes : ways in, of which one is enough; none where nobody has said.
    not_for : whom it is not for, each in words that follow "Not for", such as "people in crisis now".
    words : anything else that a rule cannot say.
    """

    minimum_age: float | None = None
    maximum_age: float | None = None
    needs: tuple[str, ...] = ()
    carers: Carers = Carers.ANYBODY
    referral_routes: tuple[ReferralRoute, ...] = ()
    not_for: tuple[str, ...] = ()
    words: str = ""

    def __post_init__(self) -> None:
        lowest, highest = self.minimum_age, self.maximum_age
        if (lowest is not None and lowest < 0) or (highest is not None and highest < 0):
            raise EligibilityMakesNoSense("An age is below nought", expected="ages in years")
        if lowest is not None and highest is not None and lowest > highest:
            raise EligibilityMakesNoSense(
                f"The youngest age, {lowest:g}, is above the oldest, {highest:g}", expected="youngest, then oldest"
            )


@dataclass(frozen=True)
class Seeker:
    """What is known about who seeks help; None and empty are "not known".

    Parameters
    ----------
    age : years.
    areas : codes of every area they live in, such as ward and local authority.
    needs : codes of needs; None where not known, empty where known to have none of those we have words for.
    is_carer : whether they look after somebody unpaid.
    routes : ways in open to them; a professional who refers has all of them.
    """

    age: float | None = None
    areas: Collection[str] = ()
    needs: Collection[str] | None = None
    is_carer: bool | None = None
    routes: Collection[ReferralRoute] = ()


def reasons_against(eligibility: Eligibility, seeker: Seeker, area_codes: Collection[str] = ()) -> tuple[str, ...]:
    """Why a service is not for somebody, each reason a sentence; none if nothing that is known speaks against it.

    Parameters
    ----------
    area_codes : areas the service is for (`Service.area_codes`); none is everywhere.

    Examples
    --------
    >>> over_65 = Eligibility(minimum_age=65, carers=Carers.ONLY)
    >>> reasons_against(over_65, Seeker(age=70, is_carer=True))
    ()
    >>> reasons_against(over_65, Seeker(age=40, is_carer=False))
    ('For people aged 65 and over', 'Only for unpaid carers')
    """
    checks = (
        (_age_fits(eligibility, seeker.age), age_words(eligibility)),
        (not area_codes or not seeker.areas or bool(set(area_codes) & set(seeker.areas)), "Not for where you live"),
        (_need_fits(eligibility, seeker.needs), f"For people with: {', '.join(eligibility.needs)}"),
        (eligibility.carers is not Carers.ONLY or seeker.is_carer is not False, "Only for unpaid carers"),
        (_has_way_in(eligibility, seeker.routes), f"Only by referral: {', '.join(eligibility.referral_routes)}"),
    )
    return tuple(words for fits, words in checks if not fits)


def fits(eligibility: Eligibility, seeker: Seeker, area_codes: Collection[str] = ()) -> bool:
    """Whether nothing that is known speaks against it."""
    return not reasons_against(eligibility, seeker, area_codes)


def age_words(eligibility: Eligibility) -> str:
    """For what ages, in words; "" for any.

    Examples
    --------
    >>> age_words(Eligibility(minimum_age=11, maximum_age=25)), age_words(Eligibility(maximum_age=18))
    ('For people aged 11 to 25', 'For people aged up to 18')
    """
    lowest, highest = eligibility.minimum_age, eligibility.maximum_age
    if lowest is not None and highest is not None:
        return f"For people aged {lowest:g} to {highest:g}"
    if lowest is not None:
        return f"For people aged {lowest:g} and over"
    return f"For people aged up to {highest:g}" if highest is not None else ""


def _age_fits(eligibility: Eligibility, age: float | None) -> bool:
    if age is None:
        return True
    lowest, highest = eligibility.minimum_age, eligibility.maximum_age
    # somebody is of the oldest age until the day before their next birthday
    return (lowest is None or age >= lowest) and (highest is None or age < highest + 1)


def _need_fits(eligibility: Eligibility, needs: Collection[str] | None) -> bool:
    return not eligibility.needs or needs is None or bool(set(eligibility.needs) & set(needs))


def _has_way_in(eligibility: Eligibility, routes: Collection[ReferralRoute]) -> bool:
    return not eligibility.referral_routes or not routes or bool(set(eligibility.referral_routes) & set(routes))
