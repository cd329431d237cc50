"""Which people may what was typed mean?

A name is compared with the words of names the place knows, a hundred thousand or so, which each process keeps; the
database is then asked for people with exactly those words, by an index. So a slip costs no more on SQLite than on
PostgreSQL, and neither needs an extension.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from joinedup.web.governance.queries import objections_to
from joinedup.web.people.finding.asked import Asked, also_called, distance, slips_allowed
from joinedup.web.people.finding.vocabulary import Vocabulary
from joinedup.web.people.models import KnownWord, NameWord, Person
from joinedup.web.people.queries import current_run, reach, without_objecting

MOST = 25
MOST_LOOKED_AT = 400  # of one kind of match, before they are put in order
MOST_FORMS = 60  # of one word typed
BEGINNING = 3  # letters from which a word may be the beginning of a longer one


def found(asked: Asked, *, by: Any, at: datetime) -> list[Person]:
    """The people meant, the nearest first: one more than MOST if there are more.

    By name and postcode only those within the user's reach who do not object to being seen; by the full NHS number or
    reference anybody, since whoever has it has met the person. Where a sensitive person lives finds nobody.
    """
    if asked.kind == "number":
        return list(Person.objects.filter(nhs_number=asked.nhs_number)[: MOST + 1])
    if asked.kind == "reference":
        return list(Person.objects.filter(person_id__startswith=f"p{asked.reference}")[: MOST + 1])
    here = without_objecting(Person.objects.filter(reach(by, at=at)), objections_to(by))
    if asked.kind == "postcode":
        homes = here.filter(postcode=asked.postcode, is_sensitive=False)
        return list(homes.order_by("family_name", "given_name")[: MOST + 1])
    return by_name(asked, here) if asked.kind == "name" else []


def not_objecting(person_ids: Iterable[str], *, by: Any) -> set[str]:
    """Those of some people who do not object to the user seeing them."""
    people = without_objecting(Person.objects.filter(person_id__in=list(person_ids)), objections_to(by))
    return set(people.values_list("person_id", flat=True))


def by_name(asked: Asked, people: QuerySet[Person]) -> list[Person]:
    """People with every word typed in a name of theirs, present or earlier; those with slips after the others."""
    if asked.born_on:
        people = people.filter(birth_date=asked.born_on)
    exactly = [{word: 0, **dict.fromkeys(also_called().get(word, ()), 1)} for word in asked.words]
    first = with_words(people, exactly)
    if len(first) > MOST:
        return in_order(first, exactly)[: MOST + 1]
    nearly = [forms_of(word) for word in asked.words]
    known = {one.person_id for one in first}
    others = [one for one in with_words(people, nearly) if one.person_id not in known]
    return [*in_order(first, exactly), *in_order(others, nearly)][: MOST + 1]


def with_words(people: QuerySet[Person], forms: list[dict[str, int]]) -> list[Person]:
    """People who have one of the forms of each word; nobody if a word has none."""
    if not all(forms):
        return []
    for some in forms:
        people = people.filter(person_id__in=NameWord.objects.filter(word__in=list(some)).values("person_id"))
    return list(people.order_by()[:MOST_LOOKED_AT])  # in no order: by one, the planner would walk everybody


def forms_of(word: str) -> dict[str, int]:
    """The words the place knows that a word as typed may mean, each with how far off it is."""
    near: dict[str, int] = {}
    for form in (word, *also_called().get(word, ())):
        for known, off in near_to(form):
            near[known] = min(off + (form != word), near.get(known, off + 1))
    return dict(sorted(near.items(), key=lambda one: (one[1], one[0]))[:MOST_FORMS])


def near_to(word: str) -> Iterator[tuple[str, int]]:
    """Known words that begin with a word, or are it but for slips, each with how far off it is."""
    slips, words = slips_allowed(word), vocabulary()
    longer = set(words.beginning_with(word)) if len(word) >= BEGINNING else set()
    yield from ((known, int(known != word)) for known in longer)
    for known in words.with_letters_like(word, slips) if slips else ():
        if known not in longer and (off := distance(word, known)) <= slips:
            yield known, 1 + off


def in_order(people: list[Person], forms: list[dict[str, int]]) -> list[Person]:
    """The nearest first; a present name before an earlier one, the living before the dead, then by name."""
    words = words_by_person(one.person_id for one in people)

    def off(one: Person) -> tuple[Any, ...]:
        named = f"{one.given_name} {one.family_name}".casefold()
        far = sum(min((some[word] for word in words[one.person_id] if word in some), default=9) for some in forms)
        is_earlier = not all(any(word in named for word in some) for some in forms)
        return far, is_earlier, one.death_date is not None, one.family_name, one.given_name, one.person_id

    return sorted(people, key=off)


def words_by_person(person_ids: Iterable[str]) -> dict[str, set[str]]:
    words: dict[str, set[str]] = {}
    for person_id, word in NameWord.objects.filter(person_id__in=list(person_ids)).values_list("person_id", "word"):
        words.setdefault(person_id, set()).add(word)
    return words


def vocabulary() -> Vocabulary:
    """Every word of a name in the run the pages show; kept by the process until another run is loaded."""
    run = current_run()
    return _vocabulary(run.loaded_at if run else None)


@lru_cache(maxsize=1)
def _vocabulary(loaded_at: datetime | None) -> Vocabulary:
    return Vocabulary(KnownWord.objects.order_by("word").values_list("word", flat=True))
