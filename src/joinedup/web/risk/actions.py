"""Read the list of people most at risk, or take it away as a file; both are audited."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from joinedup.web.governance.actions import record, record_each
from joinedup.web.people import queries as people
from joinedup.web.risk import queries
from joinedup.web.risk.hold_out.actions import allot_everywhere
from joinedup.web.risk.hold_out.queries import off_the_list, people_off
from joinedup.web.risk.models import Score, TeamCapacity
from joinedup.web.risk.queries import Bounds, Cursor, ListFilter

PAGE_SIZE = 25
ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class ListPage:
    """One page of the list.

    Parameters
    ----------
    named : ids of those whom the reader has in their care; the others stay without a name.
    following : where the next page begins, if there is one.
    """

    scores: list[Score]
    named: set[str]
    totals: dict[str, Any]
    following: Cursor | None
    length: int  # people it may hold; 0 where the place's mark ends it
    capacity: TeamCapacity | None
    is_default: bool  # whether the length is the team's own, or the place's mark, and not asked for
    held_out: int
    groups: list[dict[str, Any]]


@transaction.atomic
def open_list(asked: ListFilter, *, by: Any, at: datetime, after: Cursor | None) -> ListPage:
    """The people wanted, from where the cursor says; as many as were asked for, or as the team said it can serve."""
    said = queries.capacity(asked.outcome, neighbourhood_of(asked, by))
    wanted = replace(asked, number=asked.number or (said.people if said else 0))
    within = bounds(wanted, by=by, on=timezone.localdate(at))
    listed = queries.most_at_risk(wanted, by=by, within=within)
    found = queries.page(listed, wanted.outcome, after=after, size=PAGE_SIZE)
    scores, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    ids = [score.person_id for score in scores]
    became = people.former_ids(ids)
    queries.give_parts(scores, wanted.outcome)
    take_sealed_out(scores, people.hidden_parts(ids, by=by, became=became))
    named = people.in_care(ids, by=by, at=at, became=became)
    groups = queries.listed_by_group(listed)
    detail = {"filter": chosen(wanted), "people": len(scores), "named": sorted(named)}
    record(by=by, at=at, action="risk.view_list", detail=detail)
    return ListPage(
        scores=scores,
        named=named,
        totals=queries.totals(groups),
        following=Cursor(scores[-1].probability, scores[-1].person_id) if more else None,
        length=wanted.number,
        capacity=said,
        is_default=not asked.number,
        held_out=people_off(within.held_out, queries.with_those_held_out(wanted, by=by)) if within.held_out else 0,
        groups=groups,
    )


def neighbourhood_of(wanted: ListFilter, by: Any) -> str:
    """Whose list it is: a neighbourhood's, or ("") that of the whole place."""
    return by.neighbourhood or wanted.neighbourhood


def bounds(wanted: ListFilter, *, by: Any, on: date) -> Bounds:
    """Where the list wanted ends, and who stays off it on a day."""
    held_out = off_the_list(wanted.outcome, neighbourhood_of(wanted, by), on)
    last = queries.last_of(wanted, by=by, held_out=held_out) if wanted.number else None
    return Bounds(last=last, held_out=held_out)


@transaction.atomic
def set_capacity(wanted: ListFilter, *, by: Any, at: datetime) -> TeamCapacity:
    """Keep how many people the team can serve: from now on its list is so long, and who is newly on it is drawn."""
    said = TeamCapacity.objects.create(
        neighbourhood=neighbourhood_of(wanted, by), outcome=wanted.outcome, people=wanted.number, by=by, at=at
    )
    allot_everywhere(wanted.outcome, on=timezone.localdate(at))
    record(by=by, at=at, action="risk.set_capacity", detail={"outcome": wanted.outcome, "people": wanted.number})
    return said


def take_sealed_out(scores: list[Score], hidden: dict[str, set[str]]) -> None:
    """Leave out reasons that rest on what is sealed from the reader, and say what that is.

    Parameters
    ----------
    hidden : by person, the parts sealed.
    """
    for score in scores if hidden else ():
        sealed = score.person.hidden_parts = frozenset(hidden.get(score.person_id, ()))
        score.person.raising = [reason for reason in score.person.raising if reason.kind not in sealed]


def chosen(wanted: ListFilter) -> dict[str, Any]:
    return {name: value for name, value in asdict(wanted).items() if value}


@transaction.atomic
def download_list(asked: ListFilter, *, by: Any, at: datetime) -> Iterator[tuple[Score, bool]]:
    """Everybody wanted, and whether the reader has them in their care; the audit is written before the first row.

    The audit says of each person named that their name was taken away; what a row says later is what it said then.
    """
    said = queries.capacity(asked.outcome, neighbourhood_of(asked, by))
    wanted = replace(asked, number=asked.number or (said.people if said else 0))
    within = bounds(wanted, by=by, on=timezone.localdate(at))
    listed = queries.most_at_risk(wanted, by=by, within=within)
    named = queries.person_ids_among(listed, people.everybody_in_care(by, at=at))
    detail = {"filter": chosen(wanted), "people": listed.count()}
    record(by=by, at=at, action="risk.download_list", detail=detail)
    each = {"outcome": wanted.outcome}
    record_each([(one, each) for one in sorted(named)], by=by, at=at, action="risk.download_list")
    return rows(listed, wanted.outcome, named, by=by)


def rows(listed: QuerySet[Score], outcome: str, named: set[str], *, by: Any) -> Iterator[tuple[Score, bool]]:
    after: Cursor | None = None
    while scores := queries.page(listed, outcome, after=after, size=ROWS_AT_ONCE - 1):
        queries.give_parts(scores, outcome)
        take_sealed_out(scores, people.hidden_parts((score.person_id for score in scores), by=by))
        yield from ((score, score.person_id in named) for score in scores)
        after = Cursor(scores[-1].probability, scores[-1].person_id)
