"""How far is somebody through the test of the Care Act 2014, outcome by outcome, and what does the test say so far?

The test is arithmetic on what a professional wrote down. It decides nothing: a decision is a person's, may differ from
the test, and says why.

References
----------
The Care and Support (Eligibility Criteria) Regulations 2015, SI 2015/313, regulation 2 (adults) and 3 (carers).
Care Act 2014, section 1(2): the nine domains of wellbeing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from joinedup import definitions
from joinedup.core.care.fields import CONTROL
from joinedup.core.errors import CannotProceed

ARISES, HEALTH, WELLBEING = "arises", "health", "wellbeing"  # what a test asks besides its outcomes
YES, NO, ACHIEVABLE = "yes", "no", "achievable"
REASON_LETTERS = 2000


class AnswerRefused(CannotProceed):
    """An answer is none the test knows, or says no reason."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True)
class Outcome:
    """One outcome of the regulations, with its letter there."""

    code: str
    letter: str
    words: str


@dataclass(frozen=True)
class EligibilityTest:
    """What one regulation asks.

    Parameters
    ----------
    arises : the question where the needs come from.
    health : the question about the carer's health, which alone is enough; empty for adults.
    outcomes_needed : how many outcomes must be not achievable.
    limbs : ways in which an outcome counts as not achievable, with their words.
    domains : of wellbeing, with their words.
    """

    name: str
    title: str
    regulation: str
    source: str
    arises: str
    outcomes_needed: int
    outcomes: tuple[Outcome, ...]
    limbs: Mapping[str, str]
    domains: Mapping[str, str]
    health: str = ""

    @property
    def questions(self) -> tuple[str, ...]:
        """The code of everything the test asks, in order."""
        health = (HEALTH,) if self.health else ()
        return (ARISES, *health, *(outcome.code for outcome in self.outcomes), WELLBEING)

    def may_answer(self, code: str) -> tuple[str, ...]:
        """The answers there are to a question."""
        return (YES, NO) if code in (ARISES, HEALTH, WELLBEING) else (ACHIEVABLE, *self.limbs)


@dataclass(frozen=True)
class Answer:
    """What a professional wrote to one question.

    Parameters
    ----------
    answer : yes or no; for an outcome, achievable or the limb by which it is not; empty if not yet looked at.
    reason : why, in a few words.
    domains : of wellbeing on which the impact is likely; only with the question about wellbeing.
    """

    answer: str = ""
    reason: str = ""
    domains: tuple[str, ...] = ()


Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class Standing:
    """What a test says of the answers so far.

    Parameters
    ----------
    not_achievable : codes of the outcomes that are not achievable.
    unanswered : codes of what has not been looked at.
    is_met : True or False once the answers settle it, whatever the others turn out to be; None until then.
    """

    test: EligibilityTest
    arises: bool | None
    has_health: bool | None
    not_achievable: tuple[str, ...]
    has_impact: bool | None
    unanswered: tuple[str, ...] = field(default=())
    is_met: bool | None = None

    @property
    def count_words(self) -> str:
        """How many outcomes are not achievable so far.

        Examples
        --------
        >>> standing(read_tests()["adult"], {"hygiene": Answer("unable", "Cannot step into the bath")}).count_words
        '1 of 10 outcomes not achievable so far; the test asks for 2 or more'
        """
        some = f"{len(self.not_achievable)} of {len(self.test.outcomes)} outcomes not achievable"
        so_far = " so far" if any(outcome.code in self.unanswered for outcome in self.test.outcomes) else ""
        needed = f"{self.test.outcomes_needed} or more" if self.test.outcomes_needed > 1 else "any one"
        health = ", or health at risk" if self.test.health else ""
        return f"{some}{so_far}; the test asks for {needed}{health}"

    @property
    def words(self) -> str:
        """What the test says, in a sentence; the decision is somebody else's."""
        if self.is_met is None:
            return "The answers do not settle the test yet."
        return "By these answers the test is met." if self.is_met else "By these answers the test is not met."


def standing(test: EligibilityTest, answers: Answers) -> Standing:
    """What a test says of some answers.

    All three parts must hold: where the needs come from; enough outcomes not achievable (for a carer, or health at
    risk); a significant impact on wellbeing.

    Examples
    --------
    >>> adult = read_tests()["adult"]
    >>> two = {"nutrition": Answer("distress", "…"), "hygiene": Answer("longer", "…")}
    >>> standing(adult, {**two, "arises": Answer("yes", "…"), "wellbeing": Answer("yes", "…", ("dignity",))}).is_met
    True
    >>> standing(adult, two).is_met is None, standing(adult, {**two, "arises": Answer("no", "…")}).is_met
    (True, False)
    """

    def said(code: str) -> bool | None:
        answer = answers.get(code, Answer()).answer
        return None if not answer else answer == YES

    given = {outcome.code: answers.get(outcome.code, Answer()).answer for outcome in test.outcomes}
    failing = tuple(code for code, answer in given.items() if answer in test.limbs)
    open_outcomes = sum(not answer for answer in given.values())
    health = said(HEALTH) if test.health else False
    parts = (said(ARISES), either(health, enough(len(failing), open_outcomes, test.outcomes_needed)), said(WELLBEING))
    return Standing(
        test=test,
        arises=parts[0],
        has_health=health,
        not_achievable=failing,
        has_impact=parts[2],
        unanswered=tuple(code for code in test.questions if not answers.get(code, Answer()).answer),
        is_met=False if False in parts else None if None in parts else True,
    )


def enough(failing: int, still_open: int, needed: int) -> bool | None:
    """Whether enough outcomes are not achievable; None while the open ones could still settle it either way.

    >>> enough(2, 5, 2), enough(1, 5, 2), enough(1, 0, 2)
    (True, None, False)
    """
    if failing >= needed:
        return True
    return None if failing + still_open >= needed else False


def either(first: bool | None, second: bool | None) -> bool | None:
    """Whether one of two holds, where each may not be known yet.

    >>> either(None, True), either(None, False), either(False, False)
    (True, None, False)
    """
    if first or second:
        return True
    return None if None in (first, second) else False


def check_answer(test: EligibilityTest, code: str, answer: Answer) -> None:
    """Raise `AnswerRefused` unless an answer is one of the test's, with a reason."""
    if code not in test.questions:
        raise AnswerRefused(code, f"The test asks nothing called {code[:40]!r}")
    check_reason(code, answer.reason)
    if not answer.answer:
        return
    if answer.answer not in test.may_answer(code):
        raise AnswerRefused(code, "Select an answer from the list")
    if not answer.reason.strip():
        raise AnswerRefused(code, "Say why, in a few words")
    if set(answer.domains) - set(test.domains):
        raise AnswerRefused(code, "Select areas of wellbeing from the list")
    if code == WELLBEING and answer.answer == YES and not answer.domains:
        raise AnswerRefused(code, "Select at least one area of wellbeing on which the impact is likely")


def check_reason(code: str, reason: str) -> None:
    """Raise `AnswerRefused` if a reason is too long, or holds letters nobody can see, answered or not."""
    if len(reason) > REASON_LETTERS:
        found = f"The reason must be {REASON_LETTERS:,} characters or fewer; it is {len(reason):,}"
        raise AnswerRefused(code, found)
    if CONTROL.search(reason):
        raise AnswerRefused(code, "The reason holds characters that cannot be shown")


def to_kept(answers: Answers) -> dict[str, dict[str, Any]]:
    """Answers as they are kept; a question not looked at is left out, its reason stays."""
    said = {code: answer for code, answer in answers.items() if answer != Answer()}
    return {
        code: {"answer": answer.answer, "reason": answer.reason, "domains": list(answer.domains)}
        for code, answer in said.items()
    }


def from_kept(kept: Mapping[str, Mapping[str, Any]]) -> dict[str, Answer]:
    """Answers as they were kept."""
    return {code: Answer(one["answer"], one["reason"], tuple(one["domains"])) for code, one in kept.items()}


@cache
def read_tests() -> Mapping[str, EligibilityTest]:
    """The tests of the regulations, by name: adult and carer."""
    path = Path(definitions.__file__).parent / "care" / "eligibility.yaml"
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {
        name: EligibilityTest(
            name=name,
            source=said["source"],
            domains=said["domains"],
            **{
                **one,
                "outcomes": tuple(Outcome(**outcome) for outcome in one["outcomes"]),
                "limbs": {limb: said["limbs"][limb] for limb in one["limbs"]},
            },
        )
        for name, one in said["tests"].items()
    }
