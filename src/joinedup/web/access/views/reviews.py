"""Who looked at a record, and reads that are looked into, as pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from joinedup.web.access import presenters, queries
from joinedup.web.access.actions import reviewing
from joinedup.web.access.actions.opening import find_anybody
from joinedup.web.access.forms import (
    ReviewForm,
    StaffLinkForm,
    problems_of,
)
from joinedup.web.accounts.queries import staff_member
from joinedup.web.governance.permissions import requires
from joinedup.web.people.pages import found
from joinedup.web.people.queries import organisation_names


@requires("access.view_reads")
@require_safe
def who_looked(request: HttpRequest, person_id: str) -> HttpResponse:
    """Everybody who looked at a person's record, on a page to print for them."""
    person = found(find_anybody(person_id, by=request.user, at=request.at, action="access.view_reads"))
    entries = reviewing.print_reads(person, by=request.user, at=request.at)
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
    reviewing.review_alert(alert, **form.cleaned_data, by=request.user, at=request.at)
    messages.success(request, "The review is kept")
    return redirect("access:alerts")


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
        reviewing.unlink_staff(member, by=request.user, at=request.at)
        return True
    person = queries.person_with_number(asked) or queries.anybody(asked)
    if person is None:
        form.add_error("person", "Nobody in the place has this NHS number or person id")
        return False
    reviewing.link_staff(member, person, by=request.user, at=request.at)
    return True
