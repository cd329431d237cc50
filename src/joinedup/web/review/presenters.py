"""How are a queue of pairs, a pair side by side and decisions put on a page?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from joinedup.web.components.words import day, moment, percent
from joinedup.web.people.presenters import agency, kind_words, spaced
from joinedup.web.review import words
from joinedup.web.review.pairing import codes

WITHHELD = "Withheld: marked sensitive"
HOME = ("address", "postcode", "gp_practice")  # what is never shown of a pair with a sensitive person in it
FIELDS = {
    "nhs_number": "NHS number",
    "given_name": "Given name",
    "family_name": "Family name",
    "birth_date": "Date of birth",
    "sex": "Sex",
    "address": "Address",
    "postcode": "Postcode",
    "gp_practice": "GP practice",
    "death_date": "Date of death",
}
EVIDENCE_AT = {"home": "address"}  # the row a comparison's evidence stands in, where it has another name
SAME, DIFFERS, ONE, NEITHER, HIDDEN = "Same", "Differs", "Only one says", "Neither says", "Withheld"
SIGNS = {SAME: "=", DIFFERS: "≠", ONE: "–", NEITHER: "–", HIDDEN: "–"}

Part = tuple[str, bool]  # text, and whether it differs from the other side


@dataclass(frozen=True)
class QueueRow:
    """One pair of the queue, without a word of who it is about."""

    pair_id: str
    reference: str
    why: str
    stage: str
    neighbourhood: str
    agencies: str
    stakes: str


def queue_row(pair: Any, *, neighbourhoods: Mapping[str, str], organisations: Mapping[str, str]) -> QueueRow:
    return QueueRow(
        pair_id=pair.pair_id,
        reference=pair.reference,
        why=words.why_short("sample" if pair.is_sample else pair.why),
        stage=words.STAGES.get(pair.state, pair.get_state_display()),
        neighbourhood=neighbourhoods.get(pair.neighbourhood, "No one neighbourhood"),
        agencies=", ".join(agency(code, organisations) for code in codes(pair.organisations)) or "not known",
        stakes="Care on both sides: two people decide" if pair.needs_two else "One decision is enough",
    )


@dataclass(frozen=True)
class Line:
    """One field of two records, side by side."""

    name: str
    left: list[Part]
    right: list[Part]
    mark: str
    sign: str
    evidence: str
    is_different: bool


def lines(left: Any, right: Any, evidence: Iterable[Mapping[str, Any]], *, is_blind: bool) -> list[Line]:
    """The fields of two records, what differs marked, with what the model makes of each.

    Parameters
    ----------
    evidence : comparison, label and weight (bits), one for each thing the model compared.
    is_blind : for the clerical sample: only the records, not what the model makes of them.
    """
    is_hidden = left.is_sensitive or right.is_sensitive
    said = {} if is_blind else {EVIDENCE_AT.get(one["comparison"], one["comparison"]): one for one in evidence}
    return [
        line(
            name,
            shown(left, field, is_hidden=is_hidden),
            shown(right, field, is_hidden=is_hidden),
            said.get(field) if not (is_hidden and field in HOME) else None,
        )
        for field, name in FIELDS.items()
        if field != "death_date" or left.death_date or right.death_date
    ]


def shown(record: Any, field: str, *, is_hidden: bool) -> str:
    """A field's value as people write it; "" where the record does not say."""
    if is_hidden and field in HOME:
        return WITHHELD
    value = getattr(record, field)
    if field in ("birth_date", "death_date"):
        return day(value, empty="")
    if field == "nhs_number":
        return spaced(value) if value else ""
    return value.capitalize() if field == "sex" else value


def line(name: str, left: str, right: str, evidence: Mapping[str, Any] | None) -> Line:
    mark = mark_of(left, right)
    is_different = mark == DIFFERS
    return Line(
        name=name,
        left=parts(left, right) if is_different else [(left or "not recorded", False)],
        right=parts(right, left) if is_different else [(right or "not recorded", False)],
        mark=mark,
        sign=SIGNS[mark],
        evidence=f"{evidence['label'][:1].upper()}{evidence['label'][1:]}: {words.speaks(evidence['weight'])}"
        if evidence
        else "",
        is_different=is_different,
    )


def mark_of(left: str, right: str) -> str:
    """
    >>> mark_of("ANN", "Ann"), mark_of("Ann", "Anne"), mark_of("Ann", ""), mark_of("", "")
    ('Same', 'Differs', 'Only one says', 'Neither says')
    """
    if WITHHELD in (left, right):
        return HIDDEN
    if not left and not right:
        return NEITHER
    if not left or not right:
        return ONE
    return SAME if left.split() and left.casefold().split() == right.casefold().split() else DIFFERS


def parts(text: str, other: str) -> list[Part]:
    """A value in pieces, each with whether the other side lacks it.

    >>> parts("Margaret", "Margret")
    [('Marg', False), ('a', True), ('ret', False)]
    """
    match = SequenceMatcher(a=text.casefold(), b=other.casefold(), autojunk=False)
    if len(match.a) != len(text) or match.ratio() < 0.5:  # too little in common to show letter by letter
        return [(text, True)]
    found = [(text[start:end], tag != "equal") for tag, start, end, _, _ in match.get_opcodes() if start < end]
    return found or [(text, True)]


@dataclass(frozen=True)
class Side:
    """What else is known of one of two records."""

    letter: str
    agency: str
    record_id: str
    updated: str
    others: list[str]
    more_others: int
    events: list[str]


MOST_OTHERS = 10


def side(
    letter: str,
    record: Any,
    *,
    joined: Iterable[Any],
    events: Iterable[Mapping[str, Any]],
    organisations: Mapping[str, str],
) -> Side:
    """One side of a pair.

    Parameters
    ----------
    joined : the records of both people, of which those of this person are told.
    events : entries on timelines, counted by person and kind.
    """
    others = [one for one in joined if one.person_id == record.person_id and one.pk != record.pk]
    told = [
        f"{agency(one.organisation or one.source, organisations)}, joined by {words.how(one.how)}" for one in others
    ]
    return Side(
        letter=letter,
        agency=agency(record.organisation or record.source, organisations),
        record_id=record.record_id,
        updated=day(record.updated_on),
        others=told[:MOST_OTHERS],
        more_others=max(0, len(told) - MOST_OTHERS),
        events=[
            f"{kind_words(row['kind'])}: {row['entries']:,}, latest {day(row['last_on'])}"
            for row in events
            if row["person_id"] == record.person_id
        ],
    )


def summary(shown_lines: Sequence[Line]) -> str:
    """How many fields agree and differ, in a sentence.

    >>> summary([line("Sex", "Male", "Male", None), line("Given name", "Jon", "John", None)])
    '1 field is the same, 1 differs: given name.'
    """
    same = sum(one.mark == SAME for one in shown_lines)
    differing = [one.name if one.name == "NHS number" else one.name.lower() for one in shown_lines if one.is_different]
    told = f"{same} {'field is' if same == 1 else 'fields are'} the same, {len(differing) or 'none'} "
    told += "differs" if len(differing) == 1 else "differ"
    return told + (f": {', '.join(differing)}." if differing else ".")


@dataclass(frozen=True)
class DecisionLine:
    """One decision, as it stands in a list."""

    decision_id: str
    reference: str
    verdict: str
    purpose: str
    by: str
    at: str
    reason: str
    is_undone: bool
    may_undo: bool


def decision_line(made: Any, *, by: Any, may_undo_all: bool) -> DecisionLine:
    is_undone = getattr(made, "is_undone", False)
    return DecisionLine(
        decision_id=made.decision_id,
        reference=made.reference,
        verdict=words.VERDICTS.get(made.verdict, "Undid an earlier decision"),
        purpose=words.why_short("sample") if made.purpose == "sample" else PURPOSES[made.purpose],
        by=f"{made.decided_by.name}, {made.decided_by.role_words}",
        at=moment(made.decided_at),
        reason=made.reason,
        is_undone=is_undone,
        may_undo=bool(made.verdict) and not is_undone and (may_undo_all or made.decided_by_id == by.pk),
    )


PURPOSES = {"review": "Uncertain join", "unlink": "Reported from care"}


@dataclass(frozen=True)
class RecordLine:
    """One record of a person, as the page of their records lists it."""

    key: int
    agency: str
    record_id: str
    name: str
    born: str
    nhs_number: str
    address: str
    updated: str
    why: str


def record_line(record: Any, *, organisations: Mapping[str, str]) -> RecordLine:
    address = ", ".join(part for part in (record.address, record.postcode) if part) or "not recorded"
    strength = f" ({record.weight:.0f} bits)" if record.weight is not None else ""
    return RecordLine(
        key=record.pk,
        agency=agency(record.organisation or record.source, organisations),
        record_id=record.record_id,
        name=f"{record.given_name} {record.family_name}".strip() or "not recorded",
        born=day(record.birth_date, empty="not recorded"),
        nhs_number=spaced(record.nhs_number) if record.nhs_number else "not recorded",
        address=WITHHELD if record.is_sensitive else address,
        updated=day(record.updated_on),
        why=f"{words.how(record.how)}{strength}".capitalize().replace("nhs", "NHS"),
    )


def chance(probability: float | None) -> str:
    """The highest chance of anything scored, in words."""
    return percent(probability, empty="")
