"""Every address, as every role, in every circumstance, does what the table in docs/reference says: proven, not sampled.

A new address falls in by itself. If it is about a person, it is expected to do as `governance.pages.PERSON_PAGE` says.
"""

from functools import cache
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from joinedup.web.governance.actions import open_relationship
from joinedup.web.governance.models import Objection, SealedPart
from joinedup.web.governance.pages import DIFFERENT, Circumstance, Outcome, Page, as_document, pages
from joinedup.web.governance.roles import MAY, Role
from joinedup.web.people.models import Person, TimelineEntry
from tests.web import small_run
from tests.web.directory.some_services import of_kind, services  # noqa: F401
from tests.web.loaded import run_folder, small_place  # noqa: F401

pytestmark = pytest.mark.one_database

DOCUMENT = Path(__file__).parents[3] / "docs" / "reference" / "permissions.md"
PAGES = {page.name: page for page in pages()}
NUMBERS = {  # of the small run's people: Swanage is every third, beginning with the first
    Circumstance.IN_CARE: 6,
    Circumstance.OWN_TEAM: 9,
    Circumstance.OTHER_TEAM: 1,
    Circumstance.OBJECTED: 12,
    Circumstance.SEALED: 18,
}
PEOPLE = {circumstance: small_run.person_id(number) for circumstance, number in NUMBERS.items()}
SEALED_WORDS = "words of a sealed entry"
# What may stand in an address for the person of a circumstance; `number` of a signpost is made by the fixture.
EXAMPLES = {
    "on": "2026-04-01",
    "monday": "2026-03-30",
    "visit": "lunch",
    "visits:tell kind": "arrived",  # of one page alone: another has a <kind> too
    "code": "befriending",
    "outcome": "fall",
    "version": "0" * 64,
    "pair_id": "v0",
    "decision_id": "0",
}
EXAMPLES |= {"alert_id": 1, "objection_id": 1, "letter": "A", "token": "x" * 60, "what": "check"}
EXAMPLES |= {"item_id": "i1", "kind": "need", "test": "adult", "other_id": small_run.person_id(30)}
EXAMPLES |= {"deed": "accept", "position": 1}
EXAMPLES |= dict.fromkeys(("service_id", "key", "entry_id"), "00000000-0000-0000-0000-000000000000")
HOW_TO = (
    "{page} has <{parameter}> in its address, of which this test knows no example. Give one in EXAMPLES of "
    "tests/web/governance/test_every_page.py, for all pages or, as 'page parameter', for one; "
    "if the page is about a person, one that is there for each of PEOPLE."
)


@pytest.fixture
def place(small_place, services):  # noqa: F811
    """One person for each circumstance, and what their pages need to be there."""
    from joinedup.web.directory.models import Signpost

    now = timezone.now()  # noqa: TID251  (pages ask about the moment of the request)
    recorder = user_of(Role.TEAM_LEAD, "recorder")
    said = {"recorded_by": recorder, "recorded_at": now, "words": "Not my record"}
    Objection.objects.create(person_id=PEOPLE[Circumstance.OBJECTED], scope="all", **said)
    seal = {"organisation": "elsewhere", "reason": "asked", "sealed_by": recorder, "sealed_at": now}
    for part in ("hospital_spell", "care:i2"):
        SealedPart.objects.create(person_id=PEOPLE[Circumstance.SEALED], part=part, **seal)
    TimelineEntry.objects.filter(kind="hospital_spell").update(words=SEALED_WORDS)
    told = {"how": "told", "has_consent": False, "by": recorder, "at": now, "follow_up_on": now.date()}
    told |= {"service_id": "s1", "service_name": "Tea"}
    signposts = [Signpost.objects.create(person_id=person, **told) for person in PEOPLE.values()]
    examples = EXAMPLES | {"service_id": of_kind(services, "strength and balance exercise").id}
    numbers = {one.person_id: one.pk for one in signposts}
    versions = {person: plan_of(person, recorder, now).pk for person in PEOPLE.values()}
    return {
        person: {**examples, "person_id": person, "number": numbers[person], "version_id": versions[person]}
        for person in PEOPLE.values()
    }


def plan_of(person: str, by, at):
    """A plan with an action and a need, which of one person is sealed, and somebody who cares for the person."""
    from joinedup.web.care.models import CarerLink, Version

    CarerLink.objects.create(
        carer_id=small_run.person_id(30), cared_for_id=person, is_caring=True, on=at.date(), said_by=by, said_at=at
    )
    content = [{"kind": "action", "id": "i1", "what": "Look at the stairs"}]
    content += [{"kind": "need", "id": "i2", "words": SEALED_WORDS}]
    made = {"document": "plan", "number": 1, "submission": "walk", "saved_by": by, "saved_at": at}
    return Version.objects.create(person_id=person, content=content, **made)


def user_of(role, username=""):
    from joinedup.web.accounts.models import User

    scope = {"role": role, "organisation": "dorset_healthcare", "neighbourhood": "swanage"}
    return User.objects.create(username=username or f"walker.{role}", name=f"Walker {role}", **scope)


def walker(role):
    """A member of staff of Swanage, signed in, with everybody in their care but one of their own neighbourhood."""
    user, client = user_of(role), Client()
    client.post("/sign-in/persona/", {"username": user.username})
    now = timezone.now()  # noqa: TID251
    for circumstance, person in PEOPLE.items():
        if circumstance != Circumstance.OWN_TEAM:
            open_relationship(by=user, at=now, person_id=person, ground="contact", reason="visited at home")
    return client


def address(page: Page, values) -> str:
    given = {name: values.get(f"{page.name} {name}", values.get(name)) for name in page.parameters}
    lacking = [name for name, value in given.items() if value is None]
    assert not lacking, HOW_TO.format(page=page.name, parameter=lacking[0])
    return reverse(page.name, kwargs=given)


def answers(client, path, *, is_sent=True):
    """The answers to looking at an address and to sending it an empty form, where it takes them.

    Whether the role may is asked before anything else: to be refused, looking is enough.
    """
    got = [client.get(path), *([client.post(path, {})] if is_sent else [])]
    taken = [answer for answer in got if answer.status_code != 405]
    for answer in taken:
        answer.text_shown = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(
            errors="replace"
        )
    return taken


SAYS_WHY = ("There is a problem", "This cannot be done", "has objected to your seeing")


def is_mute(answer) -> bool:
    """Whether a form is refused without a word why."""
    return answer.status_code == 422 and not any(words in answer.text_shown for words in SAYS_WHY)


def outcome(answer) -> Outcome:
    """What an answer shows of whether the page opened."""
    if answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/"):
        return Outcome.SIGN_IN
    return {403: Outcome.REFUSED, 404: Outcome.NOT_FOUND}.get(answer.status_code, Outcome.OPENS)


@cache
def rows() -> dict[str, list[str]]:
    """The document's tables: cells by page."""
    lines = [
        line.strip("| \n").split(" | ") for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if "`" in line
    ]
    return {cells[0].strip("`"): cells[1:] for cells in lines if len(cells) > 1}


def test_document_is_as_the_tables_are():
    assert DOCUMENT.read_text(encoding="utf-8") == as_document(), "run `make reference`"
    assert set(rows()) == set(PAGES)
    assert set(DIFFERENT) <= set(PAGES)


def may_use(page: Page, role: Role) -> bool:
    """Whether the document names a role beside a page."""
    cells = rows()[page.name]
    named = cells[1] if page.is_about_a_person else cells[2]
    return named == "all" or role.words in named.split(", ")


NOT_THE_ROLE = "Your role does not include this"  # other refusals are about the person or the thing asked for
STAFF_PAGES = [page for page in PAGES.values() if page.permission]


@pytest.mark.parametrize("role", list(Role))
def test_role_opens_what_the_document_says_and_nothing_else(place, role):
    """The pages about a person that it may use are the next test's."""
    client, found = walker(role), {}
    values = place[PEOPLE[Circumstance.SEALED]]
    objecting = Person.objects.get(pk=PEOPLE[Circumstance.OBJECTED]).family_name
    for page in (page for page in STAFF_PAGES if not (page.is_about_a_person and may_use(page, role))):
        path, expected = address(page, values), may_use(page, role)
        got = answers(client, path) if expected else answers(client, path, is_sent=False)
        given = {outcome(answer) for answer in got}
        assert given, f"{page.name} takes neither GET nor POST"
        is_refused = any(NOT_THE_ROLE in answer.text_shown for answer in got)
        if expected == is_refused or (is_refused and given != {Outcome.REFUSED}) or Outcome.SIGN_IN in given:
            found[page.name] = f"{'named' if expected else 'not named'} in the document, but {given}"
        if any(objecting in answer.text_shown or SEALED_WORDS in answer.text_shown for answer in got):
            found[page.name] = "somebody who objects, or what is sealed, stands on it"
        if any(is_mute(answer) for answer in got):
            found[page.name] = "an empty form is refused without a word why"
    assert found == {}


@pytest.mark.parametrize("role", list(Role))
def test_pages_about_a_person_do_what_the_document_says(place, role):
    about = [page for page in STAFF_PAGES if page.is_about_a_person and may_use(page, role)]
    client, found = walker(role) if about else None, {}
    objecting = Person.objects.get(pk=PEOPLE[Circumstance.OBJECTED]).family_name
    for position, (circumstance, person) in enumerate(PEOPLE.items()):
        family_name = Person.objects.get(pk=person).family_name
        never_shown = (objecting, SEALED_WORDS) if circumstance == Circumstance.SEALED else ()
        for page in about:
            expected = rows()[page.name][2 + position]
            got = answers(client, address(page, place[person]))
            assert got, f"{page.name} takes neither GET nor POST"
            for answer in got:
                if problem := amiss(answer, expected, family_name, never_shown):
                    found[f"{page.name}, {circumstance}"] = f"expected: {expected}; but {problem}"
    assert found == {}, "governance/pages.py lists in DIFFERENT, with the reason, what should do otherwise"


def amiss(answer, expected: str, family_name: str, never_shown: tuple[str, ...]) -> str:
    """How an answer is other than the document says; empty if it is not."""
    given, shown = outcome(answer), answer.text_shown
    if NOT_THE_ROLE in shown:
        return "the role is refused"
    if any(words in shown for words in never_shown):
        return "somebody who objects, or what is sealed, stands on it"
    if expected in (Outcome.REFUSED, Outcome.NOT_FOUND) and given != expected:
        return f"answered {answer.status_code}"
    if expected not in (Outcome.REFUSED, Outcome.NOT_FOUND) and given != Outcome.OPENS:
        return f"answered {answer.status_code}"
    if expected not in (Outcome.OPENS, Outcome.WITHOUT_SEALED) and family_name in shown:
        return "the name stands on it"
    if expected == Outcome.WITHOUT_SEALED and SEALED_WORDS in shown:
        return "what is sealed stands on it"
    return "an empty form is refused without a word why" if is_mute(answer) else ""


def test_nobody_signed_in_sees_the_sign_in_page_and_what_is_public(place):
    values, found = place[PEOPLE[Circumstance.IN_CARE]], {}
    for name, page in PAGES.items():
        given = {outcome(answer) for answer in answers(Client(), address(page, values))}
        is_right = given == {Outcome.SIGN_IN} if page.permission else Outcome.REFUSED not in given
        if not is_right and name not in REFUSES_STRANGERS:
            found[name] = given
    assert found == {}


REFUSES_STRANGERS = {"accounts:oidc_back"}  # without the state it set out with


def test_lists_and_files_hold_nobody_who_objects_and_nothing_sealed(place):
    client = walker(Role.TEAM_LEAD)
    objecting = Person.objects.get(pk=PEOPLE[Circumstance.OBJECTED])
    for path in ("/most-at-risk/?outcome=admission_or_death", "/most-at-risk/download/?outcome=admission_or_death"):
        for answer in answers(client, path):
            assert objecting.reference not in answer.text_shown
            assert objecting.family_name not in answer.text_shown


def test_every_permission_is_used_by_a_page_or_asked_for_by_name():
    used = {page.permission for page in STAFF_PAGES}
    asked = {"plans.accept_plan", "risk.hold_out", "review.undo_decision"}
    assert set(MAY) - used - asked == {"people.search"} - used
