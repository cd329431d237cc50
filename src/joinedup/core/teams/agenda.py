"""Whom should the team talk about, in which order, and why? From what changed since the last meeting."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from joinedup import definitions

DEFINITION = "teams/meeting.yaml"


@dataclass(frozen=True)
class Reason:
    """A kind of change that puts somebody on the agenda; `order` 0 is the most urgent."""

    code: str
    name: str
    why: str
    order: int


@cache
def reasons() -> dict[str, Reason]:
    """Every kind of change by its code, the most urgent first.

    Examples
    --------
    >>> next(iter(reasons())), reasons()["deferred"].name
    ('fall', 'Deferred from last time')
    """
    listed = definitions.read(DEFINITION)["reasons"]
    return {entry["code"]: Reason(**entry, order=order) for order, entry in enumerate(listed)}


def setting(name: str) -> Any:
    """A number of the definition: `first_meeting_days` or `most`."""
    return definitions.read(DEFINITION)[name]


@dataclass(frozen=True)
class Finding:
    """One thing that changed about a person.

    Parameters
    ----------
    reason : a code of the definition.
    words : what changed; source : whose record says so.
    key : the same whenever the same thing is found again, so that nothing is brought up twice.
    """

    person_id: str
    reason: str
    words: str
    source: str
    on: date
    key: str


@dataclass(frozen=True)
class Item:
    """One person on the agenda, with everything that changed about them, the most urgent first."""

    person_id: str
    findings: tuple[Finding, ...]

    @property
    def urgency(self) -> tuple[int, int, int, str]:
        """What it is sorted by: the most urgent reason, then how many kinds there are, then the latest."""
        kinds = {finding.reason for finding in self.findings}
        latest = max(finding.on for finding in self.findings).toordinal()
        return min(reasons()[kind].order for kind in kinds), -len(kinds), -latest, self.person_id


def agenda(findings: Iterable[Finding], *, talked_about: Collection[str] = ()) -> list[Item]:
    """One item for each person about whom something new was found, the most urgent first.

    Parameters
    ----------
    findings : in any order, about anybody the team may discuss.
    talked_about : keys of findings that earlier meetings have talked about.

    Examples
    --------
    >>> day = date(2026, 4, 1)
    >>> fall = Finding("a", "fall", "Ambulance, fall", "Ambulance service", day, "1")
    >>> risk = Finding("b", "new_high_risk", "A fall: 20% to 40%", "Risk model", day, "2")
    >>> [item.person_id for item in agenda([risk, fall])], [item.person_id for item in agenda([risk], talked_about="2")]
    (['a', 'b'], [])
    """
    done: set[str] = set(talked_about)
    found: dict[str, dict[str, Finding]] = {}
    for finding in findings:
        if finding.key not in done:
            found.setdefault(finding.person_id, {})[finding.key] = finding
    items = [Item(person_id, tuple(sorted(some.values(), key=_order))) for person_id, some in found.items()]
    return sorted(items, key=lambda item: item.urgency)


def _order(finding: Finding) -> tuple[int, int, str]:
    return reasons()[finding.reason].order, -finding.on.toordinal(), finding.key
