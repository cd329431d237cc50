"""Save answers to a test of the Care Act beside others who answer too; write down what a professional decides."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from joinedup.core.care.eligibility import Answer, EligibilityTest, check_answer, standing, to_kept
from joinedup.core.errors import CannotProceed
from joinedup.web.care import saving
from joinedup.web.care.eligibility import queries
from joinedup.web.care.models import EligibilityDecision, Version
from joinedup.web.care.saving import Content, Saved, Sent
from joinedup.web.care.versions import Standing
from joinedup.web.governance.actions import record
from joinedup.web.people.models import Person

SAYS = {True: "met", False: "not_met", None: "unsettled"}


class AnswersChanged(CannotProceed):
    """The answers are no longer those the decision was made on."""

    def __init__(self) -> None:
        super().__init__("The answers were changed while you were deciding", expected="a look at them, then decide")


def save(
    person: Person,
    test: EligibilityTest,
    answers: Mapping[str, Answer],
    sent: Sent,
    *,
    by: Any,
    at: datetime,
    bringing: Collection[str] = (),
) -> Saved:
    """Save answers, merged question by question into what stands.

    Parameters
    ----------
    bringing : references of another record's versions that were looked through for these answers.

    Raises
    ------
    AnswerRefused : an answer is off the list, or gives no reason.
    ChangedMeanwhile : somebody answered the same question differently since; nothing is saved.
    """
    for code, answer in answers.items():
        check_answer(test, code, answer)

    def change(seen: Mapping[str, Answer]) -> Mapping[str, Answer]:
        return {code: answer for code, answer in {**seen, **answers}.items() if answer != Answer()}

    content = Content(document=test.name, read=queries.read, keep=lambda items, _: to_kept(items), change=change)
    then = partial(follow, person=person, test=test, by=by, at=at)
    return saving.save_merged(person.ids, content, sent, by=by, at=at, then=then, bringing=bringing)


def follow(now: Standing, made: Version, *, person: Person, test: EligibilityTest, by: Any, at: datetime) -> None:
    """The audit of a version of answers."""
    before, after = queries.read(now.content), queries.read(made.content)
    changed = sum(before.get(code) != after.get(code) for code in test.questions)
    detail = {"test": test.name, "version": made.number, "answers_changed": changed}
    if made.brought_in != (now.version.brought_in if now.version else []):
        detail["brought_in"] = [f"{former}:{number}" for former, number in made.brought_in]
    record(by=by, at=at, action="care.assess", person_id=person.person_id, detail=detail)


@dataclass(frozen=True)
class Decided:
    """What a professional decides.

    Parameters
    ----------
    reference : the version of the answers they read.
    """

    reference: str
    is_eligible: bool
    reason: str


def decide(person: Person, test: EligibilityTest, said: Decided, *, by: Any, at: datetime) -> EligibilityDecision:
    """Write a decision down, whatever the test says; what it said is kept beside. Sent twice, it is written once.

    Raises
    ------
    AnswersChanged : the answers are no longer those on their screen.
    """
    now = queries.standing(person, test)
    if now.version is None or now.reference != said.reference:
        raise AnswersChanged
    latest = next(iter(queries.decisions(now.person_ids, test)), None)
    if latest is not None and is_same(latest, now.version, said, by=by):
        return latest
    return write(person, test, now.version, said, by=by, at=at)


def is_same(latest: EligibilityDecision, version: Version, said: Decided, *, by: Any) -> bool:
    """Whether a decision is this very form, sent once already."""
    return (latest.version_id, latest.is_eligible, latest.reason, latest.decided_by_id) == (
        version.pk,
        said.is_eligible,
        said.reason,
        by.pk,
    )


@transaction.atomic
def write(
    person: Person, test: EligibilityTest, version: Version, said: Decided, *, by: Any, at: datetime
) -> EligibilityDecision:
    says = SAYS[standing(test, queries.read(version.content)).is_met]
    made = EligibilityDecision.objects.create(
        version=version,
        is_eligible=said.is_eligible,
        reason=said.reason,
        test_said=says,
        decided_by=by,
        decided_at=at,
    )
    detail = {"test": test.name, "version": version.number, "eligible": said.is_eligible, "test_said": says}
    record(by=by, at=at, action="care.decide_eligibility", person_id=person.person_id, detail=detail)
    return made
