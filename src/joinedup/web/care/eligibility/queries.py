"""What was answered so far in a person's test of the Care Act, and what was decided?"""

from collections.abc import Iterable
from typing import Any

from joinedup.core.care.eligibility import Answer, EligibilityTest, from_kept, read_tests
from joinedup.web.care import versions
from joinedup.web.care.models import EligibilityDecision, Version
from joinedup.web.people.models import Person


def test_named(name: str) -> EligibilityTest:
    """The adult's test or the carer's."""
    return read_tests()[name]


def standing(person: Person, test: EligibilityTest) -> versions.Standing:
    """The version of the answers that stands."""
    return versions.standing(person.ids, test.name)


def read(content: Any) -> dict[str, Answer]:
    """Answers as kept; none where nothing is."""
    return from_kept(content or {})


def history(now: versions.Standing, test: EligibilityTest) -> list[Version]:
    """Every version of the answers, latest first."""
    return list(versions.history(now.person_ids, test.name))


def decisions(person_ids: Iterable[str], test: EligibilityTest) -> list[EligibilityDecision]:
    """Every decision, latest first."""
    made = EligibilityDecision.objects.filter(version__person_id__in=list(person_ids), version__document=test.name)
    return list(made.select_related("decided_by", "version").order_by("-decided_at", "-pk"))


def latest_decisions(person_ids: Iterable[str]) -> dict[str, EligibilityDecision]:
    """By test, the last decision about a person."""
    made = EligibilityDecision.objects.filter(version__person_id__in=list(person_ids))
    found: dict[str, EligibilityDecision] = {}
    for one in made.select_related("decided_by", "version").order_by("decided_at", "pk"):
        found[one.version.document] = one
    return found


def answers_changed_since(decision: EligibilityDecision, person: Person) -> bool:
    """Whether other answers stand now than those a decision was made on."""
    now = standing(person, test_named(decision.version.document))
    return now.version is None or now.version.pk != decision.version_id
