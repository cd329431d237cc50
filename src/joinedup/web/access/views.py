"""Break-glass, objections, sealed parts and reviews, as pages."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from joinedup.web.access import actions, presenters, queries, sealing
from joinedup.web.access.forms import (
    DecideForm,
    EndForm,
    GlassForm,
    LiftForm,
    ObjectionForm,
    ReviewForm,
    SealForm,
    StaffLinkForm,
    WithdrawForm,
    problems_of,
)
from joinedup.web.accounts.middleware import signed_in_just_now
from joinedup.web.accounts.queries import staff_member
from joinedup.web.governance.permissions import requires
from joinedup.web.people.actions import find, open_person_in_care
from joinedup.web.people.presenters.persons import header
from joinedup.web.people.queries import current_run, neighbourhood_names, organisation_names

WRITING_SECONDS = 600  # to write why a record must be opened, once the form is there


@requires("people.record_relationship")
@require_http_methods(["GET", "POST"])
def in_care_of(request: HttpRequest, person_id: str) -> HttpResponse:
    """Who has a person in their care, why and until when; and the form that ends one's own."""
    person = in_care(request, person_id, "access.view_care")
    form = EndForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        held = sealing.holding(person, by=request.user, at=request.at)
        lines = presenters.care_lines(held, organisation_names(), by=request.user)
        context = {"who": who(person), "lines": lines, **problems_of(form)}
        return render(request, "access/in_care_of.jinja", context, status=422 if form else 200)
    actions.end_care(person, by=request.user, at=request.at, reason=form.cleaned_data["reason"])
    messages.success(request, f"{person.reference} is no longer in your care")
    return redirect("home")


@requires("access.break_glass")
@require_http_methods(["GET", "POST"])
def break_glass(request: HttpRequest, person_id: str) -> HttpResponse:
    """Ask why, and open the record for a while; where the place wants it so, only just after signing in."""
    if settings.BREAK_GLASS_SIGN_IN and not signed_in_just_now(request, writing_seconds=WRITING_SECONDS):
        return redirect(f"{reverse('accounts:oidc_start')}?{urlencode({'anew': 'yes', 'next': request.path})}")
    person = found(actions.find_anybody(person_id, by=request.user, at=request.at, action="access.break_glass"))
    form = GlassForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        glass = queries.glass_of(request.user, person.ids, at=request.at)
        minutes = settings.BREAK_GLASS_MINUTES
        context = {"person": person, "form": GlassForm(), "glass": glass, "minutes": minutes, **problems_of(form)}
        return render(request, "access/break_glass.jinja", context, status=422 if form else 200)
    actions.break_glass(person, form.choice, by=request.user, at=request.at)
    return redirect("teams:person", person_id=person.person_id)


@requires("access.break_glass")
@require_POST
def close_glass(request: HttpRequest, person_id: str) -> HttpResponse:
    """Close what was opened by break-glass, before its time."""
    person = found(actions.find_anybody(person_id, by=request.user, at=request.at, action="access.close_glass"))
    actions.close_glass(person, by=request.user, at=request.at)
    messages.success(request, "The record you opened by break-glass is closed")
    return redirect("home")


@requires("access.record_objection")
@require_http_methods(["GET", "POST"])
def objections_of(request: HttpRequest, person_id: str) -> HttpResponse:
    """A person's objections to sharing, and the form that records one."""
    person = found(find(person_id, by=request.user, at=request.at, action="access.view_objections"))
    form = ObjectionForm(request.POST, organisation_names()) if request.method == "POST" else None
    if form is None or not form.is_valid():
        return objections_page(request, person, form)
    actions.record_objection(person, **form.cleaned_data, by=request.user, at=request.at)
    messages.success(request, "The objection is recorded, and is kept to from now on")
    return redirect("access:objections_of", person_id=person.person_id)


@requires("access.record_objection")
@require_POST
def withdraw(request: HttpRequest, person_id: str) -> HttpResponse:
    """The person takes an objection back."""
    person = found(find(person_id, by=request.user, at=request.at, action="access.view_objections"))
    form = WithdrawForm(request.POST)
    ids = {one.pk: one for one in queries.objections_of(person.ids)}
    if form.is_valid() and form.cleaned_data["objection"] not in ids:
        form.add_error("objection", "There is no such objection of this person. Select one of those below")
    if not form.is_valid():
        return objections_page(request, person, form)
    told = {"status": "withdrawn", "words": form.cleaned_data["words"]}
    actions.settle_objection(ids[form.cleaned_data["objection"]], **told, by=request.user, at=request.at)
    messages.success(request, "The objection is withdrawn")
    return redirect("access:objections_of", person_id=person.person_id)


def objections_page(request: HttpRequest, person: Any, form: Any) -> HttpResponse:
    organisations = organisation_names()
    held = queries.objections_of(person.ids)
    context = {
        "person": person,
        "lines": [presenters.objection_line(one, organisations) for one in held],
        "scopes": ObjectionForm(None, ()).fields["scope"].choices,
        "organisations": sorted(organisations.items(), key=lambda one: one[1]),
        **problems_of(form),
    }
    return render(request, "access/objections_of.jinja", context, status=422 if form else 200)


@requires("access.seal")
@require_http_methods(["GET", "POST"])
def sealed(request: HttpRequest, person_id: str) -> HttpResponse:
    """What the user's organisation sealed of a record, and the form that seals a part."""
    person = in_care(request, person_id, "access.view_sealed")
    form = (
        SealForm(request.POST, **sealing.choices(person, by=request.user, at=request.at))
        if request.method == "POST"
        else None
    )
    if form is None or not form.is_valid():
        return sealed_page(request, person, form)
    try:
        actions.seal(person, **form.cleaned_data, by=request.user, at=request.at)
    except actions.SealedAlready as problem:
        form.add_error("part", str(problem))
        return sealed_page(request, person, form)
    messages.success(request, "Sealed: nobody else sees it from now on")
    return redirect("access:sealed", person_id=person.person_id)


@requires("access.seal")
@require_POST
def lift(request: HttpRequest, person_id: str) -> HttpResponse:
    """Lift a seal of the user's own organisation."""
    person = in_care(request, person_id, "access.view_sealed")
    form = LiftForm(request.POST)
    if not form.is_valid():
        return sealed_page(request, person, form)
    if not actions.lift_seal(person, form.cleaned_data["seal"], by=request.user, at=request.at):
        raise Http404
    messages.success(request, "The seal is lifted")
    return redirect("access:sealed", person_id=person.person_id)


def sealed_page(request: HttpRequest, person: Any, form: Any) -> HttpResponse:
    choices = sealing.choices(person, by=request.user, at=request.at)
    seals = {one.part: one for one in queries.seals_of(person.ids, by=request.user)}
    context = {
        "who": who(person),
        "lines": presenters.seal_lines(seals.values(), dict(choices["parts"]), sealing.named_by(seals.values())),
        "choices": choices,
        "ticked": {name: request.POST.getlist(name) for name in ("roles", "staff")},
        **problems_of(form),
    }
    context["sent"] = context["sent"] or {"part": request.GET.get("part", "")}
    return render(request, "access/sealed.jinja", context, status=422 if form else 200)


@requires("access.view_reads")
@require_safe
def who_looked(request: HttpRequest, person_id: str) -> HttpResponse:
    """Everybody who looked at a person's record, on a page to print for them."""
    person = found(actions.find_anybody(person_id, by=request.user, at=request.at, action="access.view_reads"))
    entries = actions.print_reads(person, by=request.user, at=request.at)
    shown = presenters.reads(entries, organisation_names())
    context = {"person": person, "reads": shown, "most": queries.MOST_READS, "at": request.at}
    return render(request, "access/who_looked.jinja", context)


@requires("access.review_alerts")
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """Reads that wait for a review, and those reviewed lately."""
    organisations = organisation_names()
    waiting, done = queries.open_alerts()[:200], queries.reviewed_alerts()
    context = {
        "waiting": [presenters.alert_line(one, organisations, at=request.at) for one in waiting],
        "done": [presenters.alert_line(one, organisations, at=request.at) for one in done],
    }
    return render(request, "access/alerts.jinja", context)


@requires("access.review_alerts")
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, alert_id: int) -> HttpResponse:
    """What somebody did with a record, and the form that says what came of looking into it."""
    alert = found(queries.alert(alert_id))
    form = ReviewForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        organisations = organisation_names()
        context = {
            "alert": alert,
            "line": presenters.alert_line(alert, organisations, at=request.at),
            "reads": presenters.reads(queries.what_was_read(alert), organisations),
            "outcomes": ReviewForm().fields["outcome"].choices,
            **problems_of(form),
        }
        return render(request, "access/review.jinja", context, status=422 if form else 200)
    actions.review_alert(alert, **form.cleaned_data, by=request.user, at=request.at)
    messages.success(request, "The review is kept")
    return redirect("access:alerts")


@requires("access.decide_objection")
@require_safe
def objections(request: HttpRequest) -> HttpResponse:
    """Objections that wait for a decision, and those decided lately."""
    organisations = organisation_names()
    context = {
        "waiting": [presenters.objection_line(one, organisations) for one in queries.waiting_objections()],
        "done": [presenters.objection_line(one, organisations) for one in queries.decided_objections()],
    }
    return render(request, "access/objections.jinja", context)


@requires("access.decide_objection")
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Uphold an objection, or not, with the reason."""
    objection = found(queries.objection(objection_id))
    form = DecideForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        context = {
            "line": presenters.objection_line(objection, organisation_names()),
            "is_waiting": objection.status == "waiting",
            "statuses": DecideForm().fields["status"].choices,
            **problems_of(form),
        }
        return render(request, "access/decide.jinja", context, status=422 if form else 200)
    actions.settle_objection(objection, **form.cleaned_data, by=request.user, at=request.at)
    messages.success(request, "The decision is kept")
    return redirect("access:objections")


@requires("access.link_staff")
@require_http_methods(["GET", "POST"])
def staff_links(request: HttpRequest) -> HttpResponse:
    """Which members of staff are people of the place: only so that reads of their own circle are noticed."""
    form = StaffLinkForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid() and is_linked(request, form):
        return redirect("access:staff_links")
    context = {"links": queries.staff_links(), **problems_of(form)}
    return render(request, "access/staff_links.jinja", context, status=422 if form else 200)


def is_linked(request: HttpRequest, form: StaffLinkForm) -> bool:
    """Link the two if both are there, or forget the link; otherwise say in the form which is not."""
    member = staff_member(form.cleaned_data["username"])
    asked = form.cleaned_data["person"].replace(" ", "")
    if member is None:
        form.add_error("username", "There is no active member of staff with this username")
        return False
    if asked == "none":
        actions.unlink_staff(member, by=request.user, at=request.at)
        return True
    person = queries.person_with_number(asked) or queries.anybody(asked)
    if person is None:
        form.add_error("person", "Nobody in the place has this NHS number or person id")
        return False
    actions.link_staff(member, person, by=request.user, at=request.at)
    return True


def found(thing: Any) -> Any:
    if thing is None:
        raise Http404
    return thing


def in_care(request: HttpRequest, person_id: str, action: str) -> Any:
    return found(open_person_in_care(person_id, by=request.user, at=request.at, action=action))


def who(person: Any) -> Any:
    run = found(current_run())
    return header(person, as_at=run.as_at, neighbourhoods=neighbourhood_names())
