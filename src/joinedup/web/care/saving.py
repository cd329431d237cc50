"""How is a changed document saved when others may be saving too? Merged by item into what stands; nothing is lost."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction

from joinedup.core.care import Merged, merge
from joinedup.core.care.merging import no_parent
from joinedup.core.errors import CannotProceed
from joinedup.web.care import versions
from joinedup.web.care.models import Version

TRIES = 8  # of saving beside others who save at the same moment


class FormTooOld(CannotProceed):
    """The form was opened on a version that is not this person's, or on none there is."""

    def __init__(self) -> None:
        super().__init__("This form was opened too long ago to be saved", expected="the page opened again")


class ChangedMeanwhile(CannotProceed):
    """Somebody else changed the same item since the form was opened; nothing was saved."""

    def __init__(self, merged: Merged[Any], standing: versions.Standing) -> None:
        super().__init__("Somebody else changed this while you were writing", expected="a look at both")
        self.merged, self.standing = merged, standing


class TooBusy(CannotProceed):
    """So many save this at once that one did not come through."""

    def __init__(self) -> None:
        super().__init__("Others are saving this at the same moment", expected="another try")


@dataclass(frozen=True)
class Sent:
    """What a form carries besides its fields.

    Parameters
    ----------
    base : reference of the version its maker saw.
    submission : the form's own mark; sent twice, it is saved once. Sent with other words, they go on top of the first.
    """

    base: str
    submission: str


@dataclass(frozen=True)
class Content:
    """How a document's content is read, changed and kept.

    Parameters
    ----------
    read : what is kept (None where nothing is), as items by key.
    keep : items by key, as they are kept, given what is kept now; refuses what may not be.
    change : what its maker would have, from what they saw.
    parent_of : the key of the item one stands under.
    """

    document: str
    read: Callable[[Any], Mapping[str, Any]]
    keep: Callable[[Mapping[str, Any], Any], Any]
    change: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    parent_of: Callable[[Any], str] = no_parent


@dataclass(frozen=True)
class Saved:
    """What became of a form.

    Parameters
    ----------
    version : the one that now holds the change; None where nothing was ever written.
    is_new : whether it was made by this.
    others_changed : whether somebody else saved something between looking and saving.
    """

    version: Version | None
    is_new: bool
    others_changed: bool = False


Write = Callable[[versions.Standing, Version], None]


def save_merged(
    person_ids: list[str],
    content: Content,
    sent: Sent,
    *,
    by: Any,
    at: datetime,
    then: Write,
    bringing: Collection[str] = (),
) -> Saved:
    """Save a change, merged into what stands now.

    Parameters
    ----------
    person_ids : the person's id, and those they have had.
    then : what else is written with a new version, in its transaction: the audit at least.
    bringing : references of versions of earlier ids that wait, and that whoever saves has brought in by hand.

    Raises
    ------
    FormTooOld : the version its maker saw is none of the person's.
    ChangedMeanwhile : the same item was changed; nothing is saved.
    """
    for _ in range(TRIES):
        now = versions.standing(person_ids, content.document)
        if done := versions.by_submission(now.person_ids, content.document, sent.submission):
            if holds_already(done, content):
                return Saved(done, is_new=False)
            sent = Sent(base=done.reference, submission=uuid4().hex)
        base, stands = seen(now, content, sent), content.read(now.content)
        merged = merge(base, stands, content.change(base), parent_of=content.parent_of)
        if merged.clashes:
            raise ChangedMeanwhile(merged, now)
        brought = tuple(one for one in now.others if one.reference in bringing)
        if merged.content == stands and not brought:
            return Saved(now.version, is_new=False)
        try:
            made = write(person_ids[0], content, merged.content, now, sent, by=by, at=at, then=then, brought=brought)
        except IntegrityError:  # somebody saved in between
            continue
        return Saved(made, is_new=True, others_changed=base != stands)
    raise TooBusy


def holds_already(done: Version, content: Content) -> bool:
    """Whether a version says what the same form, sent again, would have."""
    said = content.read(done.content)
    return content.change(said) == said


def seen(now: versions.Standing, content: Content, sent: Sent) -> Mapping[str, Any]:
    """What the maker of a form saw."""
    if sent.base in {f"{one}:0" for one in now.person_ids}:
        return content.read(None)
    version = versions.at_reference(now.person_ids, content.document, sent.base)
    if version is None:
        raise FormTooOld
    return content.read(version.content)


@transaction.atomic
def write(
    person_id: str,
    content: Content,
    merged: Mapping[str, Any],
    now: versions.Standing,
    sent: Sent,
    *,
    by: Any,
    at: datetime,
    then: Write,
    brought: tuple[Version, ...] = (),
) -> Version:
    """Add the next version of a person's own; what stood under an earlier id is brought in with it."""
    before = [] if now.version is None or now.is_earlier_id else now.version.brought_in
    earlier = (now.version,) if now.is_earlier_id and now.version else ()
    made = Version.objects.create(
        person_id=person_id,
        document=content.document,
        number=1 if now.version is None or now.is_earlier_id else now.version.number + 1,
        content=content.keep(merged, now.content),
        base=sent.base,
        brought_in=[*before, *inherited(*earlier, *brought)],
        submission=sent.submission,
        saved_by=by,
        saved_at=at,
    )
    then(now, made)
    return made


def inherited(*brought: Version) -> list[list[Any]]:
    """The versions that come in with some: they themselves, and what was brought into them."""
    return [pair for one in brought for pair in ([one.person_id, one.number], *one.brought_in)]
