"""What stands on the pages of a review: the queue, a pair side by side, a person's records?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from joinedup.core.governance import shown_count
from joinedup.web.components.words import day
from joinedup.web.people.queries import neighbourhood_names, organisation_names
from joinedup.web.people.words import agency
from joinedup.web.review import quality as judged
from joinedup.web.review import queries, words
from joinedup.web.review.pairing import codes
from joinedup.web.review.presenters import field_lines, record_lines
from joinedup.web.review.queries import QueueFilter

PAGE_SIZE = 25


def chosen(wanted: QueueFilter) -> dict[str, str]:
    """The filters in use, as they stand in a page's address."""
    return {name: value for name, value in vars(wanted).items() if value}


def address(wanted: QueueFilter, **further: str) -> str:
    """The rest of an address: what is chosen, and where the page begins."""
    asked = {**chosen(wanted), **further}
    return f"?{urlencode(asked)}" if asked else ""


def counts_left(rows: Iterable[Mapping[str, Any]]) -> tuple[Counter[str], Counter[str]]:
    """Pairs left by neighbourhood, and by agency: a pair of two agencies counts for each.

    >>> hoods, agencies = counts_left([{"neighbourhood": "a", "organisations": ",x,y,", "pairs": 3}])
    >>> hoods["a"], agencies["y"]
    (3, 3)
    """
    hoods: Counter[str] = Counter()
    agencies: Counter[str] = Counter()
    for row in rows:
        hoods[row["neighbourhood"]] += row["pairs"]
        for code in codes(row["organisations"]):
            agencies[code] += row["pairs"]
    return hoods, agencies


def own_neighbourhoods(by: Any) -> dict[str, str]:
    """The neighbourhoods somebody may choose from: their own, or all."""
    names = neighbourhood_names()
    return {by.neighbourhood: names.get(by.neighbourhood, by.neighbourhood)} if by.neighbourhood else names


def counted_choices(by: Any) -> tuple[dict[str, str], dict[str, str], int]:
    """The neighbourhoods and agencies to choose from, with how many pairs wait for the user in each, and in all."""
    rows = queries.left_by(QueueFilter(), by=by)
    hoods, agencies = counts_left(rows)
    organisations = organisation_names()
    return (
        {code: f"{name} ({hoods[code]:,})" for code, name in own_neighbourhoods(by).items()},
        {code: f"{agency(code, organisations)} ({n:,})" for code, n in sorted(agencies.items())},
        sum(row["pairs"] for row in rows),
    )


def standing_now(by: Any, waiting: int) -> dict[str, int]:
    """Where the pairs of a reviewer's place are: waiting for them, for somebody else, settled."""
    states = queries.progress(by)
    total = sum(states.values())
    settled, disagreed = states.get("settled", 0), states.get("disagreed", 0)
    return {
        "waiting": waiting,
        "second_opinion": total - settled - disagreed - waiting,
        "disagreed": disagreed,
        "settled": settled,
        "total": total,
    }


def side_by_side(pair: Any, *, is_settling: bool) -> dict[str, Any] | None:
    """Two records with what differs, and what else is known of the people they belong to; None if one is gone.

    Of the clerical sample only the records themselves are shown: what the index made of them, and whatever else it
    holds under the same person, would give away whether it joined the two.
    """
    left, right = queries.records_of_pair(pair)
    if left is None or right is None:
        return None
    is_blind = pair.is_sample and not is_settling
    lines = field_lines.lines(left, right, pair.evidence, is_blind=is_blind)
    joined = [] if is_blind else queries.records_of(pair.person_ids)
    more = {
        "joined": [one for one in joined if one.pk not in (left.pk, right.pk)],
        "events": [] if is_blind else queries.events_by_kind(pair.person_ids),
        "organisations": organisation_names(),
    }
    return {
        "pair": pair,
        "lines": lines,
        "summary": field_lines.summary(lines),
        "why": words.why("sample" if is_blind else pair.why),
        "sides": [record_lines.side("A", left, **more), record_lines.side("B", right, **more)],
        "is_blind": is_blind,
        "is_one_person": pair.is_linked and not is_blind,
        "is_hidden": left.is_sensitive or right.is_sensitive,
        "chance": record_lines.chance(None if is_blind else queries.highest_chance(pair.person_ids)),
        "answers": ANSWERS,
        "effect": words.EFFECT,
    }


def quality(report: Mapping[str, Any], decided_twice: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """How good the joins of the run are, as far as it says, and how far reviewers agree."""
    accuracy = report.get("accuracy", {})
    return {
        "accuracy": accuracy,
        "labelled": shown_count(accuracy.get("labelled", 0), is_exact=False).words,
        "drawn": shown_count(accuracy.get("drawn", 0), is_exact=False).words,
        "drawn_on": drawn_on(accuracy.get("drawn_on", "")),
        "precision": parted(accuracy.get("precision")),
        "recall": parted(accuracy.get("recall")),
        "alarms": report.get("drift", {}).get("alarms", []),
        "linked": judged.linked_share(report, organisation_names()),
        "groups": judged.by_group(report),
        "strata": judged.strata(report),
        "changes": judged.changes(report),
        "limits": report.get("limits", []),
        "agreement": judged.judged_twice(decided_twice),
    }


def drawn_on(said: str) -> str:
    """The day a sample was drawn as people write it, or as the run says it.

    >>> drawn_on("2026-04-01"), drawn_on("")
    ('1 April 2026', '')
    """
    try:
        return day(date.fromisoformat(said))
    except ValueError:
        return said


def parted(found: Mapping[str, Any] | None) -> tuple[str, str]:
    """An estimate, and its interval, each in words.

    >>> parted({"value": 0.9986, "low": 0.99, "high": 0.9994}), parted(None)
    (('99.86%', '99.00% to 99.94%'), ('–', 'Not known'))
    """
    if not found:
        return "–", "Not known"
    value, _, interval = judged.estimate(found).partition(" ")
    return value, interval.strip("()") or "No interval: the model's own word"


# verdict, words, key pressed with the browser's own keys for access keys
ANSWERS = (("same", "Same person", "1"), ("different", "Different people", "2"), ("cannot_tell", "Cannot tell", "3"))
