"""Who asked that they are not spoken of, to whom, and which parts of their record are kept apart?"""

from collections.abc import Collection

from django.db.models import Q

from joinedup.core.teams.referrals import Inbox, InboxKind
from joinedup.web.governance.models import Objection, SealedPart
from joinedup.web.governance.models.objections import IN_FORCE
from joinedup.web.people.queries import former_ids, ids_with


def objects_to(person_id: str, to: Inbox) -> bool:
    """Whether a person asked that nobody, or not this organisation, sees what is known of them."""
    agency = to.code if to.kind is InboxKind.AGENCY else ""
    scope = Q(scope=Objection.Scope.ALL) | Q(scope=Objection.Scope.ORGANISATION, organisation=agency or "-")
    return Objection.objects.filter(scope, person_id__in=ids_with(person_id), status__in=IN_FORCE).exists()


def not_to_discuss(person_ids: Collection[str], organisations: Collection[str]) -> set[str]:
    """Of some people, those a team of some employers may not talk about: one query, whatever their number."""
    former = former_ids(person_ids)
    scope = Q(scope__in=(Objection.Scope.ALL, Objection.Scope.LISTS))
    scope |= Q(scope=Objection.Scope.ORGANISATION, organisation__in=list(organisations))
    found = Objection.objects.filter(scope, person_id__in=[*person_ids, *former], status__in=IN_FORCE)
    return {former.get(one, one) for one in found.values_list("person_id", flat=True)}


def sealed_parts(person_ids: Collection[str]) -> set[tuple[str, str]]:
    """Of some people, the kinds of timeline entry that are sealed."""
    former = former_ids(person_ids)
    found = SealedPart.objects.filter(person_id__in=[*person_ids, *former], lifted_at=None)
    return {(former.get(one, one), part) for one, part in found.values_list("person_id", "part")}
