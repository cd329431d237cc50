"""Read the list of people most at risk, or take it away as a file; both are audited."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from joinedup.web.governance.actions import record
from joinedup.web.governance.queries import in_care_of
from joinedup.web.people.queries import former_ids
from joinedup.web.risk import queries
from joinedup.web.risk.models import Score
from joinedup.web.risk.queries import Cursor, ListFilter

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


@transaction.atomic
def open_list(wanted: ListFilter, *, by: Any, at: datetime, after: Cursor | None) -> ListPage:
    """The people wanted, from where the cursor says."""
    found = queries.page(wanted, by=by, after=after, size=PAGE_SIZE)
    scores, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    named = in_care(scores, by=by, at=at)
    detail = {"filter": chosen(wanted), "people": len(scores), "named": sorted(named)}
    record(by=by, at=at, action="risk.view_list", detail=detail)
    last = Cursor(scores[-1].probability, scores[-1].person_id) if more else None
    return ListPage(scores=scores, named=named, totals=dict(queries.totals(wanted, by=by)), following=last)


def in_care(scores: list[Score], *, by: Any, at: datetime) -> set[str]:
    """Those of the list in the reader's care, under this id or one they had before."""
    became = former_ids(score.person_id for score in scores)
    held = in_care_of(by, [*(score.person_id for score in scores), *became], at)
    return {became.get(person_id, person_id) for person_id in held}


def chosen(wanted: ListFilter) -> dict[str, str]:
    return {name: value for name, value in asdict(wanted).items() if value}


@transaction.atomic
def download_list(wanted: ListFilter, *, by: Any, at: datetime) -> Iterator[tuple[Score, bool]]:
    """Everybody wanted, and whether the reader has them in their care; the audit is written before the first row."""
    people = queries.most_at_risk(wanted, by=by).count()
    record(by=by, at=at, action="risk.download_list", detail={"filter": chosen(wanted), "people": people})
    return rows(wanted, by=by, at=at)


def rows(wanted: ListFilter, *, by: Any, at: datetime) -> Iterator[tuple[Score, bool]]:
    after: Cursor | None = None
    while scores := queries.page(wanted, by=by, after=after, size=ROWS_AT_ONCE - 1):
        named = in_care(scores, by=by, at=at)
        yield from ((score, score.person_id in named) for score in scores)
        after = Cursor(scores[-1].probability, scores[-1].person_id)
