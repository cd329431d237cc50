"""How is said in plain words why two records are one person, or what would join them?"""

from collections.abc import Iterator
from pathlib import Path

from joinedup.core.engine import Engine
from joinedup.core.errors import CannotProceed
from joinedup.core.people.explain import BY, Explanation, Link, explain
from joinedup.core.people.identity.decisions import Record
from joinedup.core.people.identity.index import FILE, opened


class NotARecord(CannotProceed):
    """Words that should name a record do not."""


def explain_records(results: Path, left: str, right: str) -> Iterator[str]:
    """Lines that say why two records are one person, or what would join them.

    Values of the records are not in them, so that nothing of a sensitive person can be.

    Parameters
    ----------
    results : folder of a link or of a run.
    left, right : SOURCE:RECORD each.
    """
    ends = [record_of(left), record_of(right)]
    if not (results / FILE).is_file():
        raise NotARecord(f"{results} has no {FILE}", expected="the folder of a link or of a run")
    with Engine() as engine, opened(engine, results / FILE) as index:
        yield from in_words(explain(*ends, engine=engine, index=index))


def record_of(words: str) -> Record:
    """Source and record id from SOURCE:RECORD.

    Examples
    --------
    >>> record_of("gp:12:7")
    ('gp', '12:7')
    """
    source, colon, record_id = words.partition(":")
    if not (source and colon and record_id):
        raise NotARecord(f"'{words}' names no record", expected="SOURCE:RECORD, such as general_practice:123")
    return source, record_id


def in_words(found: Explanation) -> Iterator[str]:
    """An explanation as lines of text."""
    left, right = (":".join(record) for record in (found.left, found.right))
    yield f"{left} and {right} are {'one person' if found.are_one else 'two people'}"
    yield from (_link_in_words(link) for link in found.links)
    yield from (f"  held apart: {reason}" for reason in found.held_apart)
    yield f"how alike they are, in bits of evidence ({found.least_weight:g} would join them by likeness alone):"
    yield f"  {found.prior:+7.1f}  before anything is compared"
    yield from (f"  {level.weight:+7.1f}  {_words(level.comparison)}: {level.words}" for level in found.levels)
    yield f"  {found.weight:+7.1f}  in all" + (f", {found.shortfall:.1f} short" if found.shortfall else "")


def _link_in_words(link: Link) -> str:
    left, right = (":".join(record) for record in (link.left, link.right))
    weight = "" if link.weight is None else f" ({link.weight:.1f} bits)"
    return f"  {left} - {right}: {BY[link.how]}{weight}, since run {link.since}"


def _words(comparison: str) -> str:
    return comparison.replace("_", " ").replace("nhs", "NHS")
