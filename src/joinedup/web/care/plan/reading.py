"""What of a person's plan does one member of staff see? Every version without what is sealed from them, and no gap."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from joinedup.core.care import Action, Plan, sealed_items, without_sealed
from joinedup.core.plans import library
from joinedup.core.plans.sealed import reason_told
from joinedup.web.care import versions
from joinedup.web.care.models import AgreedAction, Agreement, Version
from joinedup.web.care.plan import queries
from joinedup.web.governance.models import SealedPart
from joinedup.web.governance.queries import items_in
from joinedup.web.people.models import Person


@dataclass(frozen=True)
class Reading:
    """A person's plan and its versions, as one member of staff sees them.

    A version that changed only what is sealed from them is not there for them: the versions they see are numbered
    without it, and a signature under it stands under the one before.

    Parameters
    ----------
    now : what stands, all of it: for saving, never for showing.
    hidden : ids of the items they do not see.
    """

    now: versions.Standing
    hidden: frozenset[str]

    def of(self, version: Version | None) -> Plan:
        """What a version says to them."""
        return without_sealed(queries.read(version.content if version else None), self.hidden)

    @cached_property
    def plan(self) -> Plan:
        """What stands, to them."""
        return self.of(self.now.version)

    @cached_property
    def all_of_it(self) -> Plan:
        """What stands, to know what it has an action for already."""
        return queries.read(self.now.content)

    @property
    def version(self) -> Version | None:
        """The version that stands, to them."""
        return self.seen(self.now.version) if self.now.version else None

    @property
    def reference(self) -> str:
        """What a form carries of it."""
        return self.version.reference if self.version else f"{self.now.person_ids[0]}:0"

    @property
    def others(self) -> list[Version]:
        """Plans of earlier ids that wait to be brought in and say anything to them."""
        return [one for one in self.now.others if not self.hidden or self.of(one).items]

    @property
    def sources_hidden(self) -> list[str]:
        """What care relationships come from that sealed actions brought about, or their being agreed elsewhere."""
        if not self.hidden:
            return []
        agreed = AgreedAction.objects.filter(person_id__in=self.now.person_ids).order_by("pk")
        elsewhere = [one.agreed_in for one in agreed if not self.hidden.isdisjoint(one.stands_under)]
        return [*(queries.source_of(one) for one in sorted(self.hidden)), *elsewhere]

    @property
    def history(self) -> QuerySet[Version]:
        """Every version there is for them, latest first."""
        made = versions.history(self.now.person_ids, queries.PLAN)
        return made.filter(pk__in={one.pk for one in self._seen.values() if one}) if self.hidden else made

    def seen(self, version: Version) -> Version | None:
        """The version itself, or the last before it that is there for them, if any."""
        return self._seen.get(version.pk, version) if self.hidden else version

    def number(self, version: Version) -> int:
        """A version's number among those there are for them."""
        if not self.hidden:
            return version.number
        known = {one for one in self._seen.values() if one and one.person_id == version.person_id}
        return sum(one.number <= version.number for one in known)

    @cached_property
    def _seen(self) -> dict[int, Version | None]:
        made = list(versions.history(self.now.person_ids, queries.PLAN))[::-1]
        before, seen = versions.earlier(made), dict[int, Version | None]()
        for one in made:
            former = before.get(one.pk)
            known = former if former and former.pk in seen else None  # it may be of somebody else again
            is_new = self.of(one) != self.of(known)
            seen[one.pk] = one if is_new else seen[known.pk] if known else None
        return seen

    def signatures(self, shown: Iterable[Version]) -> dict[int, list[Agreement]]:
        """By version shown, the signatures under it."""
        if not self.hidden:
            return queries.agreements_of(shown)
        signed: dict[int, list[Agreement]] = {}
        wanted = {one.pk for one in shown}
        for pk, found in queries.agreements_of(self._seen).items():
            if (seen := self._seen[pk]) and seen.pk in wanted:
                signed.setdefault(seen.pk, []).extend(found)
        return signed


def told(plan: Plan, kinds: Collection[str]) -> Plan:
    """A plan for showing: why an action came from the package is told without what rests on sealed records.

    Parameters
    ----------
    kinds : of record, sealed from the reader; a record may have been sealed long after the reason was kept.
    """
    if not kinds:
        return plan
    return Plan({key: action_told(one, kinds) if isinstance(one, Action) else one for key, one in plan.items.items()})


def action_told(action: Action, kinds: Collection[str]) -> Action:
    """One action so."""
    return replace(action, offer_reason=reason_told(action.offer_reason, action.offer, kinds, library()))


def reading(person: Person, *, by: Any) -> Reading:
    """A person's plan as a member of staff who opened the record sees it."""
    return Reading(queries.standing(person), hidden_from(person, by=by))


def hidden_from(person: Person, *, by: Any) -> frozenset[str]:
    """The items of a person's plan that a member of staff who opened the record does not see; mostly none."""
    if not person.hidden_items:
        return frozenset()
    return _below(person.hidden_items, queries.standing(person), username=by.username)


def sealed_sources(person: Person, *, by: Any = None) -> list[str]:
    """What care relationships with a person come from of which a reader who has not opened the record is told nothing.

    Parameters
    ----------
    by : who reads; None: several at once, from whom everything is hidden that is sealed from anybody.
    """
    held = SealedPart.objects.filter(person_id__in=person.ids, part__startswith=SealedPart.ITEM, lifted_at=None)
    sealed = items_in(one.part for one in held if by is None or not one.is_open_to(by))
    if not sealed:
        return []
    now = queries.standing(person)
    return Reading(now, _below(sealed, now, username=by.username if by else "")).sources_hidden


def _below(sealed: frozenset[str], now: versions.Standing, *, username: str) -> frozenset[str]:
    """The ids of some items that are sealed, and of what stands under them."""
    plans = [queries.read(one.content) for one in (now, *now.others)]
    return sealed_items(plans, sealed, username=username)
