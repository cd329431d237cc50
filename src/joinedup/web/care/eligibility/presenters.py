"""How is a test of the Care Act put on a page, question by question?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joinedup.core.care.eligibility import (
    ACHIEVABLE,
    ARISES,
    HEALTH,
    NO,
    WELLBEING,
    YES,
    Answer,
    EligibilityTest,
)
from joinedup.web.components.words import moment

YES_OR_NO = {YES: "Yes", NO: "No"}
SAID = {"met": "met", "not_met": "not met", "unsettled": "not settled"}
WELLBEING_QUESTION = "Is there, or is there likely to be, a significant impact on their wellbeing as a consequence?"


@dataclass(frozen=True)
class Question:
    """One question of a test, with what was answered."""

    code: str
    letter: str
    words: str
    answer: str
    reason: str
    choices: tuple[dict[str, str], ...]
    problem: str
    domains: tuple[dict[str, Any], ...] = ()


def questions(
    test: EligibilityTest, answers: Mapping[str, Answer], problems: Mapping[str, str]
) -> dict[str, list[Question]]:
    """The questions in the test's three parts: where needs come from, outcomes, wellbeing."""
    letters = {outcome.code: outcome.letter for outcome in test.outcomes}

    def question(code: str) -> Question:
        given = answers.get(code, Answer())
        return Question(
            code=code,
            letter=letters.get(code, ""),
            words=question_words(test, code),
            answer=given.answer,
            reason=given.reason,
            choices=choices(test, code),
            problem=problems.get(code, ""),
            domains=domains(test, given) if code == WELLBEING else (),
        )

    middle = [code for code in test.questions if code not in (ARISES, WELLBEING)]
    return {
        "first": [question(ARISES)],
        "outcomes": [question(code) for code in middle],
        "last": [question(WELLBEING)],
    }


def question_words(test: EligibilityTest, code: str) -> str:
    """What a question asks."""
    known = {ARISES: test.arises, HEALTH: test.health, WELLBEING: WELLBEING_QUESTION}
    return known.get(code) or next(outcome.words for outcome in test.outcomes if outcome.code == code)


def choices(test: EligibilityTest, code: str) -> tuple[dict[str, str], ...]:
    words = {**YES_OR_NO, ACHIEVABLE: "Achieves this", **test.limbs}
    return tuple({"value": answer, "text": words[answer]} for answer in test.may_answer(code))


def domains(test: EligibilityTest, given: Answer) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"value": code, "text": words, "checked": code in given.domains} for code, words in test.domains.items()
    )


def answer_words(test: EligibilityTest, code: str, answer: Answer | None) -> str:
    """An answer with its reason, in a line."""
    if answer is None or not answer.answer:
        return "not answered" + (f": {answer.reason}" if answer and answer.reason else "")
    words = {one["value"]: one["text"] for one in choices(test, code)}.get(answer.answer, answer.answer)
    areas = ", ".join(test.domains[one].lower() for one in answer.domains if one in test.domains)
    return f"{words}{f' ({areas})' if areas else ''}: {answer.reason}"


@dataclass(frozen=True)
class Change:
    """What one version changed of an answer."""

    question: str
    before: str
    after: str


def changes(test: EligibilityTest, before: Mapping[str, Answer], after: Mapping[str, Answer]) -> tuple[Change, ...]:
    return tuple(
        Change(
            question_words(test, code),
            answer_words(test, code, before.get(code)),
            answer_words(test, code, after.get(code)),
        )
        for code in test.questions
        if before.get(code) != after.get(code)
    )


@dataclass(frozen=True)
class VersionLine:
    """One version of the answers."""

    number: int
    by: str
    at: str
    changes: tuple[Change, ...]


def version_lines(
    test: EligibilityTest, found: Sequence[Any], before: Mapping[int, Any], read: Any
) -> list[VersionLine]:
    """Every version with what it changed of the one it came from."""

    def answers(one: Any) -> Mapping[str, Answer]:
        return read(one.content) if one else {}

    return [
        VersionLine(
            number=one.number,
            by=f"{one.saved_by.name}, {one.saved_by.role_words}",
            at=moment(one.saved_at),
            changes=changes(test, answers(before.get(one.pk)), answers(one)),
        )
        for one in found
    ]


@dataclass(frozen=True)
class DecisionLine:
    """One decision, with what the test said beside it."""

    words: str
    reason: str
    by: str
    test_said: str
    differs: bool
    version: int


def decision_line(one: Any) -> DecisionLine:
    return DecisionLine(
        words="Eligible" if one.is_eligible else "Not eligible",
        reason=one.reason,
        by=f"{one.decided_by.name}, {one.decided_by.role_words}, {moment(one.decided_at)}",
        test_said=f"By the answers then, the test was {SAID[one.test_said]}",
        differs=one.test_said != ("met" if one.is_eligible else "not_met"),
        version=one.version.number,
    )


def decision_lines(found: Iterable[Any]) -> list[DecisionLine]:
    return [decision_line(one) for one in found]
