"""Has the linkage changed since the run before, more than the records that came would explain?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

# Population stability index: below 0.1 little has changed, from 0.25 much has (a rule of credit scoring: Siddiqi N,
# Credit Risk Scorecards, Wiley 2006 [verify]).
MOST_INDEX = 0.25
MOST_POINTS = 0.02  # by which the linked share of an agency, or the share that stands alone, may move (0–1)
MOST_IDS_CHANGED = 0.005  # share of people whose id may change from one run to the next (0–1)
MOST_RECORDS_PER_PERSON = 0.05  # relative change of records per person (0–1)
LEAST_SHARE = 0.0005  # what an empty class counts as, so that the index stays finite


@dataclass(frozen=True)
class Change:
    """One thing watched from run to run.

    Parameters
    ----------
    before, now : its values; for a distribution, the index is in `now` and `before` is 0.
    limit : change from which there is an alarm.
    is_alarming : the change is larger.
    """

    what: str
    before: float
    now: float
    limit: float
    is_alarming: bool


def stability_index(before: Mapping[str, float], now: Mapping[str, float]) -> float:
    """Population stability index of two distributions, by class; 0 if they are the same.

    Parameters
    ----------
    before, now : how many are in each class.

    Examples
    --------
    >>> stability_index({"a": 50, "b": 50}, {"a": 500, "b": 500})
    0.0
    >>> round(stability_index({"a": 50, "b": 50}, {"a": 75, "b": 25}), 3)
    0.275
    """
    totals = sum(before.values()), sum(now.values())
    if not all(totals):
        return 0.0
    index = 0.0
    for name in sorted(before.keys() | now.keys()):
        old, new = (
            max(each.get(name, 0) / total, LEAST_SHARE) for each, total in zip((before, now), totals, strict=True)
        )
        index += (new - old) * log(new / old)
    return round(index, 6)


def drift(before: Mapping[str, object], now: Mapping[str, object]) -> list[Change]:
    """What has changed between two runs.

    Parameters
    ----------
    before, now : `watched` of two runs, as `joinedup.core.people.quality.report` puts it together: shares by source,
        records by way of joining, pairs by stratum, records per person, people and ids changed.
    """
    found = [
        *_shares("linked share of {}", _mapping(before, "linked_share"), _mapping(now, "linked_share")),
        _index("how records are joined", _mapping(before, "how"), _mapping(now, "how")),
        _index("weights of links by likeness", _mapping(before, "likeness"), _mapping(now, "likeness")),
    ]
    old, new = (float(str(each["records_per_person"])) for each in (before, now))
    found.append(Change("records per person", old, new, MOST_RECORDS_PER_PERSON, _moved(old, new)))
    changed = float(str(now["ids_changed"])) / max(float(str(before["people"])), 1)
    found.append(Change("share of person ids changed", 0.0, changed, MOST_IDS_CHANGED, changed > MOST_IDS_CHANGED))
    return found


def alarms(changes: Sequence[Change]) -> list[str]:
    """The alarming changes as sentences.

    Examples
    --------
    >>> alarms([Change("records per person", 3.0, 4.0, 0.05, True)])
    ['records per person: 3.000 before, 4.000 now (limit 0.05)']
    """
    return [
        f"{each.what}: {each.before:.3f} before, {each.now:.3f} now (limit {each.limit:g})"
        for each in changes
        if each.is_alarming
    ]


def _moved(old: float, new: float) -> bool:
    return bool(old) and abs(new - old) / old > MOST_RECORDS_PER_PERSON


def _mapping(run: Mapping[str, object], name: str) -> Mapping[str, float]:
    found = run[name]
    return found if isinstance(found, Mapping) else {}


def _shares(words: str, before: Mapping[str, float], now: Mapping[str, float]) -> list[Change]:
    """Shares of what both runs have; what is new, or gone, is plain from the counts."""
    return [
        Change(words.format(name), before[name], now[name], MOST_POINTS, abs(now[name] - before[name]) > MOST_POINTS)
        for name in sorted(before.keys() & now.keys())
    ]


def _index(what: str, before: Mapping[str, float], now: Mapping[str, float]) -> Change:
    index = stability_index(before, now)
    return Change(f"stability index of {what}", 0.0, index, MOST_INDEX, index > MOST_INDEX)
