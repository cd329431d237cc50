"""The page of a link: sign in by it once, see one referral, answer it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from joinedup.core.errors import CannotProceed
from joinedup.core.teams.referrals import Deed, Inbox, NotAllowed, kind_of
from joinedup.web.components.problems import first_of, listed
from joinedup.web.components.words import moment
from joinedup.web.governance.actions import record
from joinedup.web.governance.flood import TooOften, is_too_often
from joinedup.web.governance.one_time import LinkIsNotGood, LinkIsOver
from joinedup.web.governance.permissions import public
from joinedup.web.people.queries import neighbourhood_names
from joinedup.web.referrals import actions, forms, links, presenters, queries, refusals, telling
from joinedup.web.referrals.actions import Doer
from joinedup.web.referrals.objections import objects_to
from joinedup.web.referrals.outside import visits
from joinedup.web.referrals.stored import value_of

GONE, TOO_MANY = 410, 429
MOST_A_MINUTE = 20
ENDS = (Deed.FINISH, Deed.DECLINE, Deed.HAND_BACK)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by a link. Opening the address does not use it up: mail scanners open links; the button does."""
    if is_too_often(request, "referral-link", MOST_A_MINUTE):
        return over(request, TooOften(), status=TOO_MANY)
    try:
        found = links.LINKS.of(token, at=request.at)
        if request.method != "POST":
            return render(request, "referrals/outside/link.jinja", {"reference": found.referral.reference})
        telling.open_by_link(found, at=request.at)
    except LinkIsNotGood as problem:
        record(by=None, at=request.at, action="referrals.open_by_link", outcome="refused", detail={"why": "not ours"})
        return over(request, problem)
    except LinkIsOver as problem:
        return over(request, problem, may_ask=is_with(problem.link), token=token)
    visits.begin(request, found, at=request.at)
    return redirect("referrals:outside_here")


@public
@require_POST
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Send a new link to the address the old one went to."""
    if is_too_often(request, "referral-link", MOST_A_MINUTE):
        return over(request, TooOften(), status=TOO_MANY)
    try:
        links.LINKS.of(token, at=request.at)
    except LinkIsNotGood as problem:
        return over(request, problem)
    except LinkIsOver as problem:
        if not is_with(problem.link):
            return over(request, problem)
        telling.send_link_again(problem.link.referral, by=None, at=request.at, opening=links.AGAIN)
        return render(request, "referrals/outside/sent.jinja")
    return redirect("referrals:outside_link", token=token)  # it is still good


@public
@require_safe
def here(request: HttpRequest) -> HttpResponse:
    """The one referral of the session."""
    found = visits.current(request, at=request.at)
    if found is None:
        return over(request, LinkIsNotGood("Your time with this referral is over", expected="your link again"))
    row = found.referral
    doer = Doer(Inbox.of(found.holder), name="", link=found)
    actions.see(row, doer, at=request.at)
    detail = {"referral": row.reference, "link": found.pk}
    record(by=None, at=request.at, action="referrals.view_by_link", person_id=row.person_id, detail=detail)
    return referral_page(request, found, None, None)


@public
@require_POST
def do(request: HttpRequest, deed: str) -> HttpResponse:
    """Accept, decline, hand back or finish it."""
    wanted, found = Deed(deed.replace("-", " ")), visits.current(request, at=request.at)
    if found is None:
        return over(request, LinkIsNotGood("Your time with this referral is over", expected="your link again"))
    form = forms.OutsideForm(request.POST, deed=wanted)
    if not form.is_valid():
        return referral_page(request, found, form, wanted, status=422)
    doer = Doer(Inbox.of(found.holder), name=form.cleaned_data["by_name"].strip(), link=found)
    try:
        actions.act(found.referral, form.doing, doer, at=request.at)
    except (NotAllowed, refusals.ChangedMeanwhile, refusals.Objects) as problem:
        form.add_error(None, str(problem))
        return referral_page(request, found, form, wanted, status=409)
    if wanted in ENDS:
        visits.end(request)
        context = {"reference": found.referral.reference, "what": presenters.DEEDS[wanted].lower()}
        return render(request, "referrals/outside/thanks.jinja", context)
    return redirect("referrals:outside_here")


@public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the session now."""
    visits.end(request)
    return render(request, "referrals/outside/left.jinja")


def is_with(found: Any) -> bool:
    """Whether the referral of an old link still lies with those it was sent to, and nobody ended its links since."""
    latest = queries.links_of(found.referral)[0]
    return bool(found.referral.inbox == found.holder and latest.ended_at is None)


def referral_page(request: HttpRequest, found: Any, form: Any, deed: Deed | None, *, status: int = 200) -> HttpResponse:
    row = queries.referral(found.referral_id)
    value = value_of(row, queries.last_event(row))
    may_now = value.may(Inbox.of(found.holder), request.at)
    person = queries.person_of(row)
    objects = objects_to(row.person_id, Inbox.of(found.holder))
    deeds = [one for one in (Deed.ACCEPT, *ENDS) if one in may_now and not (objects and one is Deed.ACCEPT)]
    problems = first_of(form.errors) if form else {}
    context = {
        "row": row,
        "kind": kind_of(row.kind).name,
        "facts": presenters.facts(row, person, neighbourhood_names(), objects=objects),
        "objects": objects,
        "clock": presenters.clock_words(row.due_at, request.at),
        "state": presenters.STATES[row.state],
        "sent_at": moment(row.sent_at),
        "deeds": [
            {
                "slug": one.replace(" ", "-"),
                "text": presenters.BUTTONS[one],
                "question": presenters.QUESTIONS.get(one, ""),
                "reasons": presenters.deed_choices(one),
                "is_sent": one == deed,
            }
            for one in deeds
        ],
        "minutes": visits.MINUTES,
        "sent": {name: form.data.get(name, "") for name in ("by_name", "reason", "note")} if form else {},
        "problems": problems,
        "problem_list": listed(problems, f"{deed.replace(' ', '-')}-" if deed else ""),
        "note_letters": forms.NOTE_LETTERS,
    }
    return render(request, "referrals/outside/referral.jinja", context, status=status)


def over(
    request: HttpRequest, problem: CannotProceed, *, may_ask: bool = False, token: str = "", status: int = GONE
) -> HttpResponse:
    context = {"sentence": str(problem), "may_ask": may_ask, "token": token}
    return render(request, "referrals/outside/over.jinja", context, status=status)
