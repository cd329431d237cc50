"""Of whom do a team's cases tell? People its own pages show as most at risk, whose record has what a case needs."""

from collections import defaultdict
from dataclasses import dataclass
from random import Random
from typing import Any

from joinedup.web.loading.team_work.script import ANY, Case
from joinedup.web.loading.team_work.shared_plans import needs_shown
from joinedup.web.risk.models import Reason
from joinedup.web.teams.queries import people_at_risk

LOOKED_AT = 80  # people of a team: enough for every case
LEAST_AGE = 60  # the words of the plans are those of older people


@dataclass(frozen=True)
class Candidate:
    """Somebody a case may tell of, with the needs their record shows."""

    person_id: str
    needs: tuple[str, ...]


def candidates(lead: Any, chance: Random) -> list[Candidate]:
    """Some of those most at risk where a team works, with a package proposed, in an order that chance makes."""
    here = people_at_risk(lead).filter(
        package__isnull=False, is_sensitive=False, is_opted_out=False, age_years__gte=LEAST_AGE
    )
    ids = list(here.order_by("person_id").values_list("person_id", flat=True))
    some = chance.sample(ids, min(LOOKED_AT, len(ids)))
    shown: dict[str, set[str]] = defaultdict(set)
    raising = Reason.objects.filter(person__in=some, contribution__gt=0)
    for person_id, feature in raising.values_list("person_id", "feature"):
        shown[person_id].add(feature)
    return [Candidate(person_id, needs) for person_id in some if (needs := needs_shown(shown[person_id]))]


def cast(case: Case, free: list[Candidate]) -> Candidate | None:
    """Somebody who fits a case, taken off those that are free, with its need first; None where nobody does."""
    for need in case.need:
        found = next((one for one in free if need in (ANY, *one.needs)), None)
        if found is not None:
            free.remove(found)
            first = () if need == ANY else (need,)
            return Candidate(found.person_id, (*first, *(one for one in found.needs if one not in first)))
    return None
