"""How are the fields of two records put side by side, with what differs marked?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from joinedup.web.components.words import day
from joinedup.web.people.words import spaced
from joinedup.web.review import words

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
