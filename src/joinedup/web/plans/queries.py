"""What is proposed for a person, what was left out, and what was decided?"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from joinedup.web.people.models import FormerId, Person
from joinedup.web.plans.models import (
    Acceptance,
    Decision,
    LeftOut,
    LocalHelp,
    Offer,
    Package,
    PackageEffect,
    PackageItem,
)

KIND_ORDER = {"care": 0, "support": 1, "advice": 2}


def package_of(person: Person) -> Package | None:
    return Package.objects.filter(person=person).first()


def items_of(person: Person) -> list[PackageItem]:
    """What is proposed, each with its `effects`: care, then support, then advice; the dearest first."""
    items, effects = PackageItem.objects.filter(person=person).select_related("offer"), effects_of(person)
    for item in items:
        item.effects = effects.get(item.offer_id, [])
    return sorted(items, key=lambda item: (KIND_ORDER.get(item.offer.kind, 3), -item.cost_pence, item.offer.name))


def effects_of(person: Person) -> dict[str, list[PackageEffect]]:
    """By offer, what each proposed offer is credited with, the most avoided first."""
    found: dict[str, list[PackageEffect]] = {}
    for effect in PackageEffect.objects.filter(person=person).order_by("-avoided_mid"):
        found.setdefault(effect.offer_id, []).append(effect)
    return found


def left_out_of(person: Person) -> list[LeftOut]:
    return list(LeftOut.objects.filter(person=person).select_related("offer").order_by("offer__name"))


def local_help_for(person: Person) -> list[LocalHelp]:
    return list(LocalHelp.objects.filter(person=person).order_by("name", "service"))


def offer(code: str) -> Offer | None:
    return Offer.objects.filter(code=code).first()


def catalogue() -> list[Offer]:
    return sorted(Offer.objects.all(), key=lambda offer: (KIND_ORDER.get(offer.kind, 3), offer.name))


def is_proposed(person: Person, code: str) -> bool:
    return PackageItem.objects.filter(person=person, offer=code).exists()


def history(person: Person) -> QuerySet[Decision]:
    """Every decision about a person, latest first, those made under an earlier id of theirs included."""
    decisions = Decision.objects.filter(person_id__in=person.ids)
    return decisions.select_related("decided_by").order_by("-decided_at", "-id")


def decisions_in_force(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """By offer, the latest decision of a history; None of those undone."""
    latest: dict[str, Decision] = {}
    for decision in decisions:
        latest.setdefault(decision.offer_code, decision)
    return {code: one for code, one in latest.items() if one.choice != Decision.Choice.UNDONE}


def latest_decision(person: Person, code: str) -> Decision | None:
    return history(person).filter(offer_code=code).first()


def highest_version(person: Person, code: str) -> int:
    """The highest version of a decision under any id the person had: two merged people have decisions of both."""
    made = Decision.objects.filter(person_id__in=person.ids, offer_code=code)
    return made.aggregate(highest=Max("version"))["highest"] or 0


def awaiting(items: QuerySet[PackageItem]) -> QuerySet[PackageItem]:
    """Proposed items about which nothing is decided, under the person's id or one they had before."""
    before = FormerId.objects.filter(person_id=OuterRef(OuterRef("person_id"))).values("former_id")
    made = Decision.objects.filter(offer_code=OuterRef("offer_id"))
    own, former = made.filter(person_id=OuterRef("person_id")), made.filter(person_id__in=before)
    return items.exclude(Exists(in_force(own)) | Q(~Exists(own), Exists(in_force(former))))


def in_force(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Of some decisions those that nobody undid or took the place of."""
    return decisions.exclude(choice=Decision.Choice.UNDONE).filter(~Exists(later_than_this()))


def later_than_this() -> QuerySet[Decision]:
    """Decisions that took the place of the one of the query around."""
    return Decision.objects.filter(
        person_id=OuterRef("person_id"), offer_code=OuterRef("offer_code"), version__gt=OuterRef("version")
    )


def proposed_where(condition: Q) -> QuerySet[PackageItem]:
    """Proposed items of people in a patch; `condition` is about the person's neighbourhood."""
    return PackageItem.objects.annotate(neighbourhood=F("person__neighbourhood")).filter(
        condition, person__death_date=None
    )


def decided_since(since: datetime) -> QuerySet[Decision]:
    """Decisions made from a moment on, undoing not counted."""
    return Decision.objects.filter(decided_at__gte=since).exclude(choice=Decision.Choice.UNDONE)


def all_decisions() -> QuerySet[Decision]:
    """Every decision about packages, oldest first."""
    return Decision.objects.order_by("decided_at", "pk")


def proposals_of_the_month(at: datetime) -> tuple[list[tuple[str, str]], str]:
    """Person and offer of everything in the plan accepted last, or proposed now where none was, and the day of that."""
    latest = Acceptance.objects.order_by("-accepted_at", "-pk").first()
    if latest is not None:
        pairs = [(person, offer) for person, offer in latest.proposals]
        return pairs, timezone.localdate(latest.accepted_at).isoformat()
    items = PackageItem.objects.order_by("person_id", "offer_id").values_list("person_id", "offer_id")
    return list(items), timezone.localdate(at).isoformat()


def ids_today(person_ids: Iterable[str]) -> dict[str, str]:
    """Of ids that a later run merged into others, what they are now."""
    moved = FormerId.objects.filter(former_id__in=list(person_ids))
    return dict(moved.values_list("former_id", "person_id"))
