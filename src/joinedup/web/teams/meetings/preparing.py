"""How does a meeting prepare itself? From what changed since the last one, about people the team may discuss."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from joinedup.core.teams.agenda import Item, agenda, setting
from joinedup.web.people.queries import organisation_names
from joinedup.web.referrals.objections import not_to_discuss
from joinedup.web.teams.meetings import findings, queries
from joinedup.web.teams.queries import employers, known_to_team


@dataclass(frozen=True)
class Prepared:
    """An agenda, and who is not on it.

    Parameters
    ----------
    objecting : people who asked not to be spoken of.
    further : people for whom there is no time; they come next time.
    """

    since: findings.Since
    items: list[Item]
    objecting: int
    further: list[Item]


def prepare(neighbourhood: str, run: Any, *, at: datetime) -> Prepared:
    """The agenda of a team's next meeting, as it would be now."""
    last = queries.last_closed(neighbourhood)
    first_day = run.as_at - timedelta(days=setting("first_meeting_days"))
    since = findings.Since(
        neighbourhood=neighbourhood,
        data_from=last.data_as_at if last else first_day,
        as_at=run.as_at,
        moment=last.prepared_at if last else at - timedelta(days=setting("first_meeting_days")),
        known=frozenset(known_to_team(neighbourhood, at=at)),
        organisations=organisation_names(),
    )
    found = findings.all_findings(since, run.outcomes, at=at)
    items = agenda(found, talked_about=queries.talked_about(neighbourhood))
    here = findings.people_here([item.person_id for item in items], neighbourhood)
    objecting = not_to_discuss(set(here), employers(neighbourhood, at=at))
    may_be = [item for item in items if item.person_id in here and item.person_id not in objecting]
    most = setting("most")
    return Prepared(since, may_be[:most], len(objecting), may_be[most:])


def as_rows(item: Item) -> list[dict[str, Any]]:
    """The findings of an item, as its row keeps them."""
    return [{**asdict(finding), "on": finding.on.isoformat()} for finding in item.findings]
