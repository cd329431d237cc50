"""Which referrals lie in an inbox, which did somebody send, and what was done with one?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from joinedup.core.teams.referrals import Kind, ReferralChoices, State, kind_of, kinds
from joinedup.web.people.models import FormerId, Person, Run
from joinedup.web.referrals.inboxes import names_of
from joinedup.web.referrals.models import Referral, ReferralEvent, ReferralLink, SavedFilter
from joinedup.web.referrals.reach import within

MOST = 100
REMIND_EVERY = timedelta(days=3)
OPEN = tuple(state.value for state in State if state.is_open)


@dataclass(frozen=True)
class Wanted:
    """Which referrals of an inbox are asked for; empty is any.

    Parameters
    ----------
    show : `inbox` (lying here), `sent` (sent from here and not finished) or `finished` (of either).
    """

    show: str = "inbox"
    kind: str = ""
    state: str = ""
    is_overdue: bool = False
    is_mine: bool = False


def kind_here(code: str) -> Kind:
    """A kind of referral with the targets this place agreed."""
    agreed = choices_here()
    return agreed.applied_to(kind_of(code)) if agreed else kind_of(code)


def kinds_here() -> list[Kind]:
    """Every kind with the targets this place agreed."""
    agreed = choices_here()
    return [agreed.applied_to(kind) if agreed else kind for kind in kinds().values()]


def choices_here() -> ReferralChoices | None:
    """What the place file says of referrals, if it does."""
    said = Run.objects.order_by("-loaded_at").values_list("referral_choices", flat=True).first()
    return ReferralChoices(**said) if said else None


def of_inbox(key: str, wanted: Wanted, *, by: Any, at: datetime) -> QuerySet[Referral]:
    """The referrals of an inbox where the user works, those due first."""
    places = {
        "inbox": Q(inbox=key),
        "sent": Q(sender=key) & ~Q(inbox="") & ~Q(inbox=key),
        "finished": (Q(sender=key) | Q(holder=key)) & Q(inbox=""),
    }
    found = Referral.objects.filter(places[wanted.show], within(key, by=by)).select_related("accepted_by", "sent_by")
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.is_overdue:
        found = found.filter(due_at__lt=at)
    if wanted.is_mine:
        found = found.filter(Q(accepted_by=by) | Q(sent_by=by))
    return found.order_by("-since", "id") if wanted.show == "finished" else found.order_by("due_at", "id")


def counts(key: str, *, by: Any, at: datetime) -> dict[str, int]:
    """How many lie in an inbox, wait elsewhere for it, and are overdue here."""
    here = Q(inbox=key)
    mine = Referral.objects.filter(within(key, by=by), here | Q(sender=key)).exclude(inbox="")
    return mine.aggregate(
        here=Count("id", filter=here),
        overdue=Count("id", filter=here & Q(due_at__lt=at)),
        elsewhere=Count("id", filter=Q(sender=key) & ~here),
    )


def referral(key: UUID) -> Referral | None:
    return Referral.objects.filter(pk=key).select_related("accepted_by", "sent_by").first()


def last_event(row: Referral) -> ReferralEvent:
    return row.events.select_related("by").get(number=row.version)


def last_acceptor(row: Referral) -> Any:
    """Who accepted a referral last; None if nobody did, or somebody outside."""
    accepted = row.events.filter(deed="accept").select_related("by").order_by("-number").first()
    return accepted.by if accepted else None


def was_sent_as(row: Referral) -> tuple[str, str]:
    """Where a referral was sent at first, and with whose consent, whatever was done with it since."""
    first, *later = row.events.order_by("number")[:2]
    return (later[0].holder_before if later else row.holder), first.consent


def history(row: Referral) -> list[ReferralEvent]:
    """Everything done with a referral, oldest first."""
    return list(row.events.select_related("by").order_by("number"))


def links_of(row: Referral) -> list[ReferralLink]:
    """The links sent for a referral, latest first."""
    return list(row.links.select_related("sent_by").order_by("-sent_at", "-id"))


def holders_of(numbers: Collection[int]) -> dict[int, str]:
    """By the number of a link, the organisation it was sent to, and by which name they answered there, if they did."""
    links = list(ReferralLink.objects.filter(pk__in=numbers)) if numbers else []
    names = names_of({one.holder for one in links})
    answers = ReferralEvent.objects.filter(link__in=links).exclude(by_name="").order_by("number")
    said = dict(answers.values_list("link", "by_name"))
    return {one.pk: ", ".join(filter(None, (said.get(one.pk), names[one.holder], "by a link"))) for one in links}


def filters_of(key: str) -> list[SavedFilter]:
    return list(SavedFilter.objects.filter(inbox=key))


def ids_today(person_ids: Iterable[str]) -> dict[str, str]:
    """Of people's ids, what those that were merged into others are now."""
    return dict(FormerId.objects.filter(former_id__in=list(person_ids)).values_list("former_id", "person_id"))


def people_of(rows: Iterable[Referral]) -> dict[str, Person]:
    """By the id a referral has, the person as they are today; nobody where the place's records have them no more."""
    ids = {row.person_id for row in rows}
    today = ids_today(ids)
    found = Person.objects.in_bulk([today.get(one, one) for one in ids])
    return {one: found[today.get(one, one)] for one in ids if today.get(one, one) in found}


def person_of(row: Referral) -> Person | None:
    return people_of([row]).get(row.person_id)


def of_person(person_ids: list[str]) -> list[Referral]:
    """A person's referrals under all ids of theirs: open ones first, then the latest."""
    rows = Referral.objects.filter(person_id__in=person_ids).select_related("accepted_by")
    return sorted(rows, key=lambda row: (row.inbox == "", -row.since.timestamp()))


def met(*, family_name: str, birth_date: date, postcode: str, nhs_number: str) -> Person | None:
    """The one living person somebody on duty met: by NHS number, or by name and postcode, with the date of birth.

    None where nobody fits, or more than one does. Of whom the address is withheld no postcode is tried out: only the
    NHS number finds them.
    """
    living = Person.objects.filter(death_date=None, birth_date=birth_date)
    if nhs_number:
        found = living.filter(nhs_number=nhs_number)
    else:
        without_space = postcode.replace(" ", "").upper()
        written = (without_space, f"{without_space[:-3]} {without_space[-3:]}")
        found = living.filter(family_name__iexact=family_name, postcode__in=written, is_sensitive=False)
    few = list(found[:2])
    return few[0] if len(few) == 1 else None


def to_remind(at: datetime) -> list[Referral]:
    """Overdue referrals that lie outside and were not written about lately; longest overdue first.

    None whose links staff ended: only they send another.
    """
    lately = ReferralLink.objects.filter(referral=OuterRef("pk"), sent_at__gt=at - REMIND_EVERY)
    return list(_overdue_outside(at).filter(~Exists(lately), link_ended_at=None))


def without_links(at: datetime) -> list[Referral]:
    """Overdue referrals that lie outside and whose links staff ended; longest overdue first."""
    return list(_overdue_outside(at).exclude(link_ended_at=None))


def _overdue_outside(at: datetime) -> QuerySet[Referral]:
    """Each with when its latest link was ended: while it lies outside, by staff, as moving it on sends another."""
    latest = ReferralLink.objects.filter(referral=OuterRef("pk")).order_by("-sent_at", "-id").values("ended_at")[:1]
    rows = Referral.objects.filter(inbox__startswith="outside:", due_at__lt=at)
    return rows.annotate(link_ended_at=Subquery(latest)).order_by("due_at", "id")


def overdue_inside(at: datetime) -> list[Referral]:
    """Overdue referrals that lie with a team or agency; longest overdue first."""
    rows = Referral.objects.filter(due_at__lt=at).exclude(inbox="").exclude(inbox__startswith="outside:")
    return list(rows.select_related("accepted_by").order_by("due_at", "id"))


def accepted_by(user: Any) -> QuerySet[Referral]:
    """The open referrals somebody accepted."""
    return Referral.objects.filter(accepted_by=user, state=State.ACCEPTED.value)


def came_back_to(user: Any) -> QuerySet[Referral]:
    """The referrals somebody sent that were declined or handed back, and wait for them."""
    return Referral.objects.filter(sent_by=user, state=State.DECLINED.value)
