"""Which people may what was typed mean?

A name is compared with the words of names the place knows, a hundred thousand or so, which each process keeps; the
database is then asked for people with exactly those words, by an index. So a slip costs no more on SQLite than on
PostgreSQL, and neither needs an extension.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from joinedup.web.governance.queries import objections_to
from joinedup.web.people.finding.asked import Asked, also_called, distance, slips_allowed
from joinedup.web.people.finding.vocabulary import Vocabulary
from joinedup.web.people.models import KnownWord, NameWord, Person
from joinedup.web.people.queries import brought_ids, current_run, patch, reach, without_objecting

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
    if asked.kind == "postcode":
        here = without_objecting(Person.objects.filter(reach(by, at=at)), objections_to(by))
        homes = here.filter(postcode=asked.postcode, is_sensitive=False)
        return list(homes.order_by("family_name", "given_name")[: MOST + 1])
    return by_name(asked, by=by, at=at) if asked.kind == "name" else []


def not_objecting(person_ids: Collection[str], *, by: Any) -> list[Person]:
    """Those of some people who do not object to the user seeing them."""
    people = Person.objects.filter(person_id__in=list(person_ids))
    return list(without_objecting(people, objections_to(by))) if person_ids else []


def by_name(asked: Asked, *, by: Any, at: datetime) -> list[Person]:
    """People with every word typed in a name of theirs, present or earlier; those with slips after the others."""
    words = words_within_reach(asked.born_on, by=by, at=at)
    exactly = [{word: 0, **dict.fromkeys(also_called().get(word, ()), 1)} for word in asked.words]
    first = not_objecting(with_words(words, exactly), by=by)
    if len(first) > MOST:
        return in_order(first, exactly)[: MOST + 1]
    known = vocabulary()
    nearly = [forms_of(word, known) for word in asked.words]
    others = not_objecting(with_words(words, nearly) - {one.person_id for one in first}, by=by)
    return [*in_order(first, exactly), *in_order(others, nearly)][: MOST + 1]


def words_within_reach(born_on: date | None, *, by: Any, at: datetime) -> list[QuerySet[NameWord]]:
    """The words of names of those who live where the user works, and of those brought to them from elsewhere.

    One after the other: with *or* between them the planner would walk everybody.
    """
    words = NameWord.objects.filter(person__birth_date=born_on) if born_on else NameWord.objects.all()
    brought = brought_ids(by, at=at) if by.neighbourhood else set()
    return [words.filter(patch(by)), *([words.filter(person_id__in=brought)] if brought else [])]


def with_words(within: list[QuerySet[NameWord]], forms: list[dict[str, int]]) -> set[str]:
    """Ids of people who have one of the forms of each word; nobody if a word has none."""
    if not all(forms):
        return set()
    rarest, *others = sorted((list(some) for some in forms), key=len)
    found: set[str] = set()
    for words in within:
        named = words.filter(word__in=rarest)
        for some in others:
            named = named.filter(person_id__in=words.filter(word__in=some).values("person_id"))
        found.update(named.values_list("person_id", flat=True).distinct().order_by()[:MOST_LOOKED_AT])
    return found


def forms_of(word: str, known: Vocabulary) -> dict[str, int]:
    """The words the place knows that a word as typed may mean, each with how far off it is."""
    near: dict[str, int] = {}
    for form in (word, *also_called().get(word, ())):
        for one, off in near_to(form, known):
            near[one] = min(off + (form != word), near.get(one, off + 1))
    return dict(sorted(near.items(), key=lambda one: (one[1], one[0]))[:MOST_FORMS])


def near_to(word: str, known: Vocabulary) -> Iterator[tuple[str, int]]:
    """Known words that begin with a word, or are it but for slips, each with how far off it is."""
    slips = slips_allowed(word)
    longer = set(known.beginning_with(word)) if len(word) >= BEGINNING else set()
    yield from ((one, int(one != word)) for one in longer)
    for one in known.with_letters_like(word, slips) if slips else ():
        if one not in longer and (off := distance(word, one)) <= slips:
            yield one, 1 + off


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
