"""What stands on a team's dashboard?"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from joinedup.core.governance import shown_count
from joinedup.web.governance.counts import sees_exactly
from joinedup.web.people.queries import neighbourhoods
from joinedup.web.risk import standing
from joinedup.web.risk.registry import queries as registry
from joinedup.web.risk.standing import score_date
from joinedup.web.teams import presenters, queries
from joinedup.web.teams.forms import chosen_outcome


def figures(run: Any, *, by: Any, at: datetime, asked: str) -> dict[str, Any]:
    """The words of the dashboard's template."""
    hoods, counts = neighbourhoods(), queries.most_at_risk_by_neighbourhood()
    outcome = chosen_outcome(asked, run.outcomes)
    lines, classes = presenters.hood_lines(hoods, counts, outcome=outcome, user=by)
    scoring = registry.scoring()
    is_exact = sees_exactly(by, by.neighbourhood)
    own = {hood.code: hood.name for hood in hoods if hood.code == by.neighbourhood}
    return {
        "run": run,
        "place": own.get(by.neighbourhood, run.place_name),
        "is_exact": is_exact,
        "standings": standing.of_all(scoring, run.outcomes, registry.signed_on(scoring, timezone.localdate(at))),
        "score_date": score_date(run.as_at, timezone.localdate(at)),
        "risk_tiles": presenters.risk_tiles(here(counts, by.neighbourhood), list(run.outcomes), is_exact=is_exact),
        "not_scored": presenters.not_scored(run.performance),
        "work_tiles": work_tiles(by, at=at, is_exact=is_exact),
        "outcome": outcome,
        "outcomes": [(code, presenters.outcome_name(code)) for code in (presenters.ANY, *run.outcomes)],
        "lines": lines,
        "map": presenters.risk_map(hoods, lines, classes, outcome=outcome),
    }


def here(counts: dict[str, dict[str, int]], neighbourhood: str) -> dict[str, int]:
    """People most at risk by outcome in a neighbourhood, or in all of them together."""
    if neighbourhood:
        return counts.get(neighbourhood, {})
    everywhere: dict[str, int] = {}
    for by_outcome in counts.values():
        for outcome, people in by_outcome.items():
            everywhere[outcome] = everywhere.get(outcome, 0) + people
    return everywhere


def work_tiles(by: Any, *, at: datetime, is_exact: bool) -> list[presenters.Tile]:
    """How far the team is: what awaits a decision, what was decided this month, whom nobody has taken on."""
    local = timezone.localtime(at)
    month = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    made = queries.decisions_since(by, month)
    counted = (
        (queries.people_awaiting_decision(by), "People with a proposal awaiting a decision"),
        (made.get("accepted", 0), f"Offers accepted in {local:%B}"),
        (made.get("declined", 0), f"Offers declined in {local:%B}"),
        (queries.people_without_relationship(by, at=at), "People most at risk in nobody's care yet"),
    )
    return [presenters.Tile(shown_count(count, is_exact=is_exact).words, words) for count, words in counted]
