"""Who is most at risk where a member of staff works, and what do the models say of one person?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Sum

from joinedup.core.risk.features.outcomes import GROUPINGS
from joinedup.web.governance.queries import off_lists
from joinedup.web.people.models import Person
from joinedup.web.people.queries import patch, without_objecting
from joinedup.web.risk.models import (
    Allotment,
    Change,
    Contribution,
    FeatureValues,
    Flag,
    FlagReason,
    GroupTotal,
    Reason,
    ReferenceScore,
    Score,
    SelectionFigure,
    TeamCapacity,
)

AGES = {"under-65": (0, 64), "65-74": (65, 74), "75-84": (75, 84), "85-over": (85, 200)}


@dataclass(frozen=True)
class ListFilter:
    """Which people of the list are wanted; empty means any.

    Parameters
    ----------
    age : a key of AGES.
    quintile : fifth of deprivation; "1" is the most deprived.
    carer, package : "yes" or "no".
    number : people the team can serve; 0, and the list ends at the place's mark.
    """

    outcome: str
    age: str = ""
    frailty: str = ""
    reason: str = ""
    quintile: str = ""
    carer: str = ""
    package: str = ""
    neighbourhood: str = ""
    number: int = 0


@dataclass(frozen=True)
class Cursor:
    """Where a page of the list begins: after this probability and person."""

    probability: float
    person_id: str


@dataclass(frozen=True)
class HeldOut:
    """A hold-out in force, and the draws that keep a person off the list: from `since`, below `below`."""

    hold_out: int
    since: float
    below: float


@dataclass(frozen=True)
class Bounds:
    """Where a list ends, and who stays off it.

    Parameters
    ----------
    last : the last person on it; None, and it ends at the place's mark.
    """

    last: Cursor | None = None
    held_out: tuple[HeldOut, ...] = ()


NO_BOUNDS = Bounds()


def scope(wanted: ListFilter, *, by: Any, held_out: tuple[HeldOut, ...] = ()) -> QuerySet[Score]:
    """Everybody who could be on the list: living, where the user works, not held out; whatever the filters say.

    Who objects to standing on lists, or to the user seeing their record, is on none.
    """
    here = Q(neighbourhood=wanted.neighbourhood) if wanted.neighbourhood else Q()
    scores = Score.objects.filter(patch(by), here, outcome=wanted.outcome, is_living=True)
    scores = without_objecting(scores, off_lists(by))
    return scores.exclude(is_held_out(held_out)) if held_out else scores


def is_held_out(held_out: tuple[HeldOut, ...]) -> Exists:
    """Whether a hold-out in force keeps the person of a row off the list."""
    off = Q()
    for one in held_out:
        off |= Q(hold_out=one.hold_out, draw__gte=one.since, draw__lt=one.below)
    return Exists(Allotment.objects.filter(off, person_id=OuterRef("person_id")))


def last_of(wanted: ListFilter, *, by: Any, held_out: tuple[HeldOut, ...]) -> Cursor | None:
    """The last person on a list of `wanted.number` people; None if there are not so many scored."""
    ranked = scope(wanted, by=by, held_out=held_out).order_by("-probability", "person_id")
    found = ranked.values_list("probability", "person_id")[wanted.number - 1 : wanted.number].first()
    return Cursor(*found) if found else Cursor(0.0, "~")  # after every id: the list holds everybody


def most_at_risk(wanted: ListFilter, *, by: Any, within: Bounds = NO_BOUNDS) -> QuerySet[Score]:
    """The scores on the list where the user works, as wanted."""
    scores = scope(wanted, by=by, held_out=within.held_out).filter(*conditions(wanted))
    if within.last is None:
        return scores.filter(is_above_threshold=True)
    last = within.last
    on_list = Q(probability__gt=last.probability) | Q(probability=last.probability, person_id__lte=last.person_id)
    # `gte` repeats what follows from the rest, so that the planner walks the index
    return scores.filter(on_list, probability__gte=last.probability)


def person_ids_among(scores: QuerySet[Score], person_ids: set[str]) -> set[str]:
    """Those of some people who have one of some scores."""
    return set(scores.filter(person_id__in=person_ids).values_list("person_id", flat=True).order_by())


def with_those_held_out(wanted: ListFilter, *, by: Any) -> QuerySet[Score]:
    """Everybody who would be on a list as long as the one wanted if nobody were held out; whatever the filters say."""
    whole = ListFilter(wanted.outcome, neighbourhood=wanted.neighbourhood, number=wanted.number)
    last = last_of(whole, by=by, held_out=()) if whole.number else None
    return most_at_risk(whole, by=by, within=Bounds(last=last))


def conditions(wanted: ListFilter) -> list[Q]:
    chosen: list[Q] = []
    if wanted.age:
        chosen.append(Q(person__age_years__range=AGES[wanted.age]))
    if wanted.frailty:
        chosen.append(Q(person__frailty=wanted.frailty))
    if wanted.reason:
        chosen.append(Q(main_group=wanted.reason))
    if wanted.quintile:
        lowest = 2 * int(wanted.quintile) - 1
        chosen.append(Q(person__deprivation_decile__range=(lowest, lowest + 1)))
    if wanted.carer:
        chosen.append(Q(person__has_unpaid_carer=wanted.carer == "yes"))
    if wanted.package:
        chosen.append(Q(has_package=wanted.package == "yes"))
    return chosen


def page(listed: QuerySet[Score], outcome: str, *, after: Cursor | None, size: int) -> list[Score]:
    """The next people of a list, highest probability first; one more than `size` if there are further pages."""
    scores = listed
    if after:
        later = Q(probability__lt=after.probability) | Q(probability=after.probability, person_id__gt=after.person_id)
        # `lte` repeats what follows from the rest, so that the planner walks the index
        scores = scores.filter(later, probability__lte=after.probability)
    return list(with_details(scores, outcome).order_by("-probability", "person_id")[: size + 1])


def with_details(scores: QuerySet[Score], outcome: str) -> QuerySet[Score]:
    """Scores with their person, main reasons (those that raise the risk most) and size of package."""
    reasons = Reason.objects.filter(outcome=outcome, contribution__gt=0).order_by("-contribution", "position")
    return (
        scores.select_related("person")
        .annotate(item_count=F("person__package__item_count"))
        .prefetch_related(Prefetch("person__reasons", queryset=reasons, to_attr="raising"))
    )


def give_parts(scores: list[Score], outcome: str) -> None:
    """Give the scores of a page what they are made of where the run gave no reasons, as `parts` and `features`.

    Reasons are looked up for whoever is above the mark or among the first of the whole place; a neighbourhood's list
    may hold others. `is_looked_up` says so before anything sealed is taken out, so that it tells nothing of what is.
    """
    for one in scores:
        one.is_looked_up = one.is_above_threshold or bool(one.person.raising)
    bare = [one.person_id for one in scores if not one.is_looked_up]
    kept = Contribution.objects.filter(person__in=bare, outcome=outcome) if bare else ()
    values = FeatureValues.objects.filter(person__in=bare) if bare else ()
    parts, features = ({one.person_id: one for one in found} for found in (kept, values))
    for one in scores:
        one.parts, one.features = parts.get(one.person_id), features.get(one.person_id)


def totals(groups: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """How many people a list holds, how many events are expected among them, how many have a package.

    Parameters
    ----------
    groups : as `listed_by_group` finds them.

    Examples
    --------
    >>> totals([{"people": 2, "expected": 0.5, "with_package": 1}, {"people": 1, "expected": 0.25, "with_package": 0}])
    {'people': 3, 'expected': 0.75, 'with_package': 1}
    """
    found = list(groups)
    return {name: sum(one[name] for one in found) for name in ("people", "expected", "with_package")}


def capacity(outcome: str, neighbourhood: str) -> TeamCapacity | None:
    """How many people the team said it can serve, if it did."""
    return TeamCapacity.objects.filter(neighbourhood=neighbourhood, outcome=outcome).order_by("-id").first()


def group_totals(outcome: str, neighbourhood: str) -> list[GroupTotal]:
    """People scored and outcomes expected, by group; the entry without a grouping is everybody."""
    return list(GroupTotal.objects.filter(outcome=outcome, neighbourhood=neighbourhood).order_by("grouping", "group"))


def listed_by_group(listed: QuerySet[Score]) -> list[dict[str, Any]]:
    """One row per kind of people on a list, by all they are audited by: people, outcomes expected, with a package."""
    counted = {
        "people": Count("*"),
        "expected": Sum("probability"),
        "with_package": Count("person_id", filter=Q(has_package=True)),
    }
    return list(listed.values(*GROUPINGS).annotate(**counted).order_by())


def selection_figures(outcome: str, share: float) -> list[SelectionFigure]:
    """What lists of the share judged that is nearest to one would have found, for everybody and by group."""
    shares = list(SelectionFigure.objects.filter(outcome=outcome, grouping="all").values_list("share", flat=True))
    if not shares:
        return []
    nearest = min(shares, key=lambda one: abs(one - share))
    return list(SelectionFigure.objects.filter(outcome=outcome, share=nearest).order_by("grouping", "group"))


def scores_of(person: Person) -> list[Score]:
    """A person's scores, those above the threshold first."""
    return list(Score.objects.filter(person=person).order_by("-is_above_threshold", "-probability"))


def reasons_of(person: Person) -> dict[str, list[Reason]]:
    """A person's reasons by outcome, in the order they are shown in."""
    by_outcome: dict[str, list[Reason]] = {}
    shown = Reason.objects.filter(person=person).exclude(kind__in=person.hidden_parts)
    for reason in shown.order_by("outcome", "position"):
        by_outcome.setdefault(reason.outcome, []).append(reason)
    return by_outcome


def reference_scores_of(person: Person) -> list[ReferenceScore]:
    return list(ReferenceScore.objects.filter(person=person).order_by("score"))


def contributions_of(person: Person) -> dict[str, Contribution]:
    """Everything that makes a person's scores, by outcome."""
    return {one.outcome: one for one in Contribution.objects.filter(person=person)}


def feature_values_of(person: Person) -> FeatureValues | None:
    return FeatureValues.objects.filter(person=person).first()


def changes_of(person: Person) -> dict[str, Change]:
    """What changed in a person's scores since the run before, by outcome."""
    return {one.outcome: one for one in Change.objects.filter(person=person)}


def flags_of(person: Person) -> list[Flag]:
    """The rules' flags that are raised for a person."""
    return list(Flag.objects.filter(person=person, is_raised=True).order_by("flag"))


def flag_reasons_of(person: Person) -> dict[str, list[FlagReason]]:
    """What raises a person's flags, by flag, in the order shown."""
    by_flag: dict[str, list[FlagReason]] = {}
    shown = FlagReason.objects.filter(person=person).exclude(kind__in=person.hidden_parts)
    for reason in shown.order_by("flag", "position"):
        by_flag.setdefault(reason.flag, []).append(reason)
    return by_flag
