"""Which pairs of records wait for somebody, what is known of one, and what was decided?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from joinedup.web.people.models import TimelineEntry
from joinedup.web.people.queries import patch
from joinedup.web.review.models import KEY, Decision, QualityReport, Record, ReviewPair
from joinedup.web.risk.models import Score

State = ReviewPair.State
OPEN = (State.FIRST, State.SECOND)
MOST_RECORDS = 200  # of one person on a page; the index itself keeps people far smaller


@dataclass(frozen=True)
class QueueFilter:
    """Which pairs of the queue are wanted; empty means any.

    Parameters
    ----------
    why : uncertain, contested, kept_apart, number_disputed or reported; "sample" is the clerical sample.
    stage : first or second.
    """

    neighbourhood: str = ""
    agency: str = ""
    why: str = ""
    stage: str = ""


@dataclass(frozen=True)
class Cursor:
    """Where a page of the queue begins: after this priority and pair."""

    priority: float
    pair_id: str


def standing_decisions() -> QuerySet[Decision]:
    """The decisions that were not undone."""
    undoing = Decision.objects.filter(undoes=OuterRef("decision_id"))
    return Decision.objects.exclude(verdict="").filter(~Exists(undoing))


def awaiting(by: Any) -> QuerySet[ReviewPair]:
    """The pairs where the user works that wait for a decision of theirs: none they decided already."""
    own = standing_decisions().filter(pair_id=OuterRef("pair_id"), decided_by=by)
    return ReviewPair.objects.filter(patch(by), ~Exists(own), state__in=OPEN)


def queue(wanted: QueueFilter, *, by: Any) -> QuerySet[ReviewPair]:
    """The pairs that wait for the user, as wanted. Of the sample it cannot be asked why a pair is in it."""
    pairs = awaiting(by)
    if wanted.neighbourhood:
        pairs = pairs.filter(neighbourhood=wanted.neighbourhood)
    if wanted.agency:
        pairs = pairs.filter(organisations__contains=f",{wanted.agency},")
    if wanted.why:
        pairs = pairs.exclude(stratum="") if wanted.why == "sample" else pairs.filter(why=wanted.why, stratum="")
    if wanted.stage:
        pairs = pairs.filter(state=wanted.stage)
    return pairs


def page(wanted: QueueFilter, *, by: Any, after: Cursor | None, size: int) -> list[ReviewPair]:
    """The next pairs of the queue, most consequential first; one more than `size` if there are further pages."""
    pairs = queue(wanted, by=by)
    if after:
        later = Q(priority__lt=after.priority) | Q(priority=after.priority, pair_id__gt=after.pair_id)
        # `lte` repeats what follows from the rest, so that the planner walks the index
        pairs = pairs.filter(later, priority__lte=after.priority)
    return list(pairs.defer("evidence").order_by("-priority", "pair_id")[: size + 1])


def next_pair(wanted: QueueFilter, *, by: Any, after: Cursor | None = None) -> str:
    """The id of the pair to look at next, or "" where none waits."""
    found = page(wanted, by=by, after=after, size=0)
    return found[0].pair_id if found else ""


def progress(by: Any) -> dict[str, int]:
    """How many pairs there are where the user works, by what they wait for."""
    pairs = ReviewPair.objects.filter(patch(by))
    return dict(pairs.values_list("state").annotate(pairs=Count("pair_id")).order_by())


def left_by(wanted: QueueFilter, *, by: Any) -> list[dict[str, Any]]:
    """Pairs of the queue as wanted, by neighbourhood and agencies: the counts beside the filters."""
    pairs = queue(wanted, by=by).values("neighbourhood", "organisations")
    return list(pairs.annotate(pairs=Count("pair_id")).order_by())


def pair_in_patch(pair_id: str, *, by: Any) -> ReviewPair | None:
    """A pair where the user works."""
    return ReviewPair.objects.filter(patch(by), pair_id=pair_id).first()


def pair_for_update(pair_id: str, *, by: Any) -> ReviewPair | None:
    """The same, held until the transaction ends: of two who decide at once, one waits for the other."""
    return ReviewPair.objects.select_for_update().filter(patch(by), pair_id=pair_id).first()


def decisions_of(pair_id: str) -> list[Decision]:
    """Every decision about a pair, undone ones too, in order."""
    return list(Decision.objects.filter(pair_id=pair_id).select_related("decided_by").order_by("version"))


def records_of_pair(pair: ReviewPair) -> tuple[Record | None, Record | None]:
    """The two records, in one query."""
    keys = ((pair.left_source, pair.left_record_id), (pair.right_source, pair.right_record_id))
    either = Q(source=keys[0][0], record_id=keys[0][1]) | Q(source=keys[1][0], record_id=keys[1][1])
    found = {record.key: record for record in Record.objects.filter(either)}
    return found.get(keys[0]), found.get(keys[1])


def records_of(person_ids: Iterable[str]) -> list[Record]:
    """The records that make up some people."""
    records = Record.objects.filter(person_id__in=list(person_ids))
    return list(records.order_by("person_id", "organisation", "source", "record_id")[:MOST_RECORDS])


def record_counts(person_id: str) -> dict[str, int]:
    """How many records make up a person, and from how many registers."""
    return Record.objects.filter(person_id=person_id).aggregate(
        records=Count("id"), registers=Count("source", distinct=True)
    )


def events_by_kind(person_ids: Iterable[str]) -> list[dict[str, Any]]:
    """Entries on the timelines of some people, by person and kind, with the first and last day of each."""
    entries = TimelineEntry.objects.filter(person_id__in=list(person_ids)).exclude(kind="register")
    counted = entries.values("person_id", "kind").annotate(entries=Count("id"), last_on=Max("starts_on"))
    return list(counted.order_by("person_id", "-entries", "kind"))


def highest_chance(person_ids: Iterable[str]) -> float | None:
    """The highest chance any model gives any of some people."""
    return Score.objects.filter(person_id__in=list(person_ids)).aggregate(most=Max("probability"))["most"]


def disagreements(by: Any, *, after: Cursor | None, size: int) -> list[ReviewPair]:
    """Pairs about which people disagree and on which the user has not decided, most consequential first."""
    own = standing_decisions().filter(pair_id=OuterRef("pair_id"), decided_by=by)
    pairs = ReviewPair.objects.filter(patch(by), ~Exists(own), state=State.DISAGREED)
    if after:
        later = Q(priority__lt=after.priority) | Q(priority=after.priority, pair_id__gt=after.pair_id)
        pairs = pairs.filter(later, priority__lte=after.priority)
    return list(pairs.defer("evidence").order_by("-priority", "pair_id")[: size + 1])


def recent_decisions(*, by: Any, everybodys: bool, before: str = "", size: int = 50) -> list[Decision]:
    """Decisions, latest first: the user's own, or those of everybody where the user works; one more than `size`.

    Parameters
    ----------
    before : the decision the page begins after; "" is the latest page.
    """
    made = Decision.objects.filter(patch(by)) if everybodys else Decision.objects.filter(decided_by=by)
    seen = Decision.objects.filter(decision_id=before).first() if before else None
    if seen:
        earlier = Q(decided_at__lt=seen.decided_at) | Q(decided_at=seen.decided_at, decision_id__lt=seen.decision_id)
        made = made.filter(earlier, decided_at__lte=seen.decided_at)
    undone = Decision.objects.filter(undoes=OuterRef("decision_id"))
    shown = made.annotate(is_undone=Exists(undone)).select_related("decided_by")
    return list(shown.order_by("-decided_at", "-decision_id")[: size + 1])


def pair_of_decision(made: Decision) -> ReviewPair:
    """The pair a decision is about; where the run no longer has it, one made up from the decision, not saved."""
    pair = ReviewPair.objects.select_for_update().filter(pair_id=made.pair_id).first()
    if pair:
        return pair
    pair = ReviewPair(pair_id=made.pair_id, needs_two=made.needs_two, neighbourhood=made.neighbourhood)
    for name in KEY:
        setattr(pair, name, getattr(made, name))
    left, right = records_of_pair(pair)
    pair.left_person_id = left.person_id if left else ""
    pair.right_person_id = right.person_id if right else pair.left_person_id
    return pair


def decision(decision_id: str, *, by: Any) -> Decision | None:
    """A decision of the user's, or of anybody where the user works."""
    found = Decision.objects.filter(decision_id=decision_id).select_related("decided_by").first()
    is_near = not by.neighbourhood or (found is not None and found.neighbourhood == by.neighbourhood)
    return found if found and (is_near or found.decided_by_id == by.pk) else None


def reports_about(person_ids: Iterable[str], *, by: Any) -> list[Decision]:
    """The user's own reports, not undone, that two records of some people are about two people."""
    pairs = ReviewPair.objects.filter(left_person_id__in=list(person_ids)).values("pair_id")
    made = standing_decisions().filter(decided_by=by, purpose=Decision.Purpose.UNLINK, pair_id__in=pairs)
    return list(made.select_related("decided_by").order_by("-decided_at"))


def all_decisions() -> QuerySet[Decision]:
    """Every decision ever made, in the order they were made."""
    made = Decision.objects.order_by("decided_at", "pair_id", "version")
    return made.annotate(username=F("decided_by__username"))


def pair_of_records(left: tuple[str, str], right: tuple[str, str]) -> ReviewPair | None:
    """The pair of two records, whichever way round it is kept."""
    one = Q(left_source=left[0], left_record_id=left[1], right_source=right[0], right_record_id=right[1])
    other = Q(left_source=right[0], left_record_id=right[1], right_source=left[0], right_record_id=left[1])
    return ReviewPair.objects.select_for_update().filter(one | other).first()


def decided_twice() -> list[tuple[str, str]]:
    """First and second verdict of every pair two people decided, neither knowing what the other said.

    Not of pairs that somebody reported: there the second knows what the first thinks.
    """
    reported = Decision.objects.filter(pair_id=OuterRef("pair_id"), purpose=Decision.Purpose.UNLINK)
    blind = standing_decisions().filter(~Exists(reported), settles=False)
    by_pair: dict[str, list[str]] = {}
    for pair_id, verdict in blind.order_by("pair_id", "version").values_list("pair_id", "verdict"):
        by_pair.setdefault(pair_id, []).append(verdict)
    return [(said[0], said[1]) for said in by_pair.values() if len(said) > 1]


def quality_report() -> dict[str, Any]:
    """What the run says about how good its joins are; empty if it says nothing."""
    found = QualityReport.objects.first()
    return found.report if found else {}
