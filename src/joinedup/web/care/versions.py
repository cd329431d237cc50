"""Which versions of a document does a person have, under this id and those that became it, and which stands?"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from joinedup.web.care.models import Version

Read = Callable[[Version | None], Mapping[str, Any]]


@dataclass(frozen=True)
class Standing:
    """The version of a document that stands for a person now.

    Parameters
    ----------
    person_ids : the person's id, and those it has had.
    version : None where nothing was written yet.
    is_earlier_id : whether it was written under an id that became this one, and nothing was since.
    others : latest versions under earlier ids that nobody has brought in yet.
    """

    person_ids: tuple[str, ...]
    version: Version | None
    is_earlier_id: bool
    others: tuple[Version, ...]

    @property
    def reference(self) -> str:
        """What a form carries of it."""
        return self.version.reference if self.version else f"{self.person_ids[0]}:0"

    @property
    def content(self) -> Any:
        """What it says, as kept; None where there is none."""
        return self.version.content if self.version else None

    @property
    def apart(self) -> tuple[str, ...]:
        """Ids whose versions were brought in and that are, or are again, somebody else."""
        brought = {person_id for person_id, _ in (self.version.brought_in if self.version else ())}
        return tuple(sorted(brought - set(self.person_ids)))


def standing(person_ids: list[str], document: str) -> Standing:
    """What stands for a person, by their id and those they have had.

    Where two persons became one, each with a document, the one of the id that stayed stands, and the other waits to be
    brought in; where only the other had one, it stands.
    """
    heads = {one.person_id: one for one in latest(person_ids, document)}
    brought = brought_numbers(heads.values())
    own = heads.pop(person_ids[0], None)
    others = tuple(head for former, head in sorted(heads.items()) if head.number > brought.get(former, 0))
    if own is None and len(others) == 1:
        return Standing(tuple(person_ids), others[0], True, ())
    return Standing(tuple(person_ids), own, False, others)


def brought_numbers(heads: Iterable[Version]) -> dict[str, int]:
    """By id, up to which number its versions were brought into any of some versions."""
    found: dict[str, int] = {}
    for head in heads:
        for person_id, number in head.brought_in:
            found[person_id] = max(number, found.get(person_id, 0))
    return found


def latest(person_ids: Iterable[str], document: str) -> list[Version]:
    """The latest version under each of some ids."""
    made = Version.objects.filter(document=document).select_related("saved_by").order_by("-number")
    found = (made.filter(person_id=person_id).first() for person_id in person_ids)  # mostly there is one id only
    return [one for one in found if one]


def at_reference(person_ids: Iterable[str], document: str, reference: str) -> Version | None:
    """The version a form carries, if it is one of the person's; None also where it says that there was none."""
    return by_submission(person_ids, document, reference.replace("\x00", ""))


def numbered(person_id: str, document: str, number: int) -> Version | None:
    """The version of an id with a number, if there is one."""
    return Version.objects.filter(person_id=person_id, document=document, number=number).first()


def history(person_ids: Iterable[str], document: str) -> QuerySet[Version]:
    """Every version under some ids, latest first."""
    made = Version.objects.filter(person_id__in=list(person_ids), document=document)
    return made.select_related("saved_by").order_by("-saved_at", "-number", "person_id")


def earlier(found: Iterable[Version]) -> dict[int, Version]:
    """By the key of each of some versions, the one it came from: the one before, or that of an earlier id."""
    wanted = {one.pk: came_from(one) for one in found}
    known = {(one.person_id, one.document, one.number): one for one in found}
    missing = {key for key in wanted.values() if key and key not in known}
    rows = Version.objects.filter(person_id__in={key[0] for key in missing}, number__in={key[2] for key in missing})
    known |= {(one.person_id, one.document, one.number): one for one in rows} if missing else {}
    return {pk: known[key] for pk, key in wanted.items() if key in known}


def last_to_change(keys: Iterable[str], found: Iterable[Version], read: Read) -> list[Version]:
    """Of some versions, latest first, those that changed some items last; each once.

    Parameters
    ----------
    read : what a version, or none, says to the reader, by key.
    """
    left, makers = set(keys), []
    for one in found:
        after, before = read(one), read(earlier([one]).get(one.pk))
        changed = {key for key in left if after.get(key) != before.get(key)}
        makers += [one] if changed else []
        left -= changed
        if not left:
            break
    return makers


def came_from(one: Version) -> tuple[str, str, int] | None:
    """Person id, document and number of the version another came from; None of the very first."""
    if one.number > 1:
        return one.person_id, one.document, one.number - 1
    return (one.brought_in[0][0], one.document, one.brought_in[0][1]) if one.brought_in else None


def one_of(person_ids: Iterable[str], document: str, pk: int) -> Version | None:
    """A version by its key, if it is one of the person's."""
    return history(person_ids, document).filter(pk=pk).first()


def by_submission(person_ids: Iterable[str], document: str, submission: str) -> Version | None:
    """The version a form was saved as already."""
    return Version.objects.filter(person_id__in=list(person_ids), document=document, submission=submission).first()
