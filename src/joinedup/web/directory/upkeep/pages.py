"""What do the upkeep pages show together?"""

from datetime import date
from typing import Any

from joinedup.web.directory.around import with_organisations
from joinedup.web.directory.upkeep import presenters, queries

SHOWN = 50  # lines of a list
VIEWS = {
    "waiting": "Waiting for a decision",
    "stale": "Not checked lately",
    "broken": "Something is broken",
    "doubled": "Perhaps entered twice",
    "gone": "Taken out",
    "find": "Find an entry",
}


def pair_lines(pairs: list[Any]) -> list[Any]:
    """Pairs with what is shown of each side."""
    keys = {key for pair in pairs for key in (pair.first_id, pair.second_id)}
    around = with_organisations(queries.services_of(keys))
    return [presenters.pair_line(pair, around.services, around.organisations) for pair in pairs]


def lines(view: str, text: str, as_at: date) -> list[Any]:
    """The lines of one of `VIEWS`."""
    if view == "waiting":
        return [presenters.proposal_line(one) for one in queries.waiting()[:SHOWN]]
    if view == "stale":
        return [presenters.stale_line(row, as_at) for row in queries.stale(as_at)[:SHOWN]]
    if view == "broken":
        return [presenters.broken_line(one) for one in queries.broken(as_at)[:SHOWN]]
    if view == "gone":
        return gone()
    if view == "find":
        return [presenters.named_line(row, as_at) for row in queries.services_named(text, SHOWN)] if text else []
    return pair_lines(list(queries.doubled()[:SHOWN]))


def gone() -> list[Any]:
    """Services that were taken out, each with the version to put back."""
    found = []
    for ended in queries.taken_out(SHOWN):
        before = queries.version("service", ended.entry_id, ended.number - 1)
        if before is not None and before.content is not None:
            found.append(presenters.gone_line(ended, before))
    return found


def counts(as_at: date) -> dict[str, int]:
    """How much waits in the lists that are quick to count."""
    return {"waiting": queries.waiting().count(), "stale": queries.stale(as_at).count()}
